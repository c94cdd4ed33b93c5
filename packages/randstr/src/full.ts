/**
 * Everything in one function: `randstr(…)`, `randstr.many`, `randstr.unique`, `randstr.seeded`,
 * `randstr.generator`, with rules in the options.
 */
import { CHARS, type Alphabet } from './alphabets.ts';
import { bigBelow } from './big-numbers.ts';
import { bits, collisionProbability, lengthFor } from './entropy.ts';
import { isBuildingSnapshot } from './secure.ts';
import type { Rules } from './compile-rules.ts';
import { labelledFill, SEED_VERSION, seedText, type Seed } from './seed-key.ts';
import { takesOf } from './seeded.ts';
import { drawer, drawMany, secureStreams, type Asked, type Streams } from './streams.ts';
import { checkCount } from './symbols.ts';
import { uniqueByRules, type UniqueRules } from './unique-rules.ts';
import type { UniqueStrings } from './unique.ts';

export * as alphabets from './alphabets.ts';
export { bits, collisionProbability, lengthFor, type LengthForOptions } from './entropy.ts';
export type { Alphabet } from './alphabets.ts';
export type { Rules } from './compile-rules.ts';
export type { Seed } from './seed-key.ts';
export type { UniqueRules } from './unique-rules.ts';
export type { UniqueState, UniqueStrings } from './unique.ts';

/** Draws strings of any kind from one source. */
export interface Drawing {
  (length?: number, chars?: Alphabet): string;
  (options: Rules): string;
  /** `n` strings at once. */
  many(n: number, length?: number, chars?: Alphabet): string[];
  many(n: number, options: Rules): string[];
  /** `n` distinct strings, in constant memory; see `unique` of the entry `/unique`. */
  unique(n: number, length?: number, chars?: Alphabet): UniqueStrings;
  unique(n: number, options: UniqueRules): UniqueStrings;
  /** A function that draws such strings, with everything checked and made ready once. */
  generator(length?: number, chars?: Alphabet): () => string;
  generator(options: Rules): () => string;
}

/** Draws strings that a seed determines. Not for secrets. */
export interface SeededDrawing extends Drawing {
  readonly seed: string;
  /** The generation of the streams; the same seed and version give the same strings for ever. */
  readonly version: number;
}

/** Draws from the platform's CSPRNG. */
export interface Randstr extends Drawing {
  /** A stream that the seed alone determines, the same everywhere and for ever. */
  readonly seeded: (seed: Seed) => SeededDrawing;
  readonly bits: typeof bits;
  readonly collisionProbability: typeof collisionProbability;
  readonly lengthFor: typeof lengthFor;
}

export const randstr: Randstr = /* @__PURE__ */ Object.assign(
  /* @__PURE__ */ drawing(secureStreams),
  { seeded, bits, collisionProbability, lengthFor },
);

/** The stream of a seed, with rules, `unique` and the rest. */
function seeded(seed: Seed): SeededDrawing {
  const text = seedText(seed);
  const ranks = new Map<string, () => bigint>();
  const streams: Streams = {
    take: takesOf(text),
    rank({ size }, { label }) {
      let rank = ranks.get(label);
      if (!rank) ranks.set(label, (rank = bigBelow(size, labelledFill(text, 'rules', label))));
      return rank;
    },
  };
  let series = 0;
  const key = (): Uint32Array<ArrayBuffer> => {
    const words = new Uint32Array(16);
    labelledFill(text, 'unique', series++)(words);
    return words.slice(0, 8);
  };
  return Object.assign(drawing(streams, key), { seed: text, version: SEED_VERSION });
}

function drawing(streams: Streams, key?: () => Uint32Array<ArrayBuffer>): Drawing {
  const draw = (first: number | Rules = 7, chars: Alphabet = CHARS): string => {
    if (typeof first === 'object') return drawer(streams, [first])();
    checkCount('length', first);
    return streams.take(chars)(first);
  };
  return Object.assign(draw, {
    many: (n: number, ...asked: Asked) => drawMany(streams, n, asked),
    unique: (n: number, ...asked: readonly [(number | UniqueRules)?, Alphabet?]) =>
      uniqueByRules(n, { asked, key: key?.() }),
    generator: (...asked: Asked) => {
      const draw = drawer(streams, asked);
      // No stock may get into a snapshot.
      return isBuildingSnapshot() ? () => drawer(streams, asked)() : draw;
    },
  }) as Drawing;
}
