/**
 * A timestamped file for programs: a Writable that has its name only once it is complete.
 */
import { write as writeTo } from 'node:fs';
import { hrtime } from 'node:process';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { dropDraft, keepDraft, openDraft } from './draft.ts';
import { finish, type FinishOptions } from './finish.ts';
import type { RunStatus } from './manifest.ts';
import type { StampStyle } from './name.ts';
import { systemError } from './system-error.ts';

export interface TimestampedFileOptions extends StampStyle, FinishOptions {
  /** The moment to stamp with: a Date, or milliseconds since 1970. Default: now. */
  readonly time?: Date | number | undefined;
  /** The folder that a relative NAME starts from. Default: the process's own. */
  readonly cwd?: string | undefined;
}

/** What became of a file. */
export interface Committed {
  readonly path: string;
  /** `unchanged` only where that option was given: `path` is then the earlier file, or a link to it. */
  readonly status: Exclude<RunStatus, 'partial' | 'discarded'>;
  readonly bytes: number;
  /** What could not be done besides though the output is safe: the record, the link, the pruning. */
  readonly warnings: readonly unknown[];
}

/** See {@link createTimestampedFile}. */
export interface TimestampedFile extends Writable {
  /** The hidden file that the data goes to meanwhile. */
  readonly temporaryPath: string;
  /**
   * Ends the stream, waits until all of it is written, and puts the file in place. Later calls give
   * the same promise.
   *
   * @throws (rejects) when something could not be written, or after `abort`; what arrived is then kept as
   * `.partial`.
   */
  commit(): Promise<Committed>;
  /**
   * Gives up: no file gets the final name. What arrived is kept as `.partial`, or removed with
   * `{ keep: false }`. Gives the path of the `.partial` file, if there is one.
   */
  abort(options?: { readonly keep?: boolean | undefined }): Promise<string | undefined>;
}

/**
 * Opens a file of NAME for writing, under a hidden name in its folder. Nothing has the final name before
 * `commit()`, and no file that is there already is ever replaced.
 *
 * A stream that is destroyed (as `pipeline` does on an error) keeps what arrived as `.partial`.
 *
 * @throws ToolError for a bad NAME, or a folder that is missing or can't be written to.
 */
export function createTimestampedFile(
  name: string,
  options: TimestampedFileOptions = {},
): TimestampedFile {
  const time = options.time === undefined ? Date.now() : Number(options.time);
  const draft = openDraft(name, { ...options, time });
  const started = hrtime.bigint();
  const state = {
    bytes: 0,
    keep: true,
    settled: false,
    writing: false,
    whenIdle: undefined as (() => void) | undefined,
    partial: undefined as string | undefined,
  };
  let committed: Promise<Committed> | undefined;

  const stream = new Writable({
    // The end of the data isn't the end of the file: that is commit or abort.
    autoDestroy: false,
    write(chunk: Buffer, _encoding, done) {
      state.writing = true;
      writeFully(draft.temporary.fd, chunk, (error, count) => {
        state.writing = false;
        // A disk that gets full takes a part of it.
        state.bytes += count;
        done(error);
        state.whenIdle?.();
      });
    },
    destroy(error, done) {
      const settle = (): void => {
        let failure = error;
        if (!state.settled) {
          state.settled = true;
          try {
            if (state.keep && state.bytes > 0) state.partial = keepDraft(draft, options.sync);
            else dropDraft(draft);
          } catch (caught) {
            failure ??= caught as Error;
          }
        }
        done(failure);
      };
      // A descriptor that is closed under a write may belong to another file by the time it is used.
      if (state.writing) state.whenIdle = settle;
      else settle();
    },
  });

  const commit = async (): Promise<Committed> => {
    // Giving up takes until a write that is on its way has ended.
    if (stream.destroyed) throw new Error('the file was given up already, and cannot be committed');
    if (!stream.writableEnded) stream.end();
    try {
      await finished(stream);
    } catch (cause) {
      if (!stream.closed) await new Promise((resolve) => stream.once('close', resolve).destroy());
      throw systemError(
        'the output could not be written',
        cause,
        state.partial && `What arrived is kept as ${state.partial}`,
      );
    }
    if (stream.destroyed) throw new Error('the file was given up meanwhile');
    state.settled = true;
    const durationMs = Number(hrtime.bigint() - started) / 1e6;
    const end = { verdict: 'complete', bytes: state.bytes, durationMs } as const;
    const { path, status, warnings, failures } = await finish(draft, end, options);
    stream.destroy();
    if (status === 'partial') throw failures[0];
    return {
      path: path!,
      status: status as Committed['status'],
      bytes: state.bytes,
      warnings: [...warnings, ...failures],
    };
  };

  return Object.assign(stream, {
    temporaryPath: draft.temporary.path,
    commit: () => (committed ??= commit()),
    async abort({ keep = true }: { readonly keep?: boolean | undefined } = {}) {
      if (committed) throw new Error('the file was committed already, and cannot be given up');
      state.keep = keep;
      if (!stream.closed) {
        await new Promise((resolve) => stream.once('close', resolve).destroy());
      }
      return state.partial;
    },
  });
}

/** Writes all of `chunk`, or as much as can be: `done` is told how many bytes that was. */
function writeFully(
  fd: number,
  chunk: Buffer,
  done: (error: NodeJS.ErrnoException | null, count: number) => void,
  from = 0,
): void {
  writeTo(fd, chunk, from, chunk.length - from, null, (error, count) => {
    const written = from + (error ? 0 : count);
    if (error || written === chunk.length) done(error, written);
    else writeFully(fd, chunk, done, written);
  });
}
