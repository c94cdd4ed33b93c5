import type { CompressingSink } from '../compress.ts';
import type { Sink } from '../copy.ts';
import { digestSink } from '../digest.ts';
import type { Draft } from '../draft.ts';
import { fileSink, streamSink, type CountingSink } from '../sinks.ts';
import { systemError } from '../system-error.ts';
import type { Context } from './act.ts';
import type { Settings } from './settings.ts';

/** Everything that the bytes of one stream go to. */
export interface RunSinks {
  readonly all: readonly Sink[];
  /** The size of the output so far. */
  readonly bytes: number;
  /** The size of the compressed file; undefined where it isn't compressed. */
  readonly storedBytes: number | undefined;
  /** Why the file could not be written. */
  readonly error: unknown;
  /** Whether writing along failed for another reason than a reader that went away. */
  readonly teeFailed: boolean;
  digest(): string | undefined;
  end(): Promise<void>;
}

export interface SinkSettings {
  readonly settings: Settings;
  readonly context: Context;
  /** The descriptor that the bytes are written to as well. */
  readonly along: 1 | 2 | undefined;
}

/** Opens what the settings ask for: the file, compressed or not, stdout, the digest, the progress. */
export async function openSinks(draft: Draft, given: SinkSettings): Promise<RunSinks> {
  const { settings, context, along } = given;
  const { fd } = draft.temporary;
  let packed: CompressingSink | undefined;
  if (settings.compression) {
    const { compressingSink } = await import('../compress.ts');
    packed = await compressingSink(settings.compression, fd);
  }
  const file: CountingSink = packed ?? fileSink(fd);
  const tee = along === undefined ? undefined : streamSink(along);
  const hash = settings.hash ? await digestSink() : undefined;
  const all: Sink[] = [file];
  if (tee) all.push(tee);
  if (hash) all.push(guest(hash, file));
  const stopProgress = await beginProgress(given, () => file.bytes);
  const teeFailed = (): boolean => tee?.failed === true && !readerLeft(tee.error);
  return {
    all,
    get bytes() {
      return file.bytes;
    },
    get storedBytes() {
      return packed?.storedBytes;
    },
    get error() {
      return file.error;
    },
    get teeFailed() {
      return teeFailed();
    },
    digest: () => (file.failed ? undefined : hash?.digest()),
    async end() {
      await packed?.end();
      tee?.close();
      stopProgress?.();
      if (teeFailed()) {
        context.report.error(
          systemError(`cannot write to ${along === 2 ? 'stderr' : 'stdout'}`, tee!.error),
        );
      }
    },
  };
}

/** Shows the progress on a terminal, unless what is passed along goes to one. */
async function beginProgress(
  { settings, context: { world }, along }: SinkSettings,
  bytes: () => number,
): Promise<(() => void) | undefined> {
  const shared = along !== undefined && world.isTerminal(along);
  if (!settings.progress || shared || !world.isTerminal(2)) return undefined;
  const { showProgress } = await import('./progress.ts');
  return showProgress(world.stderr, bytes);
}

/** A sink that takes part only as long as the file does. */
function guest(sink: Sink, file: Sink): Sink {
  return {
    write: (buffer, length) => sink.write(buffer, length),
    get failed() {
      return sink.failed || file.failed;
    },
  };
}

function readerLeft(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EPIPE';
}
