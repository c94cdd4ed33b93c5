/**
 * The earlier runs of a NAME: what the record says, and what lies in the folder.
 */
import { lstatSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { readFolder, readRecords, type RunRecord, type RunStatus } from './manifest.ts';
import type { Compression } from './compress.ts';
import { compressionOf, mayBelong, recogniser, splitName } from './name.ts';
import { parseMoment } from './units.ts';

/** A run of NAME whose output is there. */
export interface Run {
  /** The file's name in its folder. */
  readonly file: string;
  /** The folder as it was given, and the file's name. */
  readonly path: string;
  /** When the run began, in milliseconds since 1970. */
  readonly time: number;
  /** The size of the output, before compression. */
  readonly bytes: number;
  /** The size of the file. */
  readonly storedBytes: number;
  readonly status: Exclude<RunStatus, 'discarded'>;
  /**
   * Whether the record of the runs has it. Without a record, the time is read from the name, and
   * only its name says that tsf made it.
   */
  readonly recorded: boolean;
  /** The file has not the size any more that it was written with: someone changed it. */
  readonly modified: boolean;
  readonly durationMs?: number | undefined;
  /** How tsf compressed the file. */
  readonly compression?: Compression | undefined;
  readonly sha256?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly timedOut?: boolean | undefined;
  readonly reason?: string | undefined;
  /** Of an unchanged run: the file whose bytes it had. */
  readonly sameAs?: string | undefined;
  readonly stream?: 'stdout' | 'stderr' | undefined;
}

/** Where runs lie: a folder, and NAME without its folders. */
export interface RunPlace {
  readonly folder: string;
  readonly base: string;
}

export interface ListOptions {
  /** The files are in a folder called NAME (`-d`). */
  readonly directory?: boolean | undefined;
  /** The folder that a relative NAME starts from. Default: the process's own. */
  readonly cwd?: string | undefined;
  /** Stamps of files that the record doesn't have are in UTC. Default: local time. */
  readonly utc?: boolean | undefined;
}

/**
 * The runs of NAME whose files are still there, oldest first.
 *
 * @throws ToolError for a bad NAME, or a folder or record that can't be read.
 */
export function listRuns(name: string, options: ListOptions = {}): readonly Run[] {
  return runsIn(placeOf(name, options), options);
}

/** The folder and base name that NAME stands for. */
export function placeOf(name: string, options: ListOptions = {}): RunPlace {
  const { folder, base } = splitName(name, options);
  return {
    folder: options.cwd === undefined || isAbsolute(folder) ? folder : join(options.cwd, folder),
    base,
  };
}

/** The runs of a place, oldest first. */
export function runsIn({ folder, base }: RunPlace, options: ListOptions = {}): readonly Run[] {
  const runs: Run[] = [];
  const known = new Set<string>();
  const names = readFolder(folder);
  const records = readRecords(folder, base, names);
  // A name that was pruned in its own second may have been given again: the last file is there now.
  const written = new Map<string | null, number>();
  records.forEach(({ file, sameAs }, index) => {
    if (sameAs === undefined || sameAs !== file) written.set(file, index);
  });
  records.forEach((record, index) => {
    if (record.file === null) return;
    known.add(record.file);
    if (index < (written.get(record.file) ?? 0)) return;
    const run = fromRecord(folder, record);
    if (run) runs.push(run);
  });
  const recognise = recogniser(base);
  for (const file of names) {
    if (known.has(file)) continue;
    const partial = file.endsWith('.partial');
    const found = recognise(partial ? file.slice(0, -'.partial'.length) : file);
    const stat = found && regular(join(folder, file));
    if (!stat) continue;
    let time: number;
    try {
      time = parseMoment(found.stamp, file, { utc: options.utc, now: 0 });
    } catch {
      // Fourteen digits, but no date.
      continue;
    }
    runs.push({
      file,
      path: inFolder(folder, file),
      time,
      bytes: stat.size,
      storedBytes: stat.size,
      compression: compressionOf(file, base),
      status: partial ? 'partial' : 'complete',
      recorded: false,
      modified: false,
    });
  }
  // Runs of one moment stay in the order in which they were recorded.
  return runs.sort((a, b) => a.time - b.time);
}

function fromRecord(folder: string, record: RunRecord): Run | undefined {
  const { file, status } = record;
  if (file === null || status === 'discarded' || !mayBelong(file, record.name)) return undefined;
  const stat = regular(join(folder, file));
  if (!stat) return undefined;
  const { bytes, durationMs, sha256, exitCode, signal, timedOut, reason, sameAs, stream } = record;
  return {
    file,
    path: inFolder(folder, file),
    time: Date.parse(record.time),
    bytes,
    storedBytes: stat.size,
    status,
    recorded: true,
    modified: stat.size !== (record.storedBytes ?? bytes),
    durationMs,
    compression: compressionOf(file, record.name),
    sha256,
    exitCode,
    signal,
    timedOut,
    reason,
    sameAs,
    stream,
  };
}

function regular(path: string): { size: number } | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? stat : undefined;
}

function inFolder(folder: string, file: string): string {
  return folder === '.' ? file : join(folder, file);
}

/** The run whose output was the current one at `time`: the last one of `runs` before it that is whole. */
export function runAt(runs: readonly Run[], time: number): Run | undefined {
  return runs.findLast((run) => run.status !== 'partial' && run.time <= time);
}

/**
 * The file that was the current one at `time` by the record, where it is gone since and `run` is only the last one
 * before it that is still there.
 */
export function goneAt(
  { folder, base }: RunPlace,
  time: number,
  run: Run | undefined,
): string | undefined {
  let last = { time: run?.time ?? -Infinity, file: run?.file };
  const names = readFolder(folder);
  readRecords(folder, base, names, ({ file, status, time: text }) => {
    const then = Date.parse(text);
    const isOutput = file !== null && status !== 'partial' && mayBelong(file, base);
    if (isOutput && then <= time && then >= last.time) last = { time: then, file };
    return false;
  });
  return last.file === undefined || names.includes(last.file) ? undefined : last.file;
}
