import { Readable } from 'node:stream';

/** After so many bytes that nobody wants the writer is taken to go on for ever. More than a window holds. */
const PATIENCE = 4 << 20;

export interface Output {
  readonly stream: Readable;
  /** Settles when `stream` has given all it had, or was given up. */
  readonly done: Promise<void>;
}

/**
 * One output of a channel as a stream of its own. ssh2's streams can't be given up one by one: to
 * destroy one is to close the channel, or never to see its end.
 *
 * @param onUnwanted - called when nobody reads the stream any more
 * @param onFlood - called when the command goes on writing all the same
 */
export function outputOf(
  source: Readable,
  { onUnwanted, onFlood }: { readonly onUnwanted: () => void; readonly onFlood: () => void },
): Output {
  let unwanted = 0;
  const stream = new Readable({
    read: () => void source.resume(),
    destroy(error, done) {
      // Its end is still waited for, and what comes before it thrown away.
      if (!source.readableEnded) {
        source.resume();
        onUnwanted();
      }
      done(error);
    },
  });
  source.on('data', (chunk: Buffer) => {
    if (stream.destroyed) {
      const before = unwanted;
      unwanted += chunk.length;
      if (before <= PATIENCE && unwanted > PATIENCE) onFlood();
    } else if (!stream.push(chunk)) source.pause();
  });
  source.once('end', () => stream.push(null));
  const done = new Promise<void>((resolve) => {
    stream.once('end', resolve);
    stream.once('close', resolve);
  });
  return { stream, done };
}
