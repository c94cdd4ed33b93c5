import { CHARS, type Alphabet } from './alphabets.ts';
import { repeat, type RandstrOptions } from './randstr.ts';
import { sampler, type Take } from './sampler.ts';
import { labelledFill, SEED_VERSION, seedText, type Seed } from './seed-key.ts';
import { checkCount, fail, symbolsOf } from './symbols.ts';

export { SEED_VERSION, type Seed } from './seed-key.ts';

/** Draws strings that a seed determines. Not for secrets: whoever has the seed has them all. */
export interface Seeded {
  (length?: number, chars?: Alphabet): string;
  (options: RandstrOptions): string;
  /** The same strings as so many calls would give. */
  many(n: number, length?: number, chars?: Alphabet): string[];
  many(n: number, options: RandstrOptions): string[];
  /** The seed as text. */
  readonly seed: string;
  /** The generation of the streams; the same seed and version give the same strings for ever. */
  readonly version: number;
}

/**
 * A stream of strings that the seed alone determines: on every machine, in every engine, in every
 * release with the same {@link SEED_VERSION}.
 *
 * Each alphabet has its own part of the stream, so that calls with one don't shift the strings of
 * another. Two streams of the same seed know nothing of each other.
 *
 * @throws TypeError when the seed is none of the types
 */
export function seeded(seed: Seed): Seeded {
  const text = seedText(seed);
  const take = takesOf(text);
  let lastChars: Alphabet | undefined;
  let lastTake: Take;
  const read = (length: number | RandstrOptions = 7, chars: Alphabet = CHARS): [number, Take] => {
    if (typeof length === 'object') {
      const { length: given, chars, ...unknown } = length;
      for (const name in unknown) fail(`unknown option ${name}`, TypeError);
      return read(given, chars);
    }
    checkCount('length', length);
    return [length, take(chars)];
  };
  const draw = (length: number | RandstrOptions = 7, chars: Alphabet = CHARS): string => {
    if (typeof length === 'object') {
      const [given, take] = read(length);
      return take(given);
    }
    checkCount('length', length);
    // Texts can't change; lists are looked at each time.
    if (chars !== lastChars || typeof chars !== 'string') lastTake = take((lastChars = chars));
    return lastTake(length);
  };
  const many = (n: number, length?: number | RandstrOptions, chars?: Alphabet): string[] => {
    checkCount('n', n);
    const [given, take] = read(length, chars);
    return repeat(take, { n, length: given });
  };
  return Object.assign(draw, { many, seed: text, version: SEED_VERSION });
}

/** The drawing function of each alphabet, by a seed. */
export function takesOf(seed: string): (chars: Alphabet) => Take {
  const byText = new Map<string, Take>();
  const bySymbols = new Map<string, Take>();
  let lastChars: Alphabet | undefined;
  let lastTake: Take;
  return (chars) => {
    if (chars === lastChars) return lastTake;
    let take = typeof chars === 'string' ? byText.get(chars) : undefined;
    if (!take) {
      // By content: a list may have changed since, and a text may stand for the same symbols.
      const label = JSON.stringify(symbolsOf(chars));
      take = bySymbols.get(label);
      if (!take)
        bySymbols.set(label, (take = sampler(chars, labelledFill(seed, 'symbols', label))));
      if (typeof chars !== 'string') return take;
      byText.set(chars, take);
    }
    lastChars = chars;
    return (lastTake = take);
  };
}
