import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import * as face from '../src/index.ts';
import { generator, many, PRINTABLE, PRONOUNCEABLE, randstr, URL_SAFE } from '../src/index.ts';
import { randstr as full } from '../src/full.ts';
import { unique } from '../src/unique.ts';

test('seven of a to z and 0 to 9, unless something else is asked for', () => {
  for (let i = 0; i < 200; i++) {
    expect(randstr()).toMatch(/^[a-z0-9]{7}$/);
    expect(randstr(19)).toMatch(/^[a-z0-9]{19}$/);
    expect(randstr(12, face.CHARS_WITH_CAPS)).toMatch(/^[A-Za-z0-9]{12}$/);
    expect(randstr({ length: 3, chars: 'xy' })).toMatch(/^[xy]{3}$/);
    expect(randstr({ chars: 'z' })).toBe('zzzzzzz');
    expect(randstr({})).toHaveLength(7);
    expect(randstr(0)).toBe('');
  }
});

test('no two alike among many, in one run and over many pools', () => {
  const seen = new Set(Array.from({ length: 50_000 }, () => randstr(21, URL_SAFE)));
  expect(seen.size).toBe(50_000);
});

test('the length that was asked for, of symbols that were asked for', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 40_000 }),
      fc.uniqueArray(fc.constantFrom(...Array.from(PRINTABLE)), { minLength: 1 }),
      (length, symbols) => {
        const string = randstr(length, symbols.join(''));
        expect(string).toHaveLength(length);
        const allowed = new Set(symbols);
        expect(string.split('').every((symbol) => allowed.has(symbol))).toBe(true);
      },
    ),
    { numRuns: 40, seed: 1 },
  );
});

describe('alphabets', () => {
  test('have the sizes that their names promise, and are good alphabets', () => {
    const { randstr: _r, many: _m, generator: _g, ...alphabets } = face;
    const sizes = Object.fromEntries(
      Object.entries(alphabets).map(([name, chars]) => [name, new Set(chars).size]),
    );
    expect(sizes).toEqual({
      ALPHA: 26,
      BASE58: 58,
      CHARS: 36,
      CHARS_WITH_CAPS: 62,
      CHARS_WITH_DELIMITERS: 41,
      CROCKFORD: 32,
      DELIMITERS: 5,
      DIGITS: 10,
      HEX: 16,
      LOWER: 26,
      NO_LOOKALIKES: 45,
      NUMS: 10,
      PRINTABLE: 95,
      PRONOUNCEABLE: 80,
      PUNCTUATION: 32,
      UPPER: 26,
      URL_SAFE: 64,
    });
    for (const chars of Object.values(alphabets)) randstr(3, chars);
    expect(face.CHARS).toBe(face.ALPHA + face.NUMS);
    expect(face.CHARS_WITH_DELIMITERS).toBe(face.CHARS + face.DELIMITERS);
    expect(PRINTABLE).toBe(
      Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join(''),
    );
  });

  test('a syllable is one symbol', () => {
    expect(randstr(4, PRONOUNCEABLE)).toMatch(/^([b-df-hj-np-tvz][aeiou]){4}$/);
  });

  test('many in turn: each keeps to its own symbols', () => {
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 40; i++) {
        const chars = String.fromCharCode(0x41 + i, 0x61 + (i % 26) + 32);
        const allowed = new Set(chars);
        expect(Array.from(randstr(9, chars)).every((symbol) => allowed.has(symbol))).toBe(true);
      }
    }
  });

  test('a list that has changed is read again', () => {
    const chars = ['a', 'b'];
    expect(randstr(9, chars)).toMatch(/^[ab]{9}$/);
    chars[0] = 'c';
    expect(randstr(40, chars)).toMatch(/^[cb]{40}$/);
  });
});

describe('bad input is refused at once, and said', () => {
  const every = { randstr, full, 'full.seeded': full.seeded(1) };
  describe.each(Object.entries(every))('%s', (_name, draw) => {
    test.each([
      [NaN, RangeError, 'randstr: length must be an integer from 0 to 268435455: NaN'],
      [-1, RangeError, 'length must be an integer from 0 to 268435455: -1'],
      [1.5, RangeError, 'length must be an integer from 0 to 268435455: 1.5'],
      [Infinity, RangeError, 'length must be an integer from 0 to 268435455: Infinity'],
      [2 ** 28, RangeError, ': 268435456'],
      [2 ** 32 + 1, RangeError, ': 4294967297'],
      ['7', TypeError, 'length must be an integer from 0 to 268435455: 7'],
      [true, TypeError, ': true'],
      [10n, TypeError, ''],
    ])('the length %s', (length, kind, message) => {
      expect(() => draw(length as number)).toThrow(kind);
      expect(() => draw(length as number)).toThrow(message);
      expect(() => draw({ length: length as number })).toThrow(kind);
    });

    test.each([
      ['', RangeError, 'randstr: chars is empty'],
      [[], RangeError, 'randstr: chars is empty'],
      ['hello', RangeError, 'randstr: chars has "l" twice'],
      [['ab', 'c', 'ab'], RangeError, 'randstr: chars has "ab" twice'],
      ['👍🏽a👍🏽', RangeError, 'randstr: chars has "👍🏽" twice'],
      [['a', ''], TypeError, 'randstr: chars must be non-empty texts'],
      [['a', 1], TypeError, 'randstr: chars must be non-empty texts'],
      [36, TypeError, 'randstr: chars must be non-empty texts'],
      [null, TypeError, 'randstr: chars must be non-empty texts'],
      [new Set('abc'), TypeError, 'randstr: chars must be non-empty texts'],
    ])('the alphabet %j', (chars, kind, message) => {
      expect(() => draw(7, chars as string)).toThrow(kind);
      expect(() => draw(7, chars as string)).toThrow(message);
      expect(() => draw({ chars: chars as string })).toThrow(message);
    });

    test('an option that is not known', () => {
      expect(() => draw({ lenght: 3 } as object)).toThrow(
        new TypeError('randstr: unknown option lenght'),
      );
    });
  });

  test('rules, by the entry that does not know them', () => {
    expect(() => randstr({ require: ['a'] } as object)).toThrow('unknown option require');
  });
});

describe('many', () => {
  test('so many strings of that kind', () => {
    const strings = many(1000, 7);
    expect(strings).toHaveLength(1000);
    for (const string of strings) expect(string).toMatch(/^[a-z0-9]{7}$/);
    expect(new Set(strings).size).toBe(1000);
    expect(many(3, 5, 'a')).toEqual(['aaaaa', 'aaaaa', 'aaaaa']);
    expect(many(2, { length: 1, chars: 'b' })).toEqual(['b', 'b']);
    expect(many(0)).toEqual([]);
  });

  test('bad input', () => {
    expect(() => many(-1)).toThrow('randstr: n must be an integer from 0 to 268435455: -1');
    expect(() => many(0, NaN)).toThrow('length');
    expect(() => many(0, 7, '')).toThrow('chars is empty');
    expect(() => many(1, { count: 1 } as object)).toThrow('unknown option count');
  });
});

describe('generator', () => {
  test.each([false, true])('pooled: %s', (pooled) => {
    const hex = generator({ length: 40, chars: face.HEX, pooled });
    expect(hex()).toMatch(/^[0-9a-f]{40}$/);
    expect(hex(3)).toMatch(/^[0-9a-f]{3}$/);
    expect(hex(100_000)).toMatch(/^[0-9a-f]{100000}$/);
    expect(() => hex(-1)).toThrow('length');
  });

  test('bad options, when it is made', () => {
    expect(() => generator({ length: -1 })).toThrow('length');
    expect(() => generator({ chars: 'aa' })).toThrow('twice');
    expect(() => generator({ pool: true } as object)).toThrow('unknown option pool');
    expect(() => generator(5 as unknown as object)).toThrow('generator takes options');
    expect(() => generator(null as unknown as object)).toThrow('generator takes options');
  });
});

test('asks the platform for no more than it gives at once', () => {
  const spy = vi.spyOn(globalThis.crypto, 'getRandomValues');
  randstr(300_000, 'ab');
  randstr(
    300_000,
    Array.from({ length: 1000 }, (_, i) => String(i)),
  );
  expect(spy).toHaveBeenCalled();
  for (const [words] of spy.mock.calls) {
    expect((words as Uint32Array).byteLength).toBeLessThanOrEqual(65_536);
  }
  spy.mockRestore();
});

test('a kept string keeps nothing else in memory, unless it is pooled', async () => {
  // By the heap itself: 2,000 kept strings of 24 from as many pools would hold 64 MB.
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--expose-gc');
  const { runInNewContext } = await import('node:vm');
  const gc = runInNewContext('gc') as () => void;
  const kept: string[] = [];
  const held = (length: number, pooled: boolean): number => {
    const draw = generator({ length, pooled });
    kept.length = 0;
    gc();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 500; i++) {
      kept.push(draw());
      draw(20_000);
    }
    gc();
    return process.memoryUsage().heapUsed - before;
  };
  // Put together from slices, and copied from the bytes.
  expect(held(24, false)).toBeLessThan(1_500_000);
  expect(held(64, false)).toBeLessThan(1_500_000);
  // The slower way, symbol by symbol.
  const slow = (length: number, draw: () => string): number => {
    kept.length = 0;
    gc();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 5000; i++) kept.push(draw());
    gc();
    expect(kept[0]).toHaveLength(length);
    return (process.memoryUsage().heapUsed - before) / 5000;
  };
  expect(slow(64, () => randstr(64, PRINTABLE))).toBeLessThan(900);
  expect(slow(64, () => full({ length: 64, require: ['1'] }))).toBeLessThan(300);
  const distinct = unique(5000, 64, PRINTABLE);
  expect(slow(64, () => distinct.next().value!)).toBeLessThan(300);
  // The same measure does see it.
  expect(held(24, true)).toBeGreaterThan(8_000_000);
});
