import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runFile } from '@nearhand/test-kit';
import { expect, test } from 'vitest';
import { root } from '../src/workspace.ts';

test('no file, dependency or export is unused', async () => {
  const require = createRequire(import.meta.url);
  const knip = join(dirname(require.resolve('knip/package.json')), 'bin/knip.js');
  const words = [knip, '--no-progress', '--no-config-hints'];
  const result = await runFile(process.execPath, words, { cwd: root, timeout: 120_000 });
  expect(result.stdout + result.stderr).toBe('');
  expect(result.code).toBe(0);
}, 150_000);
