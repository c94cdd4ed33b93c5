import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DIGITS, HEX, UPPER } from '../src/alphabets.ts';
import { randstr } from '../src/full.ts';
import { keyedFill, permutation } from '../src/permutation.ts';
import { labelledFill } from '../src/seed-key.ts';
import { unique, type UniqueState } from '../src/unique.ts';
import { alphabetOf } from './support/battery.ts';
import { uniformity } from './support/statistics.ts';

/** All strings of a length, in order. */
function every(length: number, symbols: readonly string[]): string[] {
  if (length === 0) return [''];
  return every(length - 1, symbols).flatMap((start) => symbols.map((symbol) => start + symbol));
}

describe('a whole space comes once each', () => {
  test.each([
    [0, 'abc'],
    [1, 'a'],
    [5, 'a'],
    [1, 'abc'],
    [3, 'ab'],
    [12, 'ab'],
    [13, 'ab'],
    [3, '0123456789abcdef'],
    [4, '0123456789'],
    [17, '01'],
    [3, 'abcdefghijklmnopqrstuvwxyz0123456789'],
    [2, '👩‍👩‍👧é👍🏽'],
  ])('%i of %s', (length, chars) => {
    const symbols = Array.from(new Intl.Segmenter().segment(chars), (part) => part.segment);
    const size = symbols.length ** length;
    const strings = [...unique(size, length, chars)];
    expect(strings).toHaveLength(size);
    expect(strings.toSorted()).toEqual(every(length, symbols).toSorted());
    expect([...unique(Infinity, length, chars)]).toHaveLength(size);
    expect(() => unique(size + 1, length, chars)).toThrow(RangeError);
    expect(() => unique(size + 1, length, chars)).toThrow(
      `randstr: n is ${size + 1}, but there ${size === 1 ? 'is only 1 such string' : `are only ${size} such strings`}`,
    );
  });

  test('by rules', () => {
    const rules = { length: 4, chars: '0123ab', require: ['ab', '0123'], prefix: 'x-' };
    const expected = every(4, Array.from('0123ab'))
      .filter((string) => /[ab]/.test(string) && /[0-3]/.test(string))
      .map((string) => `x-${string}`);
    expect([...randstr.unique(Infinity, rules)].toSorted()).toEqual(expected.toSorted());
    expect(() => randstr.unique(expected.length + 1, rules)).toThrow('only');
  });
});

describe('permutations', () => {
  test.each([1, 2, 3, 4095, 4096, 4097, 5000, 65_537, 1_000_003])('one to one: %i', (size) => {
    const permute = permutation(size, keyedFill(new Uint32Array([size, 2, 3, 4, 5, 6, 7, 8]), 0));
    const seen = new Uint8Array(size);
    for (let i = 0; i < size; i++) seen[permute(i)]!++;
    expect(seen.every((count) => count === 1)).toBe(true);
  });

  test('of the largest spaces too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2 ** 40, max: 2 ** 53 }), fc.integer(), (size, key) => {
        const permute = permutation(size, keyedFill(new Uint32Array(8).fill(key), 0));
        const values = [0, 1, 2, size - 2, size - 1, Math.floor(size / 2)].map((i) => permute(i));
        expect(new Set(values).size).toBe(6);
        for (const value of values) {
          expect(Number.isSafeInteger(value) && value >= 0 && value < size).toBe(true);
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test.each([
    ['shuffled', 3, 'ab', 8],
    ['by the network', 3, 'abcdefghijklmnopq', 17],
  ])(
    'under many keys, every string is as likely to come first: %s',
    (_how, length, chars, cells) => {
      const first = new Float64Array(cells);
      const second = new Float64Array(cells);
      const words = every(length, Array.from(chars));
      const rank = new Map(words.map((word, i) => [word, i]));
      for (let i = 0; i < 4000; i++) {
        const [a, b] = randstr.seeded(`key ${i}`).unique(2, length, chars).take(2);
        first[rank.get(a!)! % cells]!++;
        second[Math.floor((rank.get(b!)! * cells) / words.length)]!++;
      }
      expect(uniformity(first)).toBeGreaterThan(1e-4);
      expect(uniformity(second)).toBeGreaterThan(1e-4);
    },
  );

  test('the strings of one series are distributed as random ones are', () => {
    const strings = randstr.seeded('series').unique(50_000, 7).take(50_000);
    const symbols = 'abcdefghijklmnopqrstuvwxyz0123456789';
    const level = 0.001 / (7 + 6);
    for (let position = 0; position < 7; position++) {
      const counts = new Float64Array(36);
      for (const string of strings) counts[symbols.indexOf(string[position]!)]!++;
      expect(uniformity(counts)).toBeGreaterThan(level);
    }
    for (let position = 0; position < 6; position++) {
      const pairs = new Float64Array(36 * 36);
      for (const string of strings) {
        pairs[symbols.indexOf(string[position]!) * 36 + symbols.indexOf(string[position + 1]!)]!++;
      }
      expect(uniformity(pairs)).toBeGreaterThan(level);
    }
  });
});

describe('distinct', () => {
  test.each([
    [7, 'abcdefghijklmnopqrstuvwxyz0123456789', 200_000],
    [10, 'abcdefghijklmnopqrstuvwxyz0123456789', 20_000],
    [11, 'abcdefghijklmnopqrstuvwxyz0123456789', 20_000],
    [64, HEX, 5000],
    [200, 'ab', 2000],
  ])('%i of %s', (length, chars, n) => {
    const strings = unique(n, length, chars).take(n);
    expect(new Set(strings).size).toBe(n);
    expect(strings.every((string) => string.length === length)).toBe(true);
  });

  test('of 65,537 symbols, and of spaces beyond 2^53 by rules', () => {
    const long = unique(3000, { length: 5, chars: alphabetOf(65_537) }).take(3000);
    expect(new Set(long).size).toBe(3000);
    const ruled = randstr
      .unique(300, { length: 20, chars: DIGITS + UPPER, require: [UPPER] })
      .take(300);
    expect(new Set(ruled).size).toBe(300);
    for (const string of ruled) expect(string).toMatch(/^(?=.*[A-Z])[A-Z0-9]{20}$/);
  });

  test('a long string is random in all its parts, and none decides another', () => {
    const strings = unique(4000, 30, HEX).take(4000);
    for (const part of [0, 12, 13, 14, 29]) {
      const counts = new Float64Array(16);
      for (const string of strings) counts[parseInt(string[part]!, 16)]!++;
      expect(uniformity(counts)).toBeGreaterThan(1e-6);
    }
  });

  test('symbols that could be read in two ways are refused', () => {
    const twoWays = [
      ['a', 'b', 'ab'],
      ['a', 'aa'],
      ['ab', 'abab'],
      ['a', 'c', 'ad', 'abb', 'bad', 'deb', 'bbcde'],
      ['\u00e4', 'a', '\u0308', 'a\u0308'],
    ];
    for (const chars of twoWays) {
      expect(() => unique(1, 3, chars)).toThrow('chars can be read in two ways');
    }
    // Not of one length, and yet readable: no symbol starts another, or none ends another.
    for (const chars of [
      ['a', 'ba', 'bb'],
      ['a', 'ab', 'bb'],
    ]) {
      const n = chars.length ** 3;
      expect(new Set(unique(n, 3, chars).take(n)).size).toBe(n);
    }
  });
});

describe('a series', () => {
  test('is iterated, taken, and both in turn', () => {
    const series = randstr.seeded('s').unique(10);
    const all = randstr.seeded('s').unique(10).take(10);
    expect(series.remaining).toBe(10);
    expect(series.next()).toEqual({ done: false, value: all[0] });
    expect(series.take(3)).toEqual(all.slice(1, 4));
    expect(series.remaining).toBe(6);
    expect([...series]).toEqual(all.slice(4));
    expect(series.next()).toEqual({ done: true, value: undefined });
    expect(series.take(5)).toEqual([]);
  });

  test('goes on from its state, which is JSON', () => {
    const series = unique(100, { length: 5, chars: HEX });
    const begun = series.take(40);
    const state = JSON.parse(JSON.stringify(series.state())) as UniqueState;
    const rest = unique(60, { length: 5, chars: HEX, resume: state }).take(100);
    expect(rest).toEqual(series.take(60));
    expect(new Set([...begun, ...rest]).size).toBe(100);
    const rules = { length: 6, chars: HEX, require: [DIGITS] };
    const ruled = randstr.unique(50, rules);
    ruled.take(20);
    expect(randstr.unique(30, { ...rules, resume: ruled.state() }).take(30)).toEqual(
      ruled.take(30),
    );
  });

  test('says what is wrong with a state', () => {
    const state = unique(1).state();
    const resume = (change: object) => () => unique(1, { resume: { ...state, ...change } });
    expect(resume({ version: 2 })).toThrow('resume is not a state of a series');
    expect(resume({ key: 'ab' })).toThrow('resume is not a state of a series');
    expect(resume({ next: -1 })).toThrow('resume is not a state of a series');
    expect(() => unique(1, { length: 8, resume: state })).toThrow('another length or chars');
    const end = unique(8, 3, 'ab');
    end.take(8);
    expect(() => unique(1, { length: 3, chars: 'ab', resume: end.state() })).toThrow(
      'n is 1, but there are only 8 such strings, of which 8 were given',
    );
  });

  test('two have nothing in common', () => {
    expect(unique(3).take(3)).not.toEqual(unique(3).take(3));
    expect(unique(1).state().key).not.toBe(unique(1).state().key);
  });

  test('takes no more memory for being long', () => {
    const series = unique(2 ** 36, 7);
    for (let i = 0; i < 3; i++) expect(series.next().value).toMatch(/^[a-z0-9]{7}$/);
    expect(series.remaining).toBe(2 ** 36 - 3);
  });

  test('bad input', () => {
    expect(() => unique(-1)).toThrow('n must be an integer from 0 to 2^53 - 1, or Infinity: -1');
    expect(() => unique(1.5)).toThrow(RangeError);
    expect(() => unique('3' as unknown as number)).toThrow(TypeError);
    expect(() => unique(1, -1)).toThrow('length');
    expect(() => unique(1, 7, '')).toThrow('chars is empty');
    expect(() => unique(1, { size: 1 } as object)).toThrow('unknown option size');
    expect(() => randstr.unique(1, { size: 1 } as object)).toThrow('unknown option size');
    expect(() => unique(5).take(-1)).toThrow('count must be an integer');
  });
});

test('labels with the same start give other words', () => {
  const words = ['a', 'ab', 'a\0', ''].map((label) => {
    const out = new Uint32Array(16);
    labelledFill(label)(out);
    return out[0];
  });
  expect(new Set(words).size).toBe(4);
});
