import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHARS_WITH_CAPS, DIGITS, LOWER, PRINTABLE, PUNCTUATION, UPPER } from '../src/alphabets.ts';
import { compileRules, type Rules } from '../src/compile-rules.ts';
import { randstr } from '../src/full.ts';
import { many, randstr as byRules } from '../src/rules.ts';
import { uniformity } from './support/statistics.ts';

describe('require', () => {
  test('each set occurs', () => {
    const rules = { length: 6, chars: PRINTABLE, require: [UPPER, LOWER, DIGITS, PUNCTUATION] };
    for (const string of many(2000, rules)) {
      expect(string).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)(?=.*[^A-Za-z0-9 ])[ -~]{6}$/);
    }
    // Four symbols for four sets: each is met exactly once.
    for (const string of many(200, { ...rules, length: 4 })) expect(new Set(string).size).toBe(4);
  });

  test('counts and names every string that meets it, once, and no other', () => {
    const sets = fc.uniqueArray(fc.constantFrom(...Array.from('abcde')), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(sets, { minLength: 1, maxLength: 3 }),
        (length, require) => {
          const chars = 'abcde';
          let words = [''];
          for (let i = 0; i < length; i++)
            words = words.flatMap((w) => Array.from(chars).map((c) => w + c));
          const meets = words.filter((word) =>
            require.every((set) => set.some((s) => word.includes(s))),
          );
          if (meets.length === 0) {
            expect(() => compileRules({ length, chars, require })).toThrow('too short');
            return;
          }
          const { required } = compileRules({ length, chars, require });
          expect(required!.size).toBe(BigInt(meets.length));
          const named = meets.map((_, rank) => required!.at(BigInt(rank)));
          expect(named.toSorted()).toEqual(meets.toSorted());
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  test('every such string is equally likely, which patching one symbol in would not give', () => {
    const rules = { length: 3, chars: 'ab12', require: ['12'] };
    const words = Array.from('ab12').flatMap((a) =>
      Array.from('ab12').flatMap((b) => Array.from('ab12').map((c) => a + b + c)),
    );
    const meets = words.filter((word) => /[12]/.test(word));
    const tally = (strings: readonly string[]): Float64Array => {
      const counts = new Float64Array(meets.length);
      for (const string of strings) counts[meets.indexOf(string)]!++;
      return counts;
    };
    expect(uniformity(tally(randstr.seeded('require').many(60_000, rules)))).toBeGreaterThan(0.001);
    const any = randstr.seeded('patching').many(60_000, 3, 'ab12');
    const patched = any.map((s) =>
      /[12]/.test(s) ? s : `${s.slice(0, 2)}${s[0] === 'a' ? 1 : 2}`,
    );
    expect(uniformity(tally(patched))).toBeLessThan(1e-9);
  });

  test('of long strings', () => {
    const string = byRules({ length: 1000, chars: CHARS_WITH_CAPS, require: [UPPER, DIGITS] });
    expect(string).toMatch(/^[A-Za-z0-9]{1000}$/);
  });
});

describe('the rest', () => {
  test('exclude', () => {
    expect(byRules({ length: 500, chars: 'abc', exclude: 'bx' })).toMatch(/^[ac]{500}$/);
    expect(byRules({ length: 50, chars: ['a', '👍🏽'], exclude: '👍🏽' })).toBe('a'.repeat(50));
    expect(byRules({ length: 50, chars: 'ab1', exclude: 'a', require: ['ab'] })).toMatch(
      /^(?=.*b)[b1]{50}$/,
    );
    expect(byRules({ exclude: '' })).toHaveLength(7);
  });

  test('prefix, suffix and groups come on top of the length', () => {
    expect(byRules({ length: 8, chars: 'a', group: 4 })).toBe('aaaa-aaaa');
    expect(byRules({ length: 9, chars: 'a', group: 4 })).toBe('aaaa-aaaa-a');
    expect(byRules({ length: 0, chars: 'a', group: 4 })).toBe('');
    expect(byRules({ length: 2, chars: 'a', group: { size: 1, separator: '::' } })).toBe('a::a');
    expect(byRules({ length: 2, chars: 'a', prefix: 'sk_', suffix: '!' })).toBe('sk_aa!');
    expect(byRules({ length: 4, chars: ['👍🏽'], group: 2, prefix: '<', suffix: '>' })).toBe(
      '<👍🏽👍🏽-👍🏽👍🏽>',
    );
  });
});

describe('what cannot be is said', () => {
  test.each<[object, string]>([
    [{ lenght: 3 }, 'unknown option lenght'],
    [
      { length: 1, chars: 'a1', require: ['a', '1'] },
      'length 1 is too short for the 2 sets of require',
    ],
    [{ length: 0, require: ['a'] }, 'length 0 is too short'],
    [{ require: [UPPER] }, 'no symbol of require[0] is left in chars'],
    [{ require: [LOWER, DIGITS], exclude: DIGITS }, 'no symbol of require[1] is left in chars'],
    [{ require: 'abc' }, 'require must be a list of alphabets'],
    [{ require: [''] }, 'require[0] is empty'],
    [{ require: Array.from('abcdefghi') }, 'require takes up to 8 sets: 9'],
    [{ length: 200_000, require: ['a'] }, 'length must be at most 131072 with 1 set required'],
    [{ chars: 'ab', exclude: 'ab' }, 'exclude leaves no symbol of chars'],
    [{ prefix: 1 }, 'prefix must be text'],
    [{ suffix: null }, 'suffix must be text'],
    [{ group: 0 }, 'group must be an integer from 1: 0'],
    [{ group: -1 }, 'group must be an integer from 0'],
    [{ group: { size: 2, separator: 3 } }, 'the separator of group must be text'],
    [{ chars: ['a', 'bc'], group: 2 }, 'group needs symbols that all have the same number'],
  ])('%j', (rules, message) => {
    expect(() => byRules(rules as Rules)).toThrow(message);
    expect(() => randstr(rules as Rules)).toThrow(/^randstr: /);
    expect(() => randstr.many(2, rules as Rules)).toThrow(message);
    expect(() => randstr.generator(rules as Rules)).toThrow(message);
    expect(() => randstr.unique(1, rules as Rules)).toThrow(message);
  });
});
