/**
 * What the file of an earlier run holds now.
 */
import { closeSync, createReadStream, fstatSync, openSync } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { decompressor } from './compress.ts';
import { digestOf, digestSink, HASHED_UNASKED } from './digest.ts';
import type { Run } from './runs.ts';

/**
 * Whether the file holds the output with that SHA-256, compressed or as it came. Undefined where this Node can't
 * unpack it.
 */
export async function holds(run: Run, sha256: string): Promise<boolean | undefined> {
  if (run.compression !== undefined) {
    try {
      await decompressor(run.compression);
    } catch {
      return undefined;
    }
    if ((await contentDigest(run)) === sha256) return true;
  }
  // A program that compresses by itself gives its file the same ending.
  return (await contentDigest({ ...run, compression: undefined })) === sha256;
}

/** Undefined where it can't be told: the file is gone, unreadable, or no longer what its ending says. */
async function contentDigest(run: Run): Promise<string | undefined> {
  try {
    // Thousands of small files shouldn't take a stream each.
    if (run.compression === undefined && run.storedBytes <= HASHED_UNASKED) {
      const fd = openSync(run.path, 'r');
      try {
        return await digestOf(fd, fstatSync(fd).size);
      } finally {
        closeSync(fd);
      }
    }
    const sink = await digestSink();
    await pipeline([
      createReadStream(run.path),
      ...(await decompressor(run.compression)),
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          void sink.write(chunk, chunk.length);
          done();
        },
      }),
    ]);
    return sink.digest();
  } catch {
    return undefined;
  }
}
