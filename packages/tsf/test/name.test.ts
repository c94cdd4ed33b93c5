import { describe, expect, it } from 'vitest';
import { errorName, fitted, mayBelong, recogniser, stampName } from '../src/name.ts';
import { fc, test as propertyTest } from './property.ts';

const TIME = Date.UTC(2015, 2, 26, 12, 34, 12, 345);

describe('stampName', () => {
  it.each([
    ['page.html', {}, '20150326123412-page.html'],
    ['sub/x.html', {}, 'sub/20150326123412-x.html'],
    ['./x', {}, '20150326123412-x'],
    ['../x', {}, '../20150326123412-x'],
    ['/tmp/x', {}, '/tmp/20150326123412-x'],
    ['-x', {}, '20150326123412--x'],
    ['a b\nc', {}, '20150326123412-a b\nc'],
    ['page.html', { clash: 2 }, '20150326123412-2-page.html'],
    ['page.html', { suffix: true }, 'page.20150326123412.html'],
    ['page.html', { suffix: true, clash: 1 }, 'page.20150326123412-1.html'],
    ['README', { suffix: true }, 'README.20150326123412'],
    ['.profile', { suffix: true }, '.profile.20150326123412'],
    ['x.tar.gz', { suffix: true }, 'x.20150326123412.tar.gz'],
    ['page.html', { directory: true }, 'page.html/20150326123412-page.html'],
    ['page.html/', { directory: true }, 'page.html/20150326123412-page.html'],
    ['page.html', { precision: 'milliseconds' }, '20150326123412345-page.html'],
    ['page.html', { precision: 'microseconds' }, '20150326123412345000-page.html'],
    ['page.html', { format: '%Y-%m-%d' }, '2015-03-26-page.html'],
    ['page.html', { ending: '.gz' }, '20150326123412-page.html.gz'],
    ['page.html', { ending: '.gz', suffix: true }, 'page.20150326123412.html.gz'],
  ] as const)('makes of %j with %j the name %j', (name, options, expected) => {
    const actual = stampName(name, { utc: true, time: TIME, ...options });
    expect(actual).toBe(expected);
  });

  it.each([
    ['', 'is no name'],
    ['.', 'names a folder'],
    ['..', 'names a folder'],
    ['a/..', 'names a folder'],
    ['sub/', 'names a folder'],
    ['/', 'names a folder'],
    ['a\0b', 'NUL'],
    ['x'.repeat(241), '256 bytes'],
    ['ü'.repeat(121), '257 bytes'],
  ])('refuses the name %j', (name, why) => {
    expect(() => stampName(name, { time: TIME })).toThrow(why);
  });

  it.each([
    ['%Y/%m', 'slash'],
    ['', 'empty'],
    ['%Q', '%Q'],
    ['\0', 'NUL'],
  ])('refuses the format %j', (format, why) => {
    expect(() => stampName('x', { time: TIME, format })).toThrow(why);
  });

  it('takes a name of 255 bytes with its stamp', () => {
    expect(stampName('x'.repeat(240), { time: TIME })).toHaveLength(255);
  });

  propertyTest(
    'can be recognised again, with its number',
    [
      fc
        .string({ minLength: 1, maxLength: 20 })
        .filter((name) => !/[/\0]/.test(name) && !/^\.\.?$/.test(name)),
      fc.nat(2000),
      fc.boolean(),
      fc.constantFrom('seconds' as const, 'milliseconds' as const, 'microseconds' as const),
    ],
    (name, clash, suffix, precision) => {
      const file = stampName(name, { time: TIME, utc: true, clash, suffix, precision });
      expect(recogniser(name)(file)).toMatchObject({
        stamp: expect.stringMatching(/^20150326123412/),
        clash,
      });
      expect(mayBelong(file, name)).toBe(true);
      expect(mayBelong(`${file}.partial`, name)).toBe(true);
    },
    500,
  );

  it.each([
    'page.html',
    '20150326-page.html',
    '20150326123412-page.htm',
    '20150326123412-1x-page.html',
  ])('is not what %j is', (file) => {
    expect(recogniser('page.html')(file)).toBeUndefined();
  });
});

describe('fitted', () => {
  it('keeps what fits as it is', () => {
    expect(fitted('x', '.tail')).toBe('.x.tail');
  });

  it.each(['x', 'ü', '漢', '😀'])(
    'cuts a long name of %s at a character, and keeps names apart',
    (character) => {
      const long = character.repeat(250);
      const cut = fitted(long, '.4711-abcdef.partial');
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(255);
      expect(Buffer.byteLength(cut)).toBeGreaterThan(250);
      expect(cut).not.toContain('\uFFFD');
      expect(cut).not.toBe(fitted(`${long}y`, '.4711-abcdef.partial'));
    },
  );
});

it.each([
  ['report.txt', 'report.err.txt'],
  ['report', 'report.err'],
  ['sub/report.txt', 'sub/report.err.txt'],
])('splits %s into itself and %s', (name, expected) => {
  expect(errorName(name)).toBe(expected);
});
