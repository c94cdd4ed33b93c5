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
 * The SHA-256 of what the file holds before compression, or undefined where it can't be told: it is gone,
 * unreadable, or no longer what its ending says.
 */
export async function contentDigest(run: Run): Promise<string | undefined> {
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
