import type { Alphabet } from './alphabets.ts';
import { symbolsOf } from './symbols.ts';

/** Fills the whole array with independent, uniform 32-bit words. */
export type Fill = (words: Uint32Array<ArrayBuffer>) => unknown;

/** How many words are drawn at a time: 32 KiB. */
const POOL_WORDS = 8192;

/** Gives so many symbols, joined. The length must have been checked. */
export type Take = (length: number) => string;

/**
 * Makes the function that draws strings from one alphabet and one source of words.
 *
 * Exactly uniform: each word is looked up in a table in which every pair of symbols stands equally
 * often, and what is left over at the table's end is drawn again. Alphabets of more than 64 symbols
 * or beyond printable ASCII take a word per symbol, and draw again at the top of the range.
 *
 * @param pooled - let strings of more than 12 symbols be parts of the pool: faster, and each of
 * them keeps 32 KiB alive
 */
export function sampler(chars: Alphabet, fill: Fill, pooled?: boolean): Take {
  const symbols = symbolsOf(chars);
  const k = symbols.length;
  const joined = symbols.join('');
  const fast = k < 65 && /^[ -~]*$/.test(joined) && joined.length === k;
  const rest = 4096 % (k * k);
  const limit = 2 ** 32 - (2 ** 32 % k);
  const decoder = new TextDecoder();
  const words = new Uint32Array(POOL_WORDS);
  const pairs = new Uint16Array(words.buffer);
  const bytes = new Uint8Array(words.buffer);
  let text = '';
  let next = 0;
  let end = 0;

  if (fast) {
    // Written as bytes, so that the first of a pair comes first on big-endian machines too. Entries
    // that stay 0 are those to draw again.
    for (let i = 4096 - rest; i--;) {
      bytes[2 * i] = joined.charCodeAt(i % k);
      bytes[2 * i + 1] = joined.charCodeAt((i / k) % k);
    }
  }
  const table = pairs.slice();

  const refill = (): void => {
    fill(words);
    next = 0;
    end = POOL_WORDS;
    if (fast) {
      // In place: a pair is never written beyond the word that it was read from. Nothing is
      // rejected by a branch, which would be mispredicted: the sign of -pair says whether to keep it.
      let j = 0;
      if (rest) {
        for (let i = 0; i < POOL_WORDS; i++) {
          const word = words[i]!;
          const pair = table[word & 4095]!;
          pairs[j] = pair;
          j += -pair >>> 31;
          const other = table[word >>> 20]!;
          pairs[j] = other;
          j += -other >>> 31;
        }
      } else {
        for (let i = 0; i < POOL_WORDS; i++) {
          const word = words[i]!;
          pairs[j++] = table[word & 4095]!;
          pairs[j++] = table[word >>> 20]!;
        }
      }
      text = decoder.decode(bytes.subarray(0, (end = 2 * j)));
    }
  };
  return (length) => {
    let string = '';
    // What is usual, short and at hand, goes by without the loop, for its speed.
    while (length > (fast ? 12 : 0) || length > end - next) {
      if (next === end) refill();
      if (fast) {
        const to = Math.min(next + length, end);
        length -= to - next;
        if (pooled) string += text.slice(next, (next = to));
        else if (to - next > 72) string += decoder.decode(bytes.subarray(next, (next = to)));
        // V8 copies a slice of up to 12 characters; a longer one would keep the whole text alive.
        else while (next < to) string += text.slice(next, (next = Math.min(next + 12, to)));
      } else {
        const word = words[next++]!;
        if (word < limit) {
          string += symbols[word % k]!;
          length--;
        }
      }
    }
    return string + text.slice(next, (next += length));
  };
}
