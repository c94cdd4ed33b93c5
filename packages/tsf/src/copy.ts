/**
 * The loop that moves bytes from a source to its sinks.
 */
import type { Source } from './source.ts';
import type { Stop } from './stop.ts';

/**
 * Where bytes go. `write` may answer later; the buffer is reused as soon as it has. A sink that
 * can't take any more says so by `failed`, and never by an exception.
 */
export interface Sink {
  /** Takes the first `length` bytes of `buffer`: a view of them for each read would be garbage. */
  write(buffer: Uint8Array, length: number): void | Promise<void>;
  readonly failed: boolean;
}

/** How a copy ended: at the end of the source, told to stop, or since no sink takes any more. */
export type Copied = 'end' | 'stopped' | 'no sink';

/** A copy of more small reads is a long one: V8 finds a function hot after some 400 calls. */
const LONG = 64;

export interface CopyOptions {
  /** Ends the copy early. */
  readonly stop?: Stop | undefined;
  /** Called once, after 64 reads of less than a mebibyte. */
  readonly onLong?: (() => void) | undefined;
}

/** How long the loop may run before the event loop gets a turn, in milliseconds. */
const SLICE = 50;

/**
 * Copies until the source ends or `stop` is requested. What was read before is written.
 *
 * @throws what reading throws.
 */
export async function copy(
  source: Source,
  sinks: readonly Sink[],
  { stop, onLong }: CopyOptions = {},
): Promise<Copied> {
  const buffer = Buffer.allocUnsafeSlow(source.readSize);
  // One listener for the whole copy: racing each read against a promise would pile up memory.
  let wake: (() => void) | undefined;
  stop?.onRequest(() => wake?.());
  let turn = Date.now();
  // Few large reads don't make it hot.
  const isBusy = source.readSize < 1024 * 1024;
  let reads = 0;
  for (;;) {
    if (stop?.requested) return 'stopped';
    if (sinks.every((sink) => sink.failed)) return 'no sink';
    let count = source.now(buffer);
    if (count === -1) {
      count = await new Promise<number>((resolve, reject) => {
        // Two turns later, so that a read that is done already still counts: the first may come before the
        // system is asked again. A read that still waits then ends with the process.
        wake = () => setImmediate(() => setImmediate(resolve, -1));
        source.later(buffer).then(resolve, reject);
      });
      if (count === -1) return 'stopped';
      turn = Date.now();
    } else if (Math.abs(Date.now() - turn) > SLICE) {
      await new Promise((resolve) => setImmediate(resolve));
      turn = Date.now();
    }
    if (count === 0) {
      // Ctrl-C ends the writer too, and its end of the pipe must not look like the end of the data.
      await signalsSeen();
      return stop?.requested ? 'stopped' : 'end';
    }
    reads += 1;
    if (isBusy && reads === LONG + 1) onLong?.();
    for (const sink of sinks) {
      const pending = sink.failed ? undefined : sink.write(buffer, count);
      if (!pending) continue;
      // Whoever reads along and has stopped reading mustn't keep us from stopping.
      await new Promise<void>((resolve) => {
        wake = resolve;
        pending.then(resolve, resolve);
      });
    }
  }
}

/**
 * Waits until every signal that has come is seen: that is when the event loop has asked the system. The first
 * turn may be in the middle of a round, after that question.
 */
export async function signalsSeen(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
