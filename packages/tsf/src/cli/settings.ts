import type { Values } from '@nearhand/core/cli';
import { ToolError } from '@nearhand/core/errors';
import type { commandLine } from '../cli.ts';
import type { Compression } from '../compress.ts';
import type { FinishOptions } from '../finish.ts';
import type { StampStyle } from '../name.ts';
import type { Limits } from '../prune.ts';
import { parseMoment, parseSize, parseSpan } from '../units.ts';

export type CliValues = Values<typeof commandLine.options>;

/** What a run is to do, from the options. */
export interface Settings extends FinishOptions {
  readonly name: string;
  readonly style: StampStyle;
  /** The moment of the stamp, in milliseconds since 1970. */
  readonly time: number;
  readonly tee: boolean;
  readonly print: boolean;
  readonly quiet: boolean;
  readonly progress: boolean;
  readonly compression: Compression | undefined;
  /** Hash on the way: the digest is wanted whatever the size. */
  readonly hash: boolean;
  readonly minBytes: number | undefined;
  readonly ifNonempty: boolean;
}

/** The mistake of using options that don't go together. */
export function misuse(message: string, hint?: string): ToolError {
  return new ToolError(message, { code: 'USAGE', hint });
}

/**
 * Reads the options of a run.
 *
 * @throws ToolError `USAGE` for what can't be meant.
 */
export function settingsFor(values: CliValues, name: string, uid: number | undefined): Settings {
  refuseContradictions(values);
  const compression = values.gzip ? 'gzip' : values.zstd ? 'zstd' : undefined;
  const minBytes = values['min-bytes'];
  return {
    name,
    time: timeOf(values),
    style: styleOf(values),
    tee: values.tee ?? false,
    print: values.print ?? false,
    quiet: values.quiet ?? false,
    progress: values.progress ?? false,
    sync: values.sync,
    compression,
    // A compressed file can't be hashed afterwards without being unpacked.
    hash: (values.sha256 ?? false) || values.unchanged !== undefined || compression !== undefined,
    unchanged: values.unchanged,
    latest: values.latest,
    limits: limitsOf(values),
    unrecorded: values.record === false,
    uid,
    minBytes: minBytes === undefined ? undefined : parseSize(minBytes, '--min-bytes'),
    ifNonempty: values['if-nonempty'] ?? false,
  };
}

function refuseContradictions(values: CliValues): void {
  if (values.gzip && values.zstd) throw misuse('--gzip and --zstd cannot both be used');
  if (values.ms && values.us) throw misuse('--ms and --us cannot both be used');
  if (values.format !== undefined && (values.ms || values.us)) {
    throw misuse(
      '--format leaves no place for --ms and --us',
      'write %L (milliseconds) or %f (microseconds) in the format',
    );
  }
  if (values.tee && values.print) {
    throw misuse('--tee and --print both want stdout', 'without --print the path goes to stderr');
  }
  if (values.record === false && limitsOf(values)) {
    throw misuse('--keep, --keep-for and --max-size need the record that --no-record leaves out');
  }
}

export function styleOf(values: CliValues): StampStyle {
  return {
    utc: values.utc,
    precision: values.us ? 'microseconds' : values.ms ? 'milliseconds' : 'seconds',
    format: values.format,
    suffix: values.suffix,
    directory: values.directory,
    ending: values.gzip ? '.gz' : values.zstd ? '.zst' : undefined,
  };
}

/** The limits that were given, or undefined when none was. */
export function limitsOf(values: CliValues): Limits | undefined {
  const { keep, 'keep-for': keepFor, 'max-size': maxSize } = values;
  if (keep === undefined && keepFor === undefined && maxSize === undefined) return undefined;
  return {
    keep,
    keepFor: keepFor === undefined ? undefined : parseSpan(keepFor, '--keep-for'),
    maxSize: maxSize === undefined ? undefined : parseSize(maxSize, '--max-size'),
  };
}

function timeOf({ time, utc, us }: CliValues): number {
  // Only the finer clock knows microseconds, and it takes longer to load.
  const now = us ? performance.timeOrigin + performance.now() : Date.now();
  return time === undefined ? now : parseMoment(time, '--time', { utc, now });
}
