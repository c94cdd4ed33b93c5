/**
 * SHA-256 of outputs. Node's own is fast, but to load it takes 4 to 10 ms and 4 MiB: a tiny output is done
 * without it, in JavaScript.
 */
import { readSync } from 'node:fs';
import { sha256 } from '@nearhand/core/sha256';
import type { Sink } from './copy.ts';

/**
 * Up to this size JavaScript does it. It would be quicker up to some 64 KiB; but from a few KiB on V8 finds its
 * functions hot, and takes 7 MiB to compile them.
 */
const SMALL = 2 * 1024;
/** How much is read at a time, in few turns of the loop. */
const READ = 256 * 1024;
/** Up to this size every run's output is hashed; larger ones only where asked for. */
export const HASHED_UNASKED = 8 * 1024 * 1024;

/** The digest of the first `size` bytes behind `fd`, in hexadecimal. The offset stays where it is. */
export async function digestOf(fd: number, size: number): Promise<string> {
  if (size <= SMALL) {
    const content = Buffer.alloc(size);
    let filled = 0;
    while (filled < size) {
      const count = readSync(fd, content, filled, size - filled, filled);
      if (count === 0) break;
      filled += count;
    }
    return sha256(content.subarray(0, filled)).toString('hex');
  }
  const { createHash } = await import('node:crypto');
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafeSlow(Math.min(size, READ));
  for (let position = 0; position < size;) {
    const count = readSync(fd, buffer, 0, Math.min(buffer.length, size - position), position);
    if (count === 0) break;
    hash.update(buffer.subarray(0, count));
    position += count;
  }
  return hash.digest('hex');
}

/** A sink that hashes what flows by. */
export async function digestSink(): Promise<Sink & { readonly digest: () => string }> {
  const { createHash } = await import('node:crypto');
  const hash = createHash('sha256');
  let result: string | undefined;
  return {
    failed: false,
    write(buffer, length) {
      hash.update(buffer.subarray(0, length));
    },
    digest: () => (result ??= hash.digest('hex')),
  };
}
