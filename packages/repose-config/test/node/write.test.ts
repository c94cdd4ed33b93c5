import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { tempDir, writeTree } from '@nearhand/test-kit';
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

  it('loses no change that something else made meanwhile', () => {
    const dir = writeTree(tempDir(), { a: 'theirs' });
    const write = (): void =>
      writeFolder(dir, new Map([['a', 'ours']]), { expected: new Map([['a', 'old']]) });
    expect(write).toThrow(/changed by something else/);
    expect(readFileSync(join(dir, 'a'), 'utf8')).toBe('theirs');
  });

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
