import { CHARS, type Alphabet } from './alphabets.ts';
import { sampler, type Take } from './sampler.ts';
import { isBuildingSnapshot, secure } from './secure.ts';
import { checkCount, fail } from './symbols.ts';

export interface RandstrOptions {
  /** How many symbols: a whole number from 0. Default: 7. */
  readonly length?: number | undefined;
  /** What to draw from. Default: `a` to `z` and `0` to `9`. */
  readonly chars?: Alphabet | undefined;
}

export interface GeneratorOptions extends RandstrOptions {
  /**
   * Let strings of more than 12 symbols be slices of a pool: faster, but each one that you keep
   * also keeps 32 KiB of the pool alive. For strings that don't live long. Default: false.
   */
  readonly pooled?: boolean | undefined;
}

// Every alphabet holds a pool; programs use a few, and one that makes up a new one each time must
// not fill the memory.
const takes = new Map<Alphabet, Take>();
let lastChars: Alphabet | undefined;
let lastTake: Take;

/** The drawing function of an alphabet, kept for those that can't change. */
export function takeOf(chars: Alphabet): Take {
  if (chars === lastChars) return lastTake;
  let take = takes.get(chars);
  if (!take) {
    take = sampler(chars, secure);
    if (!Object.isFrozen(chars) || isBuildingSnapshot()) return take;
    if (takes.size > 15) takes.clear();
    takes.set(chars, take);
  }
  lastChars = chars;
  return (lastTake = take);
}

/**
 * A random string from the platform's CSPRNG: every string of that length is equally likely.
 *
 * @throws TypeError or RangeError that says what is wrong with the length or the alphabet
 */
export function randstr(length?: number, chars?: Alphabet): string;
export function randstr(options: RandstrOptions): string;
export function randstr(length: number | RandstrOptions = 7, chars: Alphabet = CHARS): string {
  if (typeof length === 'object') {
    const { length: given, chars, ...unknown } = length;
    for (const name in unknown) fail(`unknown option ${name}`, TypeError);
    return randstr(given, chars);
  }
  checkCount('length', length);
  return takeOf(chars)(length);
}

/**
 * `n` random strings at once.
 *
 * @throws TypeError or RangeError that says what is wrong with the count, the length or the alphabet
 */
export function many(n: number, length?: number, chars?: Alphabet): string[];
export function many(n: number, options: RandstrOptions): string[];
export function many(
  n: number,
  length: number | RandstrOptions = 7,
  chars: Alphabet = CHARS,
): string[] {
  if (typeof length === 'object') {
    const { length: given, chars, ...unknown } = length;
    for (const name in unknown) fail(`unknown option ${name}`, TypeError);
    return many(n, given, chars);
  }
  checkCount('n', n);
  checkCount('length', length);
  return repeat(takeOf(chars), { n, length });
}

/** Draws `n` times. */
export function repeat(
  take: Take,
  { n, length }: { readonly n: number; readonly length: number },
): string[] {
  // At its full length from the start: growing would cost a third of the time.
  // oxlint-disable-next-line unicorn/no-new-array
  const strings = new Array<string>(n);
  for (let i = 0; i < n; i++) strings[i] = take(length);
  return strings;
}

/**
 * A function that gives random strings of one kind: what can be checked and made ready is so once,
 * and it has a pool of its own.
 *
 * @returns a function of the length; without one, the length given here
 * @throws TypeError or RangeError that says what is wrong with the length or the alphabet
 */
export function generator(options: GeneratorOptions = {}): (length?: number) => string {
  if (typeof options !== 'object' || !options)
    fail('generator takes options: { length, chars, pooled }', TypeError);
  const { length: usual = 7, chars = CHARS, pooled, ...unknown } = options;
  for (const name in unknown) fail(`unknown option ${name}`, TypeError);
  checkCount('length', usual);
  const make = (): Take => sampler(chars, secure, pooled);
  const ready = make();
  const take = isBuildingSnapshot() ? (length: number) => make()(length) : ready;
  return (length = usual) => {
    checkCount('length', length);
    return take(length);
  };
}
