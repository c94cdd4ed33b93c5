/**
 * The hidden file that data goes to before it has its final name:
 * `.20150326123412-page.html.4711-k3x9f2.partial`, in the same folder.
 */
import {
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  unlinkSync,
  type Stats,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { kill, pid } from 'node:process';
import { toDisplay } from '@nearhand/core/quote';
import { fitted, mayBelong, recogniser, type StampedName } from './name.ts';
import { readFolder } from './manifest.ts';
import { failedWith, systemError } from './system-error.ts';

export interface Temporary {
  readonly path: string;
  readonly fd: number;
}

/**
 * Creates the temporary file of `stamped`, and opens it for writing.
 *
 * @throws ToolError with the system's code where the folder is missing or can't be written to.
 */
export function openTemporary(stamped: StampedName): Temporary {
  for (;;) {
    const mark = Math.floor(Math.random() * 36 ** 6)
      .toString(36)
      .padStart(6, '0');
    const path = join(stamped.folder, fitted(stamped.file(0), `.${pid}-${mark}.partial`));
    try {
      // Readable too: the digest and the comparison with the last run read it back.
      return { path, fd: openSync(path, 'wx+') };
    } catch (error) {
      if (failedWith(error, 'EEXIST')) continue;
      throw openError(stamped.folder, error);
    }
  }
}

function openError(folder: string, cause: unknown): Error {
  const shown = JSON.stringify(folder);
  if (failedWith(cause, 'ENOENT')) {
    return systemError(
      `cannot write into the folder ${shown}`,
      cause,
      `Make it first: ${toDisplay(['mkdir', '-p', '--', folder])}`,
    );
  }
  return systemError(`cannot write into the folder ${shown}`, cause);
}

/** Closes and removes the temporary file; a file that is gone already is no error. */
export function discard(temporary: Temporary): void {
  closeQuietly(temporary.fd);
  try {
    unlinkSync(temporary.path);
  } catch (error) {
    if (!failedWith(error, 'ENOENT')) {
      throw systemError(`cannot remove ${JSON.stringify(temporary.path)}`, error);
    }
  }
}

export function closeQuietly(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // Closed already; what matters was checked when it was written.
  }
}

/** A temporary file whose writer is gone: it was killed, or the machine went down. */
export interface Leftover {
  readonly path: string;
  readonly bytes: number;
  /** When it was last written, in milliseconds since 1970. */
  readonly written: number;
  /** The name to give it. */
  readonly keepAs: string;
}

/** A stamp of the default format in front: what follows is NAME, and no end of a longer one. */
const USUAL = /^\d{14}(?:\d{3}|\d{6})?-/;
const TEMPORARY = /^\.(.+)\.(\d+)-[0-9a-z]{6}\.partial$/s;

/**
 * The temporary files of NAME (its base name) in `folder` that no process writes to any more.
 *
 * Where a name was cut to fit, or its stamp has a format of its own, a file that may well belong to
 * NAME is told too.
 *
 * @param own - the path of the temporary file that this run writes
 */
export function findLeftovers(folder: string, base: string, own?: string): readonly Leftover[] {
  const found: Leftover[] = [];
  const recognise = recogniser(base);
  const names = readFolder(folder);
  for (const file of names) {
    const match = file.charCodeAt(0) === 0x2e ? TEMPORARY.exec(file) : null;
    if (!match) continue;
    const [, core = '', writer = ''] = match;
    const certain = recognise(core) !== undefined;
    if (!certain && (USUAL.test(core) || !mayBelong(core, base)) && !core.includes('~')) continue;
    const path = join(folder, file);
    if (path === own) continue;
    // Twice: while its descriptors are looked at one after the other, it may go on from one to the next.
    if (isWrittenBy(Number(writer), path) || isWrittenBy(Number(writer), path)) continue;
    const stat = statSync(path, { throwIfNoEntry: false });
    // A writer may have finished since the folder was read.
    if (!stat) continue;
    if (
      stat.nlink > 1 &&
      names.some((name) => name !== file && mayBelong(name, base) && isSame(stat, folder, name))
    ) {
      // Killed between the two halves of publishing: the data has its final name.
      rmSync(path, { force: true });
      continue;
    }
    found.push({
      path,
      bytes: stat.size,
      written: stat.mtimeMs,
      keepAs: join(folder, `${core}.partial`),
    });
  }
  return found;
}

function isSame(stat: Stats, folder: string, name: string): boolean {
  const other = lstatSync(join(folder, name), { throwIfNoEntry: false });
  return other?.ino === stat.ino && other.dev === stat.dev;
}

/**
 * Whether that process runs and has the file open. Where its open files can't be seen (another
 * user's, or no /proc) a running process is taken for the writer.
 */
function isWrittenBy(writer: number, path: string): boolean {
  // It may have our own number: in a container, each run may have the same.
  try {
    kill(writer, 0);
  } catch (error) {
    return !failedWith(error, 'ESRCH');
  }
  const descriptors = `/proc/${writer}/fd`;
  try {
    const name = basename(resolve(path));
    return readdirSync(descriptors).some((fd) => {
      try {
        return basename(readlinkSync(`${descriptors}/${fd}`)) === name;
      } catch {
        return false;
      }
    });
  } catch {
    return true;
  }
}
