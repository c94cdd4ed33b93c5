import { describe, expect, test } from 'vitest';
import { DIGITS, HEX, PRINTABLE, UPPER, URL_SAFE } from '../src/alphabets.ts';
import { bits, collisionProbability, lengthFor } from '../src/entropy.ts';
import { randstr } from '../src/full.ts';

describe('bits', () => {
  test('of an alphabet', () => {
    expect(bits()).toBeCloseTo(36.189, 3);
    expect(bits({ length: 22, chars: URL_SAFE })).toBe(132);
    expect(bits({ length: 32, chars: HEX })).toBe(128);
    expect(bits({ length: 5, chars: 'a' })).toBe(0);
  });

  test('less what the rules take away', () => {
    expect(bits({ length: 4, chars: DIGITS, exclude: '01' })).toBe(12);
    // 10 digits and 26 letters, less those without a letter: 36^2 - 10^2.
    expect(bits({ length: 2, chars: DIGITS + UPPER, require: [UPPER] })).toBeCloseTo(
      Math.log2(36 ** 2 - 10 ** 2),
      12,
    );
    const long = { length: 500, chars: PRINTABLE };
    expect(bits({ ...long, require: [DIGITS] })).toBeCloseTo(bits(long), 6);
  });
});

/** By the definition, with whole numbers. */
function exactly(n: number, size: bigint): number {
  let none = 1;
  for (let i = 0n; i < BigInt(n); i++) none *= Number(((size - i) * 10n ** 20n) / size) / 1e20;
  return 1 - none;
}

describe('collisionProbability', () => {
  test('6 in 100 for 7 characters among 100,000 records', () => {
    expect(collisionProbability(100_000)).toBeCloseTo(0.0618, 4);
  });

  test('23 people and 365 days', () => {
    const days = Array.from({ length: 365 }, (_, i) => `day ${i}`);
    expect(collisionProbability(23, { length: 1, chars: days })).toBeCloseTo(0.507297, 6);
    expect(collisionProbability(365, { length: 1, chars: days })).toBeCloseTo(1, 10);
    expect(collisionProbability(366, { length: 1, chars: days })).toBe(1);
  });

  test.each([
    [2, 1, 'ab'],
    [10, 3, DIGITS],
    [200, 4, DIGITS],
    [1000, 4, DIGITS],
    [5000, 6, DIGITS],
    [20_000, 7, DIGITS],
    [20_000, 8, DIGITS],
  ])('%i strings of %i of %s, as by the definition', (n, length, chars) => {
    const expected = exactly(n, BigInt(chars.length) ** BigInt(length));
    expect(collisionProbability(n, { length, chars })).toBeCloseTo(expected, 9);
  });

  test('of very many, and of very small ones', () => {
    expect(collisionProbability(0)).toBe(0);
    expect(collisionProbability(1)).toBe(0);
    // n^2 / 2N.
    const tiny = collisionProbability(1e9, { length: 21, chars: URL_SAFE });
    expect(tiny / (1e18 / 2 / 2 ** 126)).toBeCloseTo(1, 6);
    expect(collisionProbability(1e6, { length: 400, chars: URL_SAFE })).toBe(0);
    expect(collisionProbability(1e15)).toBe(1);
    expect(collisionProbability(2e9)).toBe(1);
    expect(collisionProbability(1000, { length: 9, chars: 'a' })).toBe(1);
  });

  test('the series joins what is added up', () => {
    for (const length of [4, 5, 7, 9]) {
      const below = collisionProbability(10_000, { length });
      const above = collisionProbability(10_001, { length });
      expect(above).toBeGreaterThanOrEqual(below);
      if (below < 1) expect(above / below).toBeLessThan(1.0003);
    }
  });

  test('as it happens', () => {
    let collided = 0;
    const draw = randstr.seeded('birthday').generator(3, HEX);
    for (let i = 0; i < 2000; i++) {
      if (new Set(Array.from({ length: 64 }, draw)).size < 64) collided++;
    }
    const expected = collisionProbability(64, { length: 3, chars: HEX });
    expect(Math.abs(collided / 2000 - expected)).toBeLessThan(0.035);
  });

  test.each([-1, 0.5, NaN, 2 ** 53])('no number of strings: %d', (n) => {
    expect(() => collisionProbability(n)).toThrow('randstr: n must be an integer');
  });
});

describe('lengthFor', () => {
  test('is enough, and one less is not', () => {
    for (const n of [2, 100, 1e6, 1e12]) {
      for (const probability of [0.5, 1e-3, 1e-9, 1e-15]) {
        for (const chars of ['01', HEX, URL_SAFE, PRINTABLE]) {
          const length = lengthFor({ n, probability, chars });
          expect(collisionProbability(n, { length, chars })).toBeLessThanOrEqual(probability);
          expect(collisionProbability(n, { length: length - 1, chars })).toBeGreaterThan(
            probability,
          );
        }
      }
    }
  });

  test('with rules, of which some need a length', () => {
    const rules = { chars: DIGITS + UPPER, require: [UPPER, DIGITS] };
    const length = lengthFor({ ...rules, n: 1000, probability: 0.01 });
    expect(collisionProbability(1000, { ...rules, length })).toBeLessThanOrEqual(0.01);
    expect(collisionProbability(1000, { ...rules, length: length - 1 })).toBeGreaterThan(0.01);
    expect(lengthFor({ n: 2, probability: 0.9, chars: 'abc', require: ['a', 'b', 'c'] })).toBe(3);
  });

  test('of nothing to collide', () => {
    expect(lengthFor({ n: 0 })).toBe(0);
    expect(lengthFor({ n: 1, chars: 'a' })).toBe(0);
  });

  test('bad input', () => {
    for (const probability of [0, 1, -1, NaN, 2]) {
      expect(() => lengthFor({ n: 10, probability })).toThrow(
        'probability must be above 0 and below 1',
      );
    }
    expect(() => lengthFor({ n: 10, chars: 'a' })).toThrow('no length is enough');
    expect(() => lengthFor({ n: -1 })).toThrow('n must be an integer');
    expect(() => lengthFor({ n: 10, require: [UPPER] })).toThrow('no symbol of require[0]');
    expect(() => lengthFor({ n: 10, length: 3 } as never)).toThrow('unknown option length');
  });
});
