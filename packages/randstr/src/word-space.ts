import { keystream, type ChaChaState } from './chacha.ts';
import { keyedFill, permutation } from './permutation.ts';

/** All strings of one length over one alphabet, in an order that a key stands for. */
export interface WordSpace {
  /** How many strings can be asked for: those that there are, or a number below 2^53. */
  readonly limit: number;
  /** The strings with these numbers: each number its own string. */
  words(from: number, to: number): string[];
}

/**
 * The strings of `length` symbols.
 *
 * The first symbols, as many as a number below 2^53 can name, are the key's permutation of the
 * number; the rest are drawn from a keystream that the first ones select; and then a hash of the
 * rest is added to the first. That is one-to-one too, and spreads over the whole space.
 */
export function wordSpace(symbols: readonly string[], length: number, key: Uint32Array): WordSpace {
  const k = symbols.length;
  let head = 0;
  let limit = 1;
  const most = k > 1 ? length : 0;
  while (head < most && limit * k <= 2 ** 53) {
    head++;
    limit *= k;
  }
  const permute = permutation(limit, keyedFill(key, 0));
  // The number is cut in two, so that most of the divisions are of small whole numbers.
  const half = head >> 1;
  const split = k ** half;
  const digits = new Uint32Array(length);
  const tail = length > head && k > 1 ? tailOf(k, head, key) : undefined;
  const spell = speller(symbols, digits);

  return {
    limit,
    words(from, to) {
      const strings: string[] = [];
      for (let index = from; index < to; index++) {
        let value = permute(index);
        if (tail) {
          const shift = tail(value, digits) % limit;
          // The sum itself could pass 2^53.
          value = value < limit - shift ? value + shift : value - (limit - shift);
        }
        let high = Math.floor(value / split);
        let low = value - high * split;
        for (let i = 0; i < half; i++) {
          const quotient = Math.floor(low / k);
          digits[i] = low - quotient * k;
          low = quotient;
        }
        for (let i = half; i < head; i++) {
          const quotient = Math.floor(high / k);
          digits[i] = high - quotient * k;
          high = quotient;
        }
        strings.push(spell());
      }
      return strings;
    },
  };
}

function speller(symbols: readonly string[], digits: Uint32Array): () => string {
  const codes = symbols.map((symbol) => symbol.charCodeAt(0));
  if (digits.length > 32 || symbols.some((s) => s.length > 1 || s > '\u007f')) {
    // Joined, for a string that grows by single symbols is kept with 32 bytes for each.
    return () => Array.from(digits, (digit) => symbols[digit]!).join('');
  }
  const units: number[] = Array.from(digits);
  return () => {
    for (let i = 0; i < units.length; i++) units[i] = codes[digits[i]!]!;
    return String.fromCharCode.apply(null, units);
  };
}

/** Writes the digits after the first `head` ones, and gives a hash of them below 2^53. */
function tailOf(
  k: number,
  head: number,
  key: Uint32Array,
): (value: number, digits: Uint32Array) => number {
  const keys = new Uint32Array(16);
  keyedFill(key, 1)(keys);
  const limit = 2 ** 32 - (2 ** 32 % k);
  const block = new Uint32Array(16);
  const nonce = new Uint32Array(3);
  const stream: ChaChaState = { key: keys.slice(0, 8), nonce, counter: 0, rounds: 8 };
  const hashKey = keys.slice(8);
  const hash: ChaChaState = {
    key: new Uint32Array(8),
    nonce: new Uint32Array(3),
    counter: 0,
    rounds: 8,
  };
  return (value, digits) => {
    nonce[0] = 0;
    nonce[1] = value;
    nonce[2] = Math.floor(value / 2 ** 32);
    stream.counter = 0;
    for (let i = head, next = 16; i < digits.length;) {
      if (next === 16) {
        keystream(stream, block);
        next = 0;
      }
      const word = block[next++]!;
      if (word < limit) digits[i++] = word % k;
    }
    hash.counter = 0;
    hash.key.set(hashKey);
    for (let i = head; i < digits.length; i += 8) {
      for (let j = 0; j < 8; j++) hash.key[j] = hash.key[j]! ^ (digits[i + j] ?? 0);
      keystream(hash, block);
      for (let j = 0; j < 8; j++) hash.key[j] = block[j]!;
    }
    return block[0]! * 2 ** 21 + (block[1]! >>> 11);
  };
}
