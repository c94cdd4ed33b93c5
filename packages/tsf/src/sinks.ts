/**
 * The places that bytes are copied to: the file, and whoever reads along.
 */
import { closeSync, constants, fstatSync, openSync, write, writeSync } from 'node:fs';
import type { Sink } from './copy.ts';

/** A sink that counts, and that keeps the error which made it fail. */
export interface CountingSink extends Sink {
  /** How many bytes it was given and could take. */
  readonly bytes: number;
  readonly error: unknown;
}

/** Writes to a regular file by its descriptor. */
export function fileSink(fd: number): CountingSink {
  const state = { bytes: 0, failed: false, error: undefined as unknown };
  return Object.assign(state, {
    write(buffer: Uint8Array, length: number) {
      let offset = 0;
      try {
        while (offset < length) offset += writeSync(fd, buffer, offset, length - offset, null);
      } catch (error) {
        state.failed = true;
        state.error = error;
      }
      // A disk that gets full takes a part of it.
      state.bytes += offset;
    },
  });
}

/** The longest pause before a descriptor that can only be polled is tried again, in milliseconds. */
const LONGEST_PAUSE = 20;

/**
 * Writes along to descriptor `fd`, such as 1, and waits for a slow reader without blocking this thread.
 * When the reader goes away the sink fails with EPIPE.
 */
export function streamSink(fd: number): CountingSink & { close(): void } {
  const stat = fstatSync(fd);
  // A file or a null device takes everything at once; a pipe does while there's room in it.
  const atOnce = stat.isFile() || stat.isFIFO();
  const flowing = stat.isFIFO() ? reopened(fd) : undefined;
  const quick = flowing ?? (stat.isFile() ? fd : undefined);
  const state = { bytes: 0, failed: false, error: undefined as unknown };
  const fail = (error: unknown): void => {
    state.failed = true;
    state.error = error;
  };
  const now = (buffer: Uint8Array, length: number): number => {
    if (!atOnce || quick === undefined) return 0;
    let offset = 0;
    while (offset < length) {
      try {
        offset += writeSync(quick, buffer, offset, length - offset, null);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') break;
        throw error;
      }
    }
    return offset;
  };
  const later = (chunk: Uint8Array, from: number): Promise<void> =>
    new Promise((resolve) => {
      const step = (offset: number, pause: number): void => {
        if (offset === chunk.length) {
          state.bytes += chunk.length;
          resolve();
          return;
        }
        write(fd, chunk, offset, chunk.length - offset, null, (error, count) => {
          if (!error) step(offset + count, 1);
          else if (error.code === 'EAGAIN') {
            setTimeout(step, pause, offset, Math.min(pause * 2, LONGEST_PAUSE));
          } else {
            fail(error);
            resolve();
          }
        });
      };
      step(from, 1);
    });
  return Object.assign(state, {
    write(buffer: Uint8Array, length: number) {
      try {
        const done = now(buffer, length);
        if (done < length) return later(buffer.subarray(0, length), done);
        state.bytes += length;
      } catch (error) {
        fail(error);
      }
    },
    close() {
      if (flowing !== undefined) closeSync(flowing);
    },
  });
}

/** The same pipe once more, non-blocking on our side only; see `openSource`. */
function reopened(fd: number): number | undefined {
  try {
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
}
