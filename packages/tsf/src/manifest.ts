/**
 * The record of the runs: one line of JSON per run, in the hidden file `.tsf.jsonl` beside the files.
 */
import {
  closeSync,
  fstatSync,
  futimesSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { failedWith, systemError } from './system-error.ts';

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
 * The records of NAME (its base name) in `folder`, in the order of their lines. Lines that are cut
 * short or no records are passed over.
 *
 * @throws ToolError when the folder or the record can't be read; a folder without one has no runs.
 */
export function readRecords(folder: string, base: string): readonly RunRecord[] {
  const records: RunRecord[] = [];
  const quoted = JSON.stringify(base);
  for (const file of readFolder(folder)) {
    if (!MANIFESTS.test(file)) continue;
    const path = join(folder, file);
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (cause) {
      throw systemError(`cannot read the record ${JSON.stringify(path)}`, cause);
    }
    for (const line of text.split('\n')) {
      // Most lines of a busy folder are of other names: don't parse those.
      if (!line.includes(quoted)) continue;
      const record = parseRecord(line);
      if (record?.name === base) records.push(record);
    }
  }
  return records;
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
  const whole =
    record.v === 1 &&
    typeof record.name === 'string' &&
    typeof record.time === 'string' &&
    !Number.isNaN(Date.parse(record.time)) &&
    typeof record.bytes === 'number' &&
    typeof record.durationMs === 'number' &&
    // The record may have been written by anyone who may write here: a file is one of this folder.
    (record.file === null ||
      (typeof record.file === 'string' && !/[/\0]/.test(record.file) && record.file !== '..'));
  return whole ? (record as RunRecord) : undefined;
}
