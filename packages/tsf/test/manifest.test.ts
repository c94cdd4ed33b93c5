import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runFile, tempDir } from '@nearhand/test-kit';
import { expect, it } from 'vitest';
import { MANIFEST } from '../src/manifest.ts';

it('has whole lines only, and no others, when many write at once', async () => {
  const dir = tempDir();
  const recorder = fileURLToPath(new URL('fixtures/recorders.js', import.meta.url));
  // Lines of several pages: the file is then often seen in the middle of a write.
  const length = 20_000;
  const words = [recorder, dir, '200', String(length)];
  const ends = await Promise.all(
    Array.from({ length: 4 }, () => runFile(process.execPath, words, { timeout: 100_000 })),
  );
  for (const end of ends) expect(end).toMatchObject({ code: 0, stderr: '' });
  const lines = readFileSync(join(dir, MANIFEST), 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(800);
  const line = JSON.stringify({ v: 1, name: 'x'.repeat(length) });
  expect(lines.every((each) => each === line)).toBe(true);
});
