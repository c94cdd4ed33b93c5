import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runFile, tempDir, writeTree, type RunResult } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { writeFolder } from '../../src/node/write.ts';

describe('writeFolder', () => {
  it('changes, makes and removes files, and leaves nothing else behind', () => {
    const dir = writeTree(tempDir(), { a: '1', b: '2' });
    chmodSync(join(dir, 'a'), 0o640);
    writeFolder(
      dir,
      new Map([
        ['a', 'new'],
        ['b', undefined],
        ['c', '3'],
      ]),
    );
    expect(readdirSync(dir).toSorted()).toEqual(['a', 'c']);
    expect(readFileSync(join(dir, 'a'), 'utf8')).toBe('new');
    expect(statSync(join(dir, 'a')).mode & 0o777).toBe(0o640);
  });

  it('puts everything back where one file cannot be put in place', () => {
    const dir = writeTree(tempDir(), { a: '1', 'z/': '', 'z/full': '' });
    const texts = new Map([
      ['a', 'new'],
      ['b', 'new'],
      ['z', 'a folder stands here'],
    ]);
    expect(() => writeFolder(dir, texts)).toThrow(/cannot be written/);
    expect(readdirSync(dir).toSorted()).toEqual(['a', 'z']);
    expect(readFileSync(join(dir, 'a'), 'utf8')).toBe('1');
    expect(readdirSync(join(dir, 'z'))).toEqual(['full']);
  });

  it('follows a symbolic link, and keeps it', () => {
    const dir = writeTree(tempDir(), { 'real/a': '1', 'conf/': '' });
    symlinkSync('../real/a', join(dir, 'conf/a'));
    writeFolder(join(dir, 'conf'), new Map([['a', '2']]));
    expect(lstatSync(join(dir, 'conf/a')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(dir, 'real/a'), 'utf8')).toBe('2');
  });

  it('makes no file of a symbolic link that leads nowhere', () => {
    const dir = tempDir();
    symlinkSync('nowhere', join(dir, 'a'));
    expect(() => writeFolder(dir, new Map([['a', 'x']]))).toThrow(
      /a is a symbolic link to "nowhere", and nothing is there/,
    );
    expect(readdirSync(dir)).toEqual(['a']);
    expect(lstatSync(join(dir, 'a')).isSymbolicLink()).toBe(true);
  });

  it.each([
    ['theirs', 'old', 'a was changed by something else meanwhile'],
    ['theirs', undefined, 'a is there already'],
    [undefined, 'old', 'a was removed meanwhile'],
  ])(
    'loses no change that something else made meanwhile: %j for %j',
    (there, expected, message) => {
      const dir = writeTree(tempDir(), there === undefined ? {} : { a: there });
      const write = (): void =>
        writeFolder(dir, new Map([['a', 'ours']]), { expected: new Map([['a', expected]]) });
      expect(write).toThrow(message);
      expect(readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8'))).toEqual(
        there === undefined ? [] : [there],
      );
    },
  );

  // For root everything may be written: the user is another one here, and the folder everybody's.
  const asNobody = (dir: string): Promise<RunResult> => {
    const built = pathToFileURL(resolve('dist/node.js')).href;
    const program = `
      import fs from 'node:fs';
      const { writeFileSync } = fs;
      fs.writeFileSync = (file, text) => {
        console.log('mode', (fs.fstatSync(file).mode & 0o777).toString(8));
        writeFileSync(file, text);
      };
      const { writeFolder } = await import(${JSON.stringify(built)});
      process.umask(0o022);
      if (process.getuid() === 0) {
        process.setgroups([1]);
        process.setgid(65534);
        process.setuid(65534);
      }
      try {
        writeFolder('.', new Map([['a', 'new']]));
      } catch ({ code, message, hint }) {
        console.log(code, message, hint);
      }`;
    return runFile(process.execPath, ['--input-type=module', '-e', program], { cwd: dir });
  };

  it('replaces no file that may not be written, though its folder may be', async () => {
    const dir = writeTree(tempDir(), { a: '1' });
    chmodSync(join(dir, 'a'), 0o444);
    chmodSync(dir, 0o777);
    const { stdout, stderr } = await asNobody(dir);
    expect({ stdout, stderr }).toEqual({
      stdout: expect.stringMatching(
        /^CANNOT_WRITE \S*\ba cannot be written: permission denied Nothing/,
      ),
      stderr: '',
    });
    expect(readdirSync(dir)).toEqual(['a']);
    expect(readFileSync(join(dir, 'a'), 'utf8')).toBe('1');
  });

  it.skipIf(process.getuid?.() !== 0)(
    'keeps the group that may read a file, and shows its text to nobody else meanwhile',
    async () => {
      const dir = writeTree(tempDir(), { a: '1' });
      chownSync(join(dir, 'a'), 0, 1);
      chmodSync(join(dir, 'a'), 0o660);
      chmodSync(dir, 0o777);
      const { stdout, stderr } = await asNobody(dir);
      expect({ stdout, stderr }).toEqual({ stdout: 'mode 660\n', stderr: '' });
      const { uid, gid, mode } = statSync(join(dir, 'a'));
      expect({ uid, gid, mode: mode & 0o777 }).toEqual({ uid: 65534, gid: 1, mode: 0o660 });
      expect(readFileSync(join(dir, 'a'), 'utf8')).toBe('new');
    },
  );

  it('says in words why a folder cannot be written', () => {
    const dir = join(tempDir(), 'missing');
    expect(() => writeFolder(dir, new Map([['a', '1']]))).toThrow(
      /cannot be written: the folder is not there/,
    );
    mkdirSync(dir);
    writeFolder(dir, new Map([['a', '1']]));
    expect(readFileSync(join(dir, 'a'), 'utf8')).toBe('1');
  });
});
