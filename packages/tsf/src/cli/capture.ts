import { closeSync } from 'node:fs';
import { copy } from '../copy.ts';
import { compileNoFurther } from './compile-no-further.ts';
import { wake } from '../fifo.ts';
import { openSource, type Source } from '../source.ts';
import { createStop } from '../stop.ts';
import { openSinks, type RunSinks, type SinkSettings } from './run-sinks.ts';
import type { Draft } from '../draft.ts';

/** A stream of the command on its way into its file. */
export interface Capture {
  /** Fulfilled when the pipe has ended, or the capture was stopped; never rejected. */
  readonly done: Promise<void>;
  readonly readError: unknown;
  readonly writeError: unknown;
  readonly teeFailed: boolean;
  /** Takes what is in the pipe at this moment, and then no more. */
  stop(): void;
  result(): {
    readonly bytes: number;
    readonly storedBytes: number | undefined;
    readonly sha256: string | undefined;
  };
}

/** As much as a pipe can hold: what it gives at once after this was written later. */
const PIPE_SIZE = 1024 * 1024;

/** Begins to copy what comes out of the pipe `reading`, which is closed at the end. */
export async function captureStream(
  reading: number,
  given: SinkSettings & { readonly draft: Draft },
): Promise<Capture> {
  const sinks = await openSinks(given.draft, given);
  const source = openSource(reading);
  const stopping = createStop();
  let readError: unknown;
  const run = async (): Promise<void> => {
    try {
      if (
        (await copy(source, sinks.all, { stop: stopping, onLong: compileNoFurther })) === 'stopped'
      ) {
        await takeRest(source, sinks);
      }
    } catch (error) {
      readError = error;
    }
    await sinks.end();
    // The command gets SIGPIPE, as from any reader that ends, when the file can't be written any more.
    wake(reading);
    source.close();
    closeSync(reading);
  };
  return {
    done: run(),
    get readError() {
      return readError;
    },
    get writeError() {
      return sinks.error;
    },
    get teeFailed() {
      return sinks.teeFailed;
    },
    stop: () => stopping.request(),
    result: () => ({
      bytes: sinks.bytes,
      storedBytes: sinks.storedBytes,
      sha256: sinks.digest(),
    }),
  };
}

async function takeRest(source: Source, sinks: RunSinks): Promise<void> {
  const buffer = Buffer.allocUnsafeSlow(64 * 1024);
  for (let taken = 0; taken < PIPE_SIZE;) {
    const count = source.now(buffer);
    if (count <= 0) return;
    taken += count;
    for (const sink of sinks.all) {
      if (!sink.failed) await sink.write(buffer, count);
    }
  }
}
