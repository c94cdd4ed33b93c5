import type { Alphabet } from './alphabets.ts';
import { symbolsOf } from './symbols.ts';

/** Fills the whole array with independent, uniform 32-bit words. */
export type Fill = (words: Uint32Array<ArrayBuffer>) => unknown;

/** Gives so many symbols, joined. The length must have been checked. */
export type Take = (length: number) => string;

/** Bytes that Node's `Buffer` makes a string of in half the time of a `TextDecoder`. */
interface Bytes extends Uint8Array<ArrayBuffer> {
  latin1Slice?(from: number, to: number): string;
}

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
  let next = 0;
  // How many are drawn at a time: 32 KiB.
  const words = new Uint32Array(8192);

  if (!/^[ -~]*$/.test(joined) || joined.length > k || k > 64) {
    return (length) => {
      // Joined, for a long string that grows by single symbols costs whoever keeps it 32 bytes for each.
      const drawn: string[] = [];
      while (drawn.length < length) {
        if (!(next %= words.length)) fill(words);
        const word = words[next++]!;
        // Not of the last few words, of which there are fewer than symbols.
        if (word - (word % k) <= 2 ** 32 - k) drawn.push(symbols[word % k]!);
      }
      return drawn.join('');
    };
  }

  // How many characters may be cut from the text of the pool at once.
  const cut = pooled ? 1e9 : 12;
  const pairs = new Uint16Array(words.buffer);
  const bytes: Bytes = globalThis.Buffer?.from(words.buffer) ?? new Uint8Array(words.buffer);
  const decoder = new TextDecoder();
  const decode = (from: number, to: number): string =>
    bytes.latin1Slice?.(from, to) ?? decoder.decode(bytes.subarray(from, to));
  let text = '';
  let end = 0;

  // Written as bytes, so that the first of a pair comes first on big-endian machines too. Entries
  // that stay 0 are those to draw again.
  for (let i = 4096 - (4096 % (k * k)); i--;) {
    bytes[2 * i] = joined.charCodeAt(i % k);
    bytes[2 * i + 1] = joined.charCodeAt((i / k) % k);
  }
  const table = pairs.slice();

  const long: Take = (length) => {
    let string = '';
    while (length) {
      if (next === end) {
        fill(words);
        // In place: a pair is never written beyond the word that it was read from. Nothing is
        // rejected by a branch, which would be mispredicted: the sign of -pair says whether to keep it.
        let j = 0;
        for (let i = 0; i < words.length; i++) {
          const word = words[i]!;
          let pair = table[word & 4095]!;
          pairs[j] = pair;
          j += -pair >>> 31;
          pair = table[word >>> 20]!;
          pairs[j] = pair;
          j += -pair >>> 31;
        }
        text = decode((next = 0), (end = 2 * j));
      }
      // V8 copies a slice of up to 12 characters; a longer one would keep the whole text alive. Beyond a
      // few slices, a new string from the bytes is quicker.
      const from = next;
      next = Math.min(end, from + length, length > 4 * cut ? end : from + cut);
      length -= next - from;
      string += next - from > cut ? decode(from, next) : text.slice(from, next);
    }
    return string;
  };
  // What is usual, short and at hand, by a function so small that it becomes part of its caller.
  return (length) =>
    length > cut || length > end - next ? long(length) : text.slice(next, (next += length));
}
