import { describe, expect, test } from 'vitest';
import { normalise, problemOf } from '../../src/check/value.ts';
import type { SimpleType } from '../../src/index.ts';
import * as values from '../../src/model/values.ts';

function accepts(type: SimpleType, text: string): boolean {
  return problemOf(type, normalise(type, text)) === undefined;
}

const above0 = values.narrow(values.int, { above: '0' });
const nonBlank = values.narrow(values.normalizedString, { whiteSpace: 'collapse', minLength: 1 });
const empty = values.narrow(values.string, { minLength: 0, maxLength: 0 });

describe('values as XML Schema reads them', () => {
  test.each<[name: string, type: SimpleType, good: string[], bad: string[]]>([
    [
      'boolean',
      values.boolean,
      ['true', '0', ' 1\n'],
      ['TRUE', 'yes', '', '01', 'true false', '\u00a0true'],
    ],
    [
      'int',
      values.int,
      ['0', '-0', '+7', ' 007 ', '2147483647', '-2147483648'],
      ['', '1.0', '1e1', '0x1', '2147483648', '-2147483649', '1 0', '1_0', '\u0663'],
    ],
    [
      'long',
      values.long,
      ['9223372036854775807', '-9223372036854775808', '00000000000000000000000000000000001'],
      ['9223372036854775808', '-9223372036854775809', '9'.repeat(500_000)],
    ],
    ['integer', values.integer, ['9'.repeat(500_000), '-1'], ['1.', 'INF']],
    ['positiveInteger', values.positiveInteger, ['1', '99999999999999999999'], ['0', '-1']],
    [
      'double',
      values.double,
      ['1', '-.5', '5.', '1E-3', 'INF', '-INF', '+INF', 'NaN', '1e400'],
      ['', '.', 'e1', '1,5', 'inf', '1_0', '0x1'],
    ],
    [
      'quality',
      values.quality(),
      ['0', '1', '1.0', '0.5', '-0', ' .5 '],
      ['1.0000001', '-0.1', 'INF', 'NaN'],
    ],
    ['above 0', above0, ['1'], ['0', '-1', '2147483648']],
    ['anyURI', values.anyURI, ['', 'a b', 'http://[', '\u00e9'], []],
    ['ID', values.ID, ['a', '_1', '\u00e9', ' a '], ['', '1a', 'a:b', 'a b']],
    ['one of', values.oneOf(['http', 'https']), ['http'], [' http', 'HTTP', '']],
    [
      'methods',
      values.httpMethods,
      ['', 'GET', ' GET\tPUT ', 'ALL ALL'],
      ['get', 'GET,PUT', 'FOO'],
    ],
    ['no blank', nonBlank, ['a', ' a '], ['', '  ', '\n']],
    ['empty', empty, [''], [' ', 'a']],
    [
      'length',
      values.narrow(values.string, { maxLength: 2 }),
      ['', 'ab', '\u{1F600}\u{1F600}'],
      ['abc', '\u{1F600}\u{1F600}\u{1F600}'],
    ],
  ])('%s', (_name, type, good, bad) => {
    expect(good.filter((text) => !accepts(type, text))).toEqual([]);
    expect(bad.filter((text) => accepts(type, text))).toEqual([]);
  });

  test('a hint says what to write', () => {
    expect(problemOf(values.boolean, 'True')?.hint).toBe(
      'Write "true" or "false", in small letters.',
    );
    expect(problemOf(values.oneOf(['http', 'https']), 'htps')?.hint).toBe(
      'Did you mean "https"? It is one of "http", "https".',
    );
    expect(problemOf(values.oneOf(['http', 'https']), ' http')?.hint).toBe(
      'Remove the space around "http".',
    );
    expect(problemOf(values.quality(), '0,5')?.hint).toBe(
      'Write a number from 0 to 1, with a point and no comma.',
    );
    expect(problemOf(above0, '0')).toEqual({
      message: 'is too small: "0"',
      hint: 'Write a whole number from 1 to 2147483647.',
    });
    expect(problemOf(values.httpMethods, 'GET PSOT')?.message).toBe(
      'has "PSOT", which is not a value that Repose knows: "PSOT"',
    );
  });
});
