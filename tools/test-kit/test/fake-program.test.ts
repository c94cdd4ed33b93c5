import { expect, test } from 'vitest';
import { fakeProgram, runFile, tempDir } from '../src/index.ts';

test('a fake program records each call exactly and answers as told', async () => {
  const dir = tempDir();
  const fake = fakeProgram(dir, 'docker', 'echo out; exit 3');
  const env = { PATH: `${fake.bin}:/usr/bin:/bin` };
  const words = ['a b', '', "it's", 'two\nlines'];
  const result = await runFile('docker', words, { cwd: dir, env });
  await runFile('docker', [], { cwd: '/', env });
  expect(result).toMatchObject({ code: 3, stdout: 'out\n' });
  expect(fake.calls()).toEqual([
    { cwd: dir, argv: words },
    { cwd: '/', argv: [] },
  ]);
});
