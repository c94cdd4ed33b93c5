import type { randstr } from '../../src/full.ts';
import type * as alphabets from '../../src/alphabets.ts';

/** What the first generation of seeded streams gives for ever: see the golden vectors. */
export function goldenStrings(draw: typeof randstr, a: typeof alphabets): unknown {
  const s = draw.seeded('nearhand');
  const both = { chars: a.CHARS_WITH_CAPS, require: [a.UPPER, a.DIGITS] };
  return {
    plain: s.many(4),
    long: s(40),
    hex: s(16, a.HEX),
    url: s(21, a.URL_SAFE),
    printable: s(16, a.PRINTABLE),
    emoji: s(4, ['🐙', '🦊', '🐝']),
    rules: s({ ...both, length: 12, group: 4 }),
    unique: s.unique(3).take(3),
    uniqueAgain: s.unique(3).take(3),
    uniqueLong: s.unique(2, 24).take(2),
    uniqueSmall: s.unique(3, 3, 'ab').take(3),
    uniqueByRules: s.unique(2, { ...both, length: 12 }).take(2),
    seeds: [0, '', 'é👍🏽', new Uint8Array([1, 255]), 2n ** 64n].map((seed) => draw.seeded(seed)()),
  };
}
