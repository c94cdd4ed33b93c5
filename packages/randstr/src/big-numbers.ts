import type { Fill } from './sampler.ts';
import { keyedFill } from './permutation.ts';
import { labelKey } from './seed-key.ts';

/** Uniform numbers below `size`, by rejection. */
export function bigBelow(size: bigint, fill: Fill): () => bigint {
  const bits = (size - 1n).toString(2).length;
  const words = new Uint32Array(16 * Math.ceil(bits / 512));
  const used = Math.ceil(bits / 32);
  const spare = BigInt(32 * used - bits);
  let next = words.length;
  return () => {
    for (;;) {
      let value = 0n;
      for (let i = 0; i < used; i++) {
        if (next === words.length) {
          fill(words);
          next = 0;
        }
        value = (value << 32n) | BigInt(words[next++]!);
      }
      value >>= spare;
      if (value < size) return value;
    }
  };
}

/**
 * The permutation of the numbers below `size` that a key stands for, for sizes beyond 2^53: a Feistel
 * network of additions as in `permutation`, with ChaCha as its round function.
 */
export function bigPermutation(size: bigint, key: Uint32Array): (index: bigint) => bigint {
  const half = BigInt(Math.ceil(size.toString(2).length / 2));
  const a = 1n << half;
  const b = (size + a - 1n) / a;
  const words = new Uint32Array(16 * Math.ceil((Number(half) + 64) / 512));
  const round = (value: bigint, number: number): bigint => {
    const label = [Array.from(key), number, value.toString(36)];
    keyedFill(labelKey(JSON.stringify(label)), 2)(words);
    let sum = 0n;
    for (const word of words) sum = (sum << 32n) | BigInt(word);
    return sum;
  };
  return (index) => {
    let value = index;
    do {
      let left = value % a;
      let right = value / a;
      for (let i = 0; i < 8; i += 2) {
        left = (left + round(right, i)) % a;
        right = (right + round(left, i + 1)) % b;
      }
      value = right * a + left;
    } while (value >= size);
    return value;
  };
}
