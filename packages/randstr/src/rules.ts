/** Random strings by rules: what must occur, what must not, prefix, suffix, groups. */
import type { Rules } from './compile-rules.ts';
import { drawer, drawMany, secureStreams } from './streams.ts';

export type { Rules } from './compile-rules.ts';

/**
 * A random string by rules: every string that meets them is equally likely.
 *
 * @throws TypeError or RangeError that says which rule is wrong, or that no string can meet them
 */
export function randstr(options: Rules): string {
  return drawer(secureStreams, [options])();
}

/** `n` of them; the rules are made ready once. */
export function many(n: number, options: Rules): string[] {
  return drawMany(secureStreams, n, [options]);
}
