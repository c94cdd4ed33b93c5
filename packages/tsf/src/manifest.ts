/**
 * The record of the runs: one line of JSON per run, in the hidden file `.tsf.jsonl` beside the files.
 */
import {
  closeSync,
  constants,
  fstatSync,
  futimesSync,
  openSync,
  readSync,
  readdirSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { failedWith, systemError } from './system-error.ts';
import { FARTHEST } from './units.ts';

/**
 * What became of a run's output: it is whole under its final name; it was kept as `.partial`; it had
 * the same bytes as the file before it, which stands for it; or it was thrown away as asked.
 */
export type RunStatus = 'complete' | 'partial' | 'unchanged' | 'discarded';

/** One line of the record. Keys may be added in later versions; these stay. */
export interface RunRecord {
  /** The version of this shape. */
  readonly v: 1;
  /** NAME without its folders. */
  readonly name: string;
  /** The file in this folder that holds the output; `null` when it was thrown away. */
  readonly file: string | null;
  readonly status: RunStatus;
  /** When the run began (the moment in the stamp), as ISO 8601 in UTC. */
  readonly time: string;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
  /** The size of the output, before compression. */
  readonly bytes: number;
  /** The size of the file, where that is another. */
  readonly storedBytes?: number;
  /** SHA-256 of the output, in hexadecimal, before compression. Only where it was reckoned. */
  readonly sha256?: string;
  /** How the command ended: its exit code or its signal. Absent where tsf read from a pipe. */
  readonly exitCode?: number;
  readonly signal?: string;
  /** The time limit ended it. */
  readonly timedOut?: true;
  /** Why a partial file is not complete, where no exit code or signal says so. */
  readonly reason?: string;
  /**
   * Of an `unchanged` run: the file whose bytes it had. It is `file` itself, unless the run has a link of
   * its own.
   */
  readonly sameAs?: string;
  /** The stream of the command that the file holds, where the two were split. */
  readonly stream?: 'stdout' | 'stderr';
}

export const MANIFEST = '.tsf.jsonl';
/** The manifest itself, or the one that a user writes who may not write to it. */
const MANIFESTS = /^\.tsf(\.\d+)?\.jsonl$/;

/**
 * Adds a line in a single appending write, so that lines of many writers never mix.
 *
 * Where the file belongs to someone else and may not be written (a shared folder), the line goes to
 * `.tsf.UID.jsonl`, which is read along with it.
 *
 * @throws ToolError with the system's code.
 */
export function appendRecord(folder: string, record: RunRecord, uid?: number): void {
  const path = join(folder, MANIFEST);
  try {
    appendLine(path, JSON.stringify(record));
  } catch (cause) {
    if (uid === undefined || !failedWith(cause, 'EACCES', 'EPERM')) {
      throw systemError(`cannot add to the record ${JSON.stringify(path)}`, cause);
    }
    const own = join(folder, `.tsf.${uid}.jsonl`);
    try {
      appendLine(own, JSON.stringify(record));
    } catch (error) {
      throw systemError(`cannot add to the record ${JSON.stringify(own)}`, error);
    }
  }
}

function appendLine(path: string, line: string): void {
  const fd = openSync(path, 'a+');
  try {
    // A full disk may have cut the last line short: ours must not be glued to it.
    writeSync(fd, `${isTorn(fd) ? '\n' : ''}${line}\n`);
  } finally {
    closeSync(fd);
  }
}

/** Whether the file ends in the middle of a line, and nobody is about to write the rest. */
function isTorn(fd: number): boolean {
  const last = Buffer.alloc(1);
  for (let before = -1; ;) {
    const { size } = fstatSync(fd);
    if (size === 0 || readSync(fd, last, 0, 1, size - 1) !== 1 || last[0] === 0x0a) return false;
    if (size === before) return true;
    before = size;
    // The line of another writer may be on its way: the size of a file can be seen to grow page by page
    // within one write. Setting the times of the file waits for the end of that write.
    const now = new Date();
    try {
      futimesSync(fd, now, now);
    } catch {
      // Another user's file: an empty line may come of it, which readers pass over.
    }
  }
}

/**
 * The records of NAME (its base name) in `folder`, in the order of their lines. Lines that are cut short or no
 * records are passed over.
 *
 * @param names - what {@link readFolder} gave for the folder
 * @param wanted - picks records by their file. Default: those whose files are among the names
 * @throws ToolError when the record can't be read; a folder without one has no runs. The record of another user
 * who lets nobody read it is passed over: what it has counts as not recorded.
 */
export function readRecords(
  folder: string,
  base: string,
  names: readonly string[],
  wanted: (record: RunRecord) => boolean = areAmong(names),
): readonly RunRecord[] {
  const records: RunRecord[] = [];
  const quoted = JSON.stringify(base);
  const manifests = names.filter((file) => MANIFESTS.test(file));
  for (const file of manifests) {
    const path = join(folder, file);
    try {
      eachLine(path, (line) => {
        // Most lines of a busy folder are of other names: don't parse those.
        if (!line.includes(quoted)) return;
        const record = parseRecord(line);
        // Nor do those of files that were removed take any room.
        if (record?.name === base && wanted(record)) records.push(record);
      });
    } catch (cause) {
      if (failedWith(cause, 'EACCES')) continue;
      throw systemError(`cannot read the record ${JSON.stringify(path)}`, cause);
    }
  }
  // Lines of several users have no order but that of their times.
  return manifests.length > 1
    ? records.sort((a, b) => Date.parse(a.time) - Date.parse(b.time))
    : records;
}

function areAmong(names: readonly string[]): (record: RunRecord) => boolean {
  const present = new Set<string | null>(names);
  return ({ file }) => present.has(file);
}

/** How much of a record is read at a time: a longer line is none that tsf wrote. */
const READ = 1024 * 1024;

/** Calls `take` with each line. The record may be larger than any string can be. */
function eachLine(path: string, take: (line: string) => void): void {
  // Nobody may write to a named pipe that has this name: don't wait for that.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const buffer = Buffer.allocUnsafeSlow(READ);
    for (let held = 0, count = -1; count !== 0;) {
      count = readSync(fd, buffer, held, READ - held, null);
      const filled = held + count;
      const end = count === 0 ? filled : buffer.subarray(0, filled).lastIndexOf(0x0a) + 1;
      for (const line of buffer.toString('utf8', 0, end).split('\n')) take(line);
      held = end === 0 && filled === READ ? 0 : buffer.copy(buffer, 0, end, filled);
    }
  } finally {
    closeSync(fd);
  }
}

/** The names in a folder. */
export function readFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw systemError(`cannot read the folder ${JSON.stringify(folder)}`, cause);
  }
}

function parseRecord(line: string): RunRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const record = value as Partial<RunRecord>;
  // The record may have been written by anyone who may write here: a file is one of this folder.
  const whole =
    record.v === 1 &&
    typeof record.name === 'string' &&
    (record.file === null || isFileName(record.file)) &&
    ['complete', 'partial', 'unchanged', 'discarded'].includes(record.status as string) &&
    typeof record.time === 'string' &&
    Math.abs(Date.parse(record.time)) <= FARTHEST &&
    Number.isSafeInteger(record.bytes) &&
    Number.isFinite(record.durationMs) &&
    may(record.storedBytes, Number.isSafeInteger) &&
    may(record.sha256, isText) &&
    may(record.exitCode, Number.isSafeInteger) &&
    may(record.signal, isText) &&
    may(record.reason, isText) &&
    may(record.sameAs, isFileName);
  return whole ? (record as RunRecord) : undefined;
}

function may(value: unknown, check: (value: unknown) => boolean): boolean {
  return value === undefined || check(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isFileName(value: unknown): boolean {
  return typeof value === 'string' && !/[/\0]/.test(value) && value !== '..';
}
