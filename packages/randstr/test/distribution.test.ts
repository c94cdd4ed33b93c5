import { describe, expect, test } from 'vitest';
import type { Fill } from '../src/sampler.ts';
import { labelledFill } from '../src/seed-key.ts';
import { battery, real, type MakeTake } from './support/battery.ts';
import { chiSquareTail, uniformity } from './support/statistics.ts';

/** One chance in a thousand that a right suite would fail, if its seed were not fixed. */
const ALPHA = 0.001;

/** All p-values that are too small for so many tests (Bonferroni). */
function faults(results: readonly (readonly [name: string, p: number])[]): string[] {
  const level = ALPHA / results.length;
  return results.filter(([, p]) => p < level).map(([name, p]) => `${name}: p = ${p}`);
}

function all(
  sizes: readonly number[],
  { draws, make }: { draws: (k: number) => number; make?: MakeTake },
): (readonly [string, number])[] {
  return sizes.flatMap((k) => {
    const fill = labelledFill('distribution', k);
    return battery(k, { fill, draws: draws(k), ...(make ? { make } : {}) }).map(
      (p, i) => [`${k} symbols, test ${i}`, p] as const,
    );
  });
}

const upTo300 = Array.from({ length: 299 }, (_, i) => i + 2);
const somePools = [2, 10, 36, 58, 62, 64, 65, 95, 256, 300];

describe('the distribution of symbols, positions, pairs and pool borders', () => {
  test('of alphabets of 2 to 300 symbols', () => {
    const results = all(upTo300, { draws: (k) => 40 * 7 * k });
    expect(results.length).toBeGreaterThan(299 * 9);
    expect(faults(results)).toEqual([]);
  });

  test('over many pools', () => {
    expect(faults(all(somePools, { draws: () => 1_500_000 }))).toEqual([]);
  });

  test('of an alphabet of 65,537 symbols', () => {
    expect(faults(all([65_537], { draws: (k) => 10 * k }))).toEqual([]);
  });
});

describe('a bug of the usual kind fails this suite', () => {
  /** Each symbol is a byte modulo the size. */
  const modulo: MakeTake = (chars, fill) => {
    const words = new Uint32Array(1024);
    let next = words.length;
    return (length) => {
      let string = '';
      for (; length > 0; length--) {
        if (next === words.length) {
          fill(words);
          next = 0;
        }
        string += chars[(words[next++]! & 0xff) % chars.length]!;
      }
      return string;
    };
  };

  test.each([
    [3, 2_000_000],
    [10, 500_000],
    [36, 200_000],
    [62, 200_000],
    [65, 200_000],
    [95, 200_000],
    [200, 200_000],
    [255, 200_000],
  ])('byte modulo %i', (k, draws) => {
    expect(faults(all([k], { draws: () => draws, make: modulo }))).not.toEqual([]);
  });

  test('over all alphabets together', () => {
    expect(faults(all(upTo300, { draws: (k) => 40 * 7 * k, make: modulo }))).not.toEqual([]);
  });

  test('a pool whose last symbols are missing, and the first one stands in for them', () => {
    const short: MakeTake = (chars, fill) => {
      let fills = 0;
      const take = real(chars, (words) => {
        fills++;
        fill(words);
      });
      return (length) => {
        const before = fills;
        const string = take(length);
        return fills === before ? string : string.slice(0, 5) + chars[0]!.repeat(length - 5);
      };
    };
    expect(faults(all([64], { draws: () => 1_500_000, make: short }))).toEqual([
      expect.stringContaining('test 9'),
    ]);
  });
});

describe('the statistics themselves', () => {
  // From the tables of the chi-square distribution.
  test.each([
    [3.841, 1, 0.05],
    [18.307, 10, 0.05],
    [124.342, 100, 0.05],
    [149.449, 100, 0.001],
    [82.358, 100, 0.9],
  ])('chi-square %d, %i degrees: %d', (x, degrees, p) => {
    expect(chiSquareTail(x, degrees)).toBeCloseTo(p, 4);
  });

  test('equal counts are as likely as can be, and unequal ones are not', () => {
    expect(uniformity(Float64Array.of(10, 10, 10))).toBe(1);
    expect(uniformity(Float64Array.of(100, 10, 10))).toBeLessThan(1e-9);
    expect(uniformity(Float64Array.of(20, 10), [2 / 3, 1 / 3])).toBe(1);
  });
});

test('a source that repeats itself is noticed', () => {
  const stuck: Fill = (words) => words.fill(0x9abc_def0);
  const results = battery(36, { fill: stuck, draws: 10_000 });
  expect(Math.min(...results)).toBeLessThan(1e-9);
});
