import type { Readable, Writable } from 'node:stream';

/** A stream of the outside world that people may sit at. */
export type TerminalStream<S> = S & {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  readonly fd?: number | undefined;
};

/**
 * The outside world as every tool's `main(argv, world)` is given it. Only `bin/` makes a real one;
 * tests make their own.
 */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Touch it only to read it: merely getting Node's stdin makes the descriptor non-blocking. */
  readonly stdin: TerminalStream<Readable>;
  readonly stdout: TerminalStream<Writable>;
  readonly stderr: TerminalStream<Writable>;
  readonly platform: NodeJS.Platform;
  /**
   * Writes to stderr at once, without the stream, which takes Node some 2 ms to make. A world whose
   * stderr is no descriptor has none.
   */
  readonly writeError?: ((text: string) => void) | undefined;
  /**
   * Writes to stdout at once, likewise, as long as its stream has not been made. Gives back what could not
   * be written now, because its reader is slow and somebody made it non-blocking: that is for the stream.
   *
   * @throws what the system says, such as `EPIPE`
   */
  readonly writeOutput?: ((text: string) => Uint8Array | undefined) | undefined;
  /** Whether descriptor 0, 1 or 2 is a terminal; asking opens no stream. */
  isTerminal(fd: 0 | 1 | 2): boolean;
}
