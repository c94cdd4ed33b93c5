/**
 * The loop that moves bytes from a source to its sinks.
 */
import { writeSync } from 'node:fs';
import type { Source } from './source.ts';

/**
 * Where bytes go. `write` may answer later; the buffer is reused as soon as it has. A sink that
 * can't take any more says so by `failed`, and never by an exception.
 */
export interface Sink {
  write(chunk: Uint8Array): void | Promise<void>;
  readonly failed: boolean;
}

/** How a copy ended: at the end of the source, told to stop, or since no sink takes any more. */
export type Copied = 'end' | 'stopped' | 'no sink';

/** One read of a pipe gives no more than 64 KiB; of a file, more per read pays. */
export const BUFFER_SIZE = 128 * 1024;
/** How long the loop may run before the event loop gets a turn, in milliseconds. */
const SLICE = 50;

/**
 * Copies until the source ends or `signal` fires. What was read before is written.
 *
 * @throws what reading throws.
 */
export async function copy(
  source: Source,
  sinks: readonly Sink[],
  signal?: AbortSignal,
): Promise<Copied> {
  const buffer = Buffer.allocUnsafeSlow(BUFFER_SIZE);
  // One listener for the whole copy: racing each read against a promise would pile up memory.
  let wake: (() => void) | undefined;
  const onAbort = (): void => wake?.();
  signal?.addEventListener('abort', onAbort);
  try {
    let turn = Date.now();
    for (;;) {
      if (signal?.aborted) return 'stopped';
      if (sinks.every((sink) => sink.failed)) return 'no sink';
      let count = source.now(buffer);
      if (count === -1) {
        count = await new Promise<number>((resolve, reject) => {
          // A read that still waits when the copy is stopped ends with the process.
          wake = () => resolve(-1);
          source.later(buffer).then(resolve, reject);
        });
        if (count === -1) return 'stopped';
        turn = Date.now();
      } else if (Math.abs(Date.now() - turn) > SLICE) {
        await new Promise((resolve) => setImmediate(resolve));
        turn = Date.now();
      }
      if (count === 0) return 'end';
      const chunk = buffer.subarray(0, count);
      for (const sink of sinks) {
        const pending = sink.failed ? undefined : sink.write(chunk);
        if (pending) await pending;
      }
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Writes every byte to `fd`, in as many steps as it takes. */
export function writeAll(fd: number, chunk: Uint8Array): void {
  let offset = 0;
  while (offset < chunk.length) {
    offset += writeSync(fd, chunk, offset, chunk.length - offset, null);
  }
}
