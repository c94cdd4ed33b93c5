import { closeSync, openSync, readSync } from 'node:fs';
import { bigBelow } from '../big-numbers.ts';
import type { Alphabet } from '../alphabets.ts';
import { sampler, type Fill } from '../sampler.ts';
import { secure } from '../secure.ts';
import type { Streams } from '../streams.ts';

/** So many times the kernel is asked; after that Node's own generator, which is quicker by then. */
const FILLS = 4;
let fills = 0;

/**
 * Words from the platform's CSPRNG. Node's takes some 10 ms to load, which a command that prints one
 * string feels; so the first words are the kernel's, where it has a file for them.
 */
const fill: Fill = (words) => {
  if (fills++ >= FILLS || !fromKernel(words)) secure(words);
};

export const commandStreams: Streams = {
  take: (chars: Alphabet) => sampler(chars, fill),
  rank: ({ size }) => bigBelow(size, fill),
};

/** A key for a series of distinct strings. */
export function commandKey(): Uint32Array<ArrayBuffer> {
  const key = new Uint32Array(8);
  fill(key);
  return key;
}

/** Whether the whole array was filled. */
function fromKernel(words: Uint32Array): boolean {
  let file: number;
  try {
    file = openSync('/dev/urandom', 'r');
  } catch {
    return false;
  }
  try {
    const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
    for (let done = 0; done < bytes.length;) {
      const read = readSync(file, bytes, done, bytes.length - done, null);
      if (read === 0) return false;
      done += read;
    }
    return true;
  } catch {
    return false;
  } finally {
    closeSync(file);
  }
}
