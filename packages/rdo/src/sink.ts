import type { Readable, Writable } from 'node:stream';

export interface Sink {
  readonly write: (chunk: Buffer) => void;
  /** Resolves when everything given so far has been taken, or can't be any more. */
  flushed(): Promise<void>;
  /** Nobody reads `to` any more. */
  closed(): boolean;
}

/**
 * Writes to a stream, and pauses `from` while it is full. When nobody reads it any more, the rest is
 * thrown away.
 *
 * @param open - gives the stream; called at the first write, since making one of Node's costs a millisecond
 * @param onClosed - called once when nothing more can be written, with the reason
 */
export function sendTo(
  open: () => Writable,
  from: Readable,
  onClosed: (reason: unknown) => void,
): Sink {
  let to: Writable | undefined;
  let closed = false;
  let waiting = 0;
  let idle: (() => void) | undefined;
  const close = (reason: unknown): void => {
    if (closed) return;
    closed = true;
    from.resume();
    idle?.();
    onClosed(reason);
  };
  const taken = (error?: Error | null): void => {
    waiting -= 1;
    if (error) close(error);
    else if (waiting === 0) idle?.();
  };
  const opened = (): Writable => {
    const stream = open();
    stream.on('error', close);
    stream.on('drain', () => {
      if (!closed) from.resume();
    });
    return stream;
  };
  return {
    write(chunk) {
      if (closed) return;
      to ??= opened();
      waiting += 1;
      if (!to.write(chunk, taken)) from.pause();
    },
    flushed() {
      if (closed || waiting === 0) return Promise.resolve();
      return new Promise((resolve) => (idle = resolve));
    },
    closed: () => closed,
  };
}
