/**
 * An output on its way: a hidden file that becomes the final one, a `.partial` one, or none.
 */
import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { stampedName, type StampStyle, type StampedName } from './name.ts';
import { keepPartial, publish } from './publish.ts';
import { systemError } from './system-error.ts';
import { closeQuietly, discard, openTemporary, type Temporary } from './temporary.ts';

export interface Draft {
  readonly stamped: StampedName;
  readonly temporary: Temporary;
  /** The moment of the stamp, in milliseconds since 1970. */
  readonly time: number;
  /** The topmost of the folders that were made for it. */
  readonly madeFolder: string | undefined;
}

export interface DraftOptions extends StampStyle {
  /** The moment of the stamp, in milliseconds since 1970. */
  readonly time: number;
  /** The folder that a relative NAME starts from. Default: the process's own. */
  readonly cwd?: string | undefined;
}

/**
 * Opens the hidden file for NAME, and makes the folder of NAME where `directory` says so.
 *
 * @throws ToolError for a bad NAME, or a folder that is missing or can't be written to.
 */
export function openDraft(name: string, options: DraftOptions): Draft {
  const stamped = within(stampedName(name, options.time, options), options.cwd);
  let madeFolder: string | undefined;
  if (options.directory) {
    try {
      madeFolder = mkdirSync(stamped.folder, { recursive: true });
    } catch (cause) {
      const hint =
        (cause as NodeJS.ErrnoException).code === 'EEXIST'
          ? 'A file has that name already: choose another one, or leave out -d.'
          : undefined;
      throw systemError(`cannot make the folder ${JSON.stringify(stamped.folder)}`, cause, hint);
    }
  }
  return { stamped, temporary: openTemporary(stamped), time: options.time, madeFolder };
}

function within(stamped: StampedName, cwd: string | undefined): StampedName {
  if (cwd === undefined || isAbsolute(stamped.folder)) return stamped;
  return { ...stamped, folder: join(cwd, stamped.folder) };
}

/**
 * Puts the file in place, and gives its path. With `sync` the file is on the disk before it has its name; for the
 * name itself see {@link flushNames}.
 *
 * @throws ToolError with the system's code; the data is then still in the hidden file.
 */
export function commitDraft(draft: Draft, sync = false): string {
  const { temporary, stamped } = draft;
  // What other runs see is that this process has the file open: without that it would count as left behind.
  const held = openQuietly(temporary.path);
  try {
    if (sync) fsyncSync(temporary.fd);
    // Some network file systems find out only here that the disk is full.
    closeSync(temporary.fd);
    return publish(temporary.path, stamped.folder, stamped.file).path;
  } catch (cause) {
    throw systemError('the output could not be written', cause);
  } finally {
    if (held !== undefined) closeQuietly(held);
  }
}

function openQuietly(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    // A umask may forbid it.
    return undefined;
  }
}

/**
 * Keeps what there is under a name that ends in `.partial`, and gives its path. With `sync` it is flushed
 * to the disk as far as that can be done.
 */
export function keepDraft(draft: Draft, sync = false): string {
  const { temporary, stamped } = draft;
  try {
    if (sync) fsyncSync(temporary.fd);
  } catch {
    // What can't be flushed is kept as far as it got; that it failed was said already.
  }
  const path = keepPartial(temporary.path, stamped.folder, stamped.file);
  closeQuietly(temporary.fd);
  try {
    if (sync) flushNames(draft);
  } catch {
    // The same.
  }
  return path;
}

/** Throws the output away. */
export function dropDraft(draft: Draft): void {
  discard(draft.temporary);
}

/**
 * Flushes the folder, which has the name of the file, and those that have the names of new folders.
 *
 * @throws ToolError with the system's code.
 */
export function flushNames({ stamped, madeFolder }: Draft): void {
  flushFolder(stamped.folder);
  if (madeFolder === undefined) return;
  const top = dirname(resolve(madeFolder));
  for (let folder = resolve(stamped.folder); folder !== top && folder !== dirname(folder);) {
    folder = dirname(folder);
    flushFolder(folder);
  }
}

function flushFolder(folder: string): void {
  let fd: number;
  try {
    fd = openSync(folder, 'r');
  } catch {
    // Windows can't open folders, nor a folder that may be written but not read.
    return;
  }
  try {
    fsyncSync(fd);
  } catch (cause) {
    throw systemError(`cannot flush the folder ${JSON.stringify(folder)}`, cause);
  } finally {
    closeQuietly(fd);
  }
}
