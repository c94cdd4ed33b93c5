import type { Alphabet } from './alphabets.ts';

/** The largest length and the largest count: longer strings don't fit every engine. */
export const MAX_COUNT = 0xfff_ffff;

/** Throws what a caller did wrong. */
export function fail(message: string, Kind: new (message: string) => Error = RangeError): never {
  throw new Kind(`randstr: ${message}`);
}

/** @throws TypeError when `n` is no number, RangeError when it's no whole number up to {@link MAX_COUNT}. */
export function checkCount(name: string, n: unknown): void {
  if (((n as number) & MAX_COUNT) !== n) {
    fail(
      `${name} must be an integer from 0 to 268435455: ${n as number}`,
      typeof n === 'number' ? RangeError : TypeError,
    );
  }
}

/**
 * The symbols of an alphabet, each one a grapheme of the text or an element of the list.
 *
 * @param name - what errors call it
 * @throws TypeError when it's neither, or holds something other than text; RangeError when it's
 * empty, or has a symbol twice.
 */
export function symbolsOf(chars: Alphabet, name = 'chars'): readonly string[] {
  // The segmenter is slow to load, and not everywhere: ASCII does without it.
  const symbols =
    typeof chars !== 'string'
      ? [chars].flat()
      : /^[ -~]*$/.test(chars)
        ? // Each character is ASCII here, and this is shorter than `split('')` in a bundle.
          // oxlint-disable-next-line typescript/no-misused-spread
          [...chars]
        : Array.from(new Intl.Segmenter().segment(chars), (part) => part.segment);
  const seen = new Set();
  for (const symbol of symbols) {
    if (!symbol || typeof symbol !== 'string') fail(`${name} must be non-empty texts`, TypeError);
    if (seen.size === seen.add(symbol).size) fail(`${name} has "${symbol}" twice`);
  }
  if (!seen.size) fail(`${name} is empty`);
  return symbols;
}
