import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runFile, tempDir } from '@nearhand/test-kit';
import { expect, it } from 'vitest';

const demo = fileURLToPath(new URL('../demo.js', import.meta.url));

it('plays every scene to its end, without an ssh program, and leaves nothing behind', async () => {
  const tmp = tempDir();
  const env = { ...process.env, TMPDIR: tmp, NO_COLOR: '1' };
  const result = await runFile(process.execPath, [demo], { env, timeout: 80_000 });
  expect(result.stderr).not.toMatch(/internal error|\n {4}at /);
  expect(result.stdout).toContain('nothing is left behind');
  expect(result.code).toBe(0);
  expect(result.stdout).toMatch(/\$ rdo (?:make|sh tasks\.sh) broken\n(?:.*\n)*?# exit status 2\n/);
  expect(readdirSync(tmp)).toEqual([]);
});

it('plays on a machine without make', async () => {
  const tmp = tempDir();
  const bin = tempDir();
  for (const name of ['sh', 'cat', 'head', 'ls', 'mkfifo', 'sed', 'sort', 'tr']) {
    const dir = ['/usr/bin', '/bin'].find((dir) => existsSync(join(dir, name)))!;
    symlinkSync(join(dir, name), join(bin, name));
  }
  const env = { ...process.env, TMPDIR: tmp, NO_COLOR: '1', PATH: bin };
  const result = await runFile(process.execPath, [demo], { env, timeout: 80_000 });
  expect(result.stdout).toContain('$ tsf build.log -- sh tasks.sh broken\n');
  expect(result.stdout).toContain('nothing is left behind');
  expect(result.code).toBe(0);
});

it('clears up when it is interrupted', async () => {
  const tmp = tempDir();
  const env = { ...process.env, TMPDIR: tmp, NO_COLOR: '1' };
  const result = await runFile(process.execPath, [demo], {
    env,
    timeout: 80_000,
    onStart(child) {
      child.stdout!.once('data', () => {
        child.kill('SIGINT');
        child.kill('SIGINT');
      });
    },
  });
  expect(result.code).toBe(1);
  expect(result.stdout).not.toContain('That was all');
  expect(readdirSync(tmp)).toEqual([]);
});
