import { keystream, type ChaChaState } from './chacha.ts';
import { quickKeystream } from './quick-chacha.ts';
import type { Fill } from './sampler.ts';

/** What a stream can be started from. Numbers and bigints count as their decimal text. */
export type Seed = string | number | bigint | Uint8Array;

/**
 * The generation of seeded streams. It goes up when the same seed would give other strings, and
 * then the old generation stays to be had.
 */
export const SEED_VERSION = 1;

/**
 * The seed as text.
 *
 * @throws TypeError when it's none of the types, or is NaN or an infinity
 */
export function seedText(seed: Seed): string {
  if (typeof seed === 'string') return seed;
  if (typeof seed === 'bigint' || (typeof seed === 'number' && Number.isFinite(seed))) {
    return String(seed);
  }
  if (seed instanceof Uint8Array) {
    return Array.from(seed, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
  throw new TypeError(
    `randstr: seed must be a text, a finite number, a bigint or bytes: ${String(seed)}`,
  );
}

/**
 * A source of words that depends on every character of its labels, the same on every machine.
 *
 * The labels (as JSON, in UTF-8) are taken in 32 bytes at a time: each block is added to the
 * running key, which ChaCha20 then replaces by its own output (and one-way so, because ChaCha adds
 * its input to its output); the last block is the length in bytes. The words are the ChaCha8
 * keystream of the final key. ChaCha8 and not ChaCha20: no attack on it is known that is better than
 * trying all keys, and it is more than twice as fast.
 */
export function labelledFill(...labels: readonly unknown[]): Fill {
  const state: ChaChaState = {
    key: labelKey(JSON.stringify(['randstr', SEED_VERSION, ...labels])),
    nonce: new Uint32Array(3),
    counter: 0,
    rounds: 8,
  };
  return (words) => quickKeystream(state, words);
}

/** Eight words from a text of any length. */
export function labelKey(text: string): Uint32Array {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil(bytes.length / 32) * 32 + 32);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 32, bytes.length, true);
  const key = new Uint32Array(8);
  const block = new Uint32Array(16);
  for (let at = 0; at < padded.length; at += 32) {
    for (let i = 0; i < 8; i++) key[i] = key[i]! ^ view.getUint32(at + 4 * i, true);
    keystream({ key, nonce: new Uint32Array(3), counter: at / 32, rounds: 20 }, block);
    key.set(block.subarray(0, 8));
  }
  return key;
}
