import type { Readable, Writable } from 'node:stream';

export interface Sink {
  readonly write: (chunk: Buffer) => void;
  /** Resolves when everything given so far has been taken, or can't be any more. */
  flushed(): Promise<void>;
  /** Nobody reads `to` any more. */
  closed(): boolean;
}

/**
 * Writes to `to`, and pauses `from` while `to` is full. When nobody reads `to` any more, the rest is
 * thrown away.
 *
 * @param onClosed - called once when nobody reads `to` any more
 */
export function sendTo(to: Writable, from: Readable, onClosed: () => void): Sink {
  let closed = false;
  let waiting = 0;
  let idle: (() => void) | undefined;
  const close = (): void => {
    if (closed) return;
    closed = true;
    from.resume();
    idle?.();
    onClosed();
  };
  const taken = (error?: Error | null): void => {
    waiting -= 1;
    if (error) close();
    else if (waiting === 0) idle?.();
  };
  to.on('error', close);
  to.on('drain', () => {
    if (!closed) from.resume();
  });
  return {
    write(chunk) {
      if (closed) return;
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
