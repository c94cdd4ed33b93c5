import { readdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir, writeTree } from '@nearhand/test-kit';
import { hasCode } from '../src/errors.ts';
import { distrust, isTrusted, trust, trustFolder } from '../src/trust.ts';

function scene() {
  const dir = writeTree(tempDir(), { 'p/.xerc': 'a: 1\n', 'q/.xerc': 'a: 1\n' });
  return { dir, file: join(dir, 'p/.xerc'), env: { XDG_STATE_HOME: join(dir, 'state') } };
}

test('trust holds for one text in one place', () => {
  const { dir, file, env } = scene();
  expect(isTrusted(file, 'a: 1\n', env)).toBe(false);
  trust(file, 'a: 1\n', env);
  expect(isTrusted(file, 'a: 1\n', env)).toBe(true);
  expect(isTrusted(file, 'a: 2\n', env)).toBe(false);
  expect(isTrusted(join(dir, 'q/.xerc'), 'a: 1\n', env)).toBe(false);
  expect(isTrusted(file, 'a: 1\n', { XDG_STATE_HOME: join(dir, 'other') })).toBe(false);
});

test('a link to the file is the file, and a moved project is another', () => {
  const { dir, file, env } = scene();
  trust(file, 'a: 1\n', env);
  symlinkSync(join(dir, 'p'), join(dir, 'link'));
  expect(isTrusted(join(dir, 'link/.xerc'), 'a: 1\n', env)).toBe(true);
  renameSync(join(dir, 'p'), join(dir, 'moved'));
  expect(isTrusted(join(dir, 'moved/.xerc'), 'a: 1\n', env)).toBe(false);
});

test('distrust forgets every text of the file and of no other', () => {
  const { dir, file, env } = scene();
  const other = join(dir, 'q/.xerc');
  for (const text of ['a', 'b']) trust(file, text, env);
  trust(other, 'a', env);
  expect(distrust(file, env)).toBe(2);
  expect(isTrusted(file, 'a', env)).toBe(false);
  expect(isTrusted(other, 'a', env)).toBe(true);
  expect(distrust(file, env)).toBe(0);
});

test('a folder that is not absolute keeps no decisions: the project could bring them along', () => {
  expect(trustFolder({ HOME: '.', XDG_STATE_HOME: 'state' })).toBeUndefined();
  expect(trustFolder({ HOME: '/home/x', XDG_STATE_HOME: 'state' })).toMatch(/^\/home\/x\//);
});

test('decisions are readable by their user only, and what cannot be kept is an error', () => {
  const { dir, file, env } = scene();
  trust(file, 'a', env);
  const folder = trustFolder(env)!;
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([
    0o600,
  ]);
  writeFileSync(join(dir, 'file'), '');
  for (const broken of [{ XDG_STATE_HOME: join(dir, 'file') }, {}]) {
    const error = (() => {
      try {
        trust(file, 'a', broken);
      } catch (caught) {
        return caught;
      }
    })();
    expect(hasCode(error, 'TRUST_STORE')).toBe(true);
    expect((error as Error).message).not.toMatch(/\bE[A-Z]+\b/);
    expect(isTrusted(file, 'a', broken)).toBe(false);
  }
});
