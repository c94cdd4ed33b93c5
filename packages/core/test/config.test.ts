import { join } from 'node:path';
import { tempDir, writeTree } from '@nearhand/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findUp, formatOrigin, readConfigText, unknownName } from '../src/config.ts';
import { didYouMean, nearest } from '../src/nearest.ts';

describe('findUp', () => {
  it('finds the nearest file upward, and passes folders of that name by', () => {
    const dir = writeTree(tempDir(), { '.conf': 'x', 'a/b/.conf/': '', 'a/b/c/': '' });
    expect(findUp('.conf', join(dir, 'a/b/c'))).toEqual({
      kind: 'found',
      file: join(dir, '.conf'),
      folder: dir,
    });
  });

  it('says where it looked', () => {
    const found = findUp('.conf', '/a/b', { isFile: () => false });
    expect(found).toEqual({ kind: 'missing', searched: ['/a/b', '/a', '/'] });
  });
});

describe('readConfigText', () => {
  const read = (content: string | Uint8Array) =>
    readConfigText(join(writeTree(tempDir(), { file: content }), 'file'));

  it('gives the text without a byte-order mark', () => {
    expect(read('\uFEFFé = 1\r\n')).toBe('é = 1\r\n');
    expect(read('a replacement \uFFFD that was meant')).toContain('\uFFFD');
    expect(read('')).toBe('');
  });

  it('says in which line the text is not UTF-8', () => {
    expect(() => read(Buffer.from([0x61, 0x0a, 0x62, 0xe9, 0x0a]))).toThrow(
      expect.objectContaining({
        code: 'CONFIG_NOT_UTF8',
        place: expect.objectContaining({ line: 2 }),
      }),
    );
  });

  it('says that it cannot be read', () => {
    expect(() => readConfigText('/nowhere/at/all')).toThrow(
      expect.objectContaining({
        code: 'CONFIG_UNREADABLE',
        message: 'cannot read the configuration: no such file or directory',
      }),
    );
  });
});

describe('unknownName', () => {
  it('names the nearest, or all', () => {
    const known = ['host', 'user', 'ident'];
    expect(unknownName('key', 'hots', { known })).toMatchObject({
      message: 'unknown key "hots"',
      code: 'CONFIG_UNKNOWN_KEY',
      hint: 'did you mean "host"?',
    });
    expect(unknownName('key', 'zzzz', { known }).hint).toBe('It is one of: host, user, ident.');
  });
});

describe('formatOrigin', () => {
  it.each([
    [{ kind: 'file', file: '.rdo.conf', line: 3, column: 1 }, '.rdo.conf:3:1'],
    [{ kind: 'option', option: '--env' }, '--env'],
    [{ kind: 'env', variable: 'RDO_ENV' }, '$RDO_ENV'],
    [{ kind: 'default' }, 'default'],
    [{ kind: 'default', why: 'for vagrant' }, 'default (for vagrant)'],
  ] as const)('%j is %s', (origin, text) => {
    expect(formatOrigin(origin)).toBe(text);
  });
});

describe('nearest', () => {
  it.each([
    ['vagrnat', 'vagrant'],
    ['VAGRANT', 'vagrant'],
    ['dockr', 'docker'],
    ['ssh2', 'ssh'],
    ['kubernetes', undefined],
    ['', undefined],
    ['x', undefined],
    ['s', undefined],
  ])('%s: %s', (name, expected) => {
    expect(nearest(name, ['ssh', 'vagrant', 'docker', 'local'])).toBe(expected);
  });

  it('finds any name after one slip, and never one that is far', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{4,12}$/), fc.nat(), (name, at) => {
        const slip = at % name.length;
        const missing = name.slice(0, slip) + name.slice(slip + 1);
        expect(nearest(missing, [name])).toBe(name);
        expect(nearest(`${name.slice(0, slip)}_${name.slice(slip)}`, [name])).toBe(name);
        expect(nearest('0'.repeat(name.length), [name])).toBeUndefined();
      }),
      { numRuns: 500 },
    );
    expect(didYouMean('x', ['abc'])).toBeUndefined();
  });
});
