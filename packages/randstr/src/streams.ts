import { CHARS, type Alphabet } from './alphabets.ts';
import { bigBelow } from './big-numbers.ts';
import { repeat, takeOf } from './randstr.ts';
import { compileRules, type CompiledRules, type Counted, type Rules } from './compile-rules.ts';
import type { Take } from './sampler.ts';
import { isBuildingSnapshot, secure } from './secure.ts';
import { checkCount } from './symbols.ts';

/** Where strings come from: the platform's CSPRNG, or a seed. */
export interface Streams {
  /** The drawing function of an alphabet. */
  take(chars: Alphabet): Take;
  /** Draws the numbers of strings that meet such rules. */
  rank(required: Counted, rules: CompiledRules): () => bigint;
}

export const secureStreams: Streams = {
  take: takeOf,
  rank: ({ size }) => bigBelow(size, secure),
};

/** How strings can be asked for everywhere: a length and an alphabet, or options. */
export type Asked = readonly [length?: number, chars?: Alphabet] | readonly [options: Rules];

/** Checks what is asked for, and gives the function that draws one such string. */
export function drawer(streams: Streams, asked: Asked): () => string {
  const [first = 7, chars = CHARS] = asked as readonly [(number | Rules)?, Alphabet?];
  if (typeof first !== 'object') {
    checkCount('length', first);
    const take = streams.take(chars);
    return () => take(first);
  }
  const rules = compileRules(first);
  const { required, dress, length, symbols } = rules;
  if (required) {
    const make = (): (() => bigint) => streams.rank(required, rules);
    let rank = make();
    return () => {
      // It has words in stock, and a snapshot must not hold any.
      if (isBuildingSnapshot()) rank = make();
      return dress(required.at(rank()));
    };
  }
  const take = streams.take(first.exclude ? symbols : (first.chars ?? CHARS));
  return () => dress(take(length));
}

/** Draws `n` strings. */
export function drawMany(streams: Streams, n: number, asked: Asked): string[] {
  checkCount('n', n);
  const draw = drawer(streams, asked);
  return repeat(draw, { n, length: 0 });
}
