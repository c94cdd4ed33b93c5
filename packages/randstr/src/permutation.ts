import { keystream, type ChaChaState } from './chacha.ts';
import type { Fill } from './sampler.ts';

/** A one-to-one map of the whole numbers below a size onto themselves. */
export type Permutation = (index: number) => number;

/** Up to here a permutation is a shuffled table: where a cipher's blocks are few it is weakest. */
const TABLE_SIZE = 4096;

/** An independent source of words for each purpose that one key serves. */
export function keyedFill(key: Uint32Array, purpose: number): Fill {
  const nonce = new Uint32Array([0, 0, purpose]);
  const state: ChaChaState = { key, nonce, counter: 0, rounds: 8 };
  return (words) => keystream(state, words);
}

/**
 * The permutation of the numbers below `size` that a key stands for, in constant memory.
 *
 * Small sizes are shuffled (Fisher and Yates; each permutation equally likely). Others go through a
 * Feistel network of additions on two halves of nearly equal size, as in format-preserving
 * encryption; where the product of the halves is above `size`, a result beyond it goes through
 * again (cycle walking), which keeps the map one-to-one.
 *
 * @param size - at most 2^53
 */
export function permutation(size: number, fill: Fill): Permutation {
  if (size <= TABLE_SIZE) return shuffle(size, fill);
  const a = Math.ceil(Math.sqrt(size));
  const b = Math.ceil(size / a);
  // Eight is twice what a Feistel network with ideal round functions needs; small halves need more.
  const rounds = size < 2 ** 20 ? 16 : 8;
  const words = new Uint32Array(64);
  fill(words);
  const keys = new Int32Array(words.buffer);
  return (index) => {
    let value = index;
    do {
      let right = Math.floor(value / a) | 0;
      let left = (value - right * a) | 0;
      for (let k = 0; k < 4 * rounds; k += 8) {
        left = (left + mix(keys, k, right, a)) | 0;
        if (left >= a) left = (left - a) | 0;
        right = (right + mix(keys, k + 4, left, b)) | 0;
        if (right >= b) right = (right - b) | 0;
      }
      value = right * a + left;
    } while (value >= size);
    return value;
  };
}

/**
 * The round function: a number below `below` (at most 2^27) from the half `value`. Four rounds of the
 * Chaskey permutation between two additions of a key that each Feistel round has for its own.
 */
function mix(keys: Int32Array, k: number, value: number, below: number): number {
  const key0 = keys[k]!;
  const key1 = keys[k + 1]!;
  let v0 = key0 ^ value;
  let v1 = key1;
  let v2 = keys[k + 2]!;
  let v3 = keys[k + 3]!;
  for (let i = 0; i < 4; i++) {
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 13) | (v3 >>> 19)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 7) | (v1 >>> 25)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
  }
  const high = (v0 ^ key0) >>> 0;
  const low = (v1 ^ key1) >>> 0;
  return ((high * 2 ** -32 + low * 2 ** -64) * below) | 0;
}

function shuffle(size: number, fill: Fill): Permutation {
  const table = Uint16Array.from({ length: size }, (_, i) => i);
  const below = numbersBelow(fill);
  for (let i = size - 1; i > 0; i--) {
    const j = below(i + 1);
    [table[i], table[j]] = [table[j]!, table[i]!];
  }
  return (index) => table[index]!;
}

/** Uniform whole numbers below a bound of at most 2^32, by rejection. */
export function numbersBelow(fill: Fill): (bound: number) => number {
  const words = new Uint32Array(64);
  let next = words.length;
  return (bound) => {
    const limit = 2 ** 32 - (2 ** 32 % bound);
    for (;;) {
      if (next === words.length) {
        fill(words);
        next = 0;
      }
      const word = words[next++]!;
      if (word < limit) return word % bound;
    }
  };
}
