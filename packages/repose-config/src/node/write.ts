import { randomBytes } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ToolError } from '@nearhand/core/errors';

/**
 * Writes several files of a folder, all or none: each text goes to a temporary name beside its file
 * and is flushed, and only when all are there they are put in place. Where that fails half-way, what
 * was put in place is put back. Symbolic links are followed; mode and owner stay.
 *
 * @param texts - by file name; undefined removes the file
 * @param options.expected - what each file must still hold, so that a change made meanwhile is never lost
 */
export function writeFolder(
  dir: string,
  texts: ReadonlyMap<string, string | undefined>,
  options: { readonly expected?: ReadonlyMap<string, string | undefined> } = {},
): void {
  for (const [name, text] of options.expected ?? []) {
    if (readIfThere(join(dir, name)) === text) continue;
    throw new ToolError(`${name} was changed by something else meanwhile`, {
      code: 'CHANGED_MEANWHILE',
      place: { file: join(dir, name) },
      hint: 'Nothing was written. Look at the file, and try again.',
    });
  }
  const staged: Staged[] = [];
  const done: Staged[] = [];
  try {
    for (const [name, text] of texts) staged.push(stage(join(dir, name), text));
    for (const one of staged) {
      done.push(one);
      putInPlace(one);
    }
  } catch (error) {
    for (const one of done.toReversed()) putBack(one);
    throw failure(error, dir);
  } finally {
    for (const one of staged) if (one.temporary) rmSync(one.temporary, { force: true });
  }
  for (const one of done) if (one.kept) rmSync(one.kept, { force: true });
  syncFolder(dir);
}

interface Staged {
  readonly file: string;
  /** Holds the new text; undefined where the file goes. */
  readonly temporary: string | undefined;
  /** Where the old file waits until all are in place. */
  kept?: string;
  /** Set once it is known that there was no old file. */
  isNew?: boolean;
}

function stage(path: string, text: string | undefined): Staged {
  const file = target(path);
  if (text === undefined) return { file, temporary: undefined };
  const temporary = besides(file, 'new');
  // Never follows what someone else put at that name.
  const descriptor = openSync(temporary, 'wx', 0o666);
  try {
    writeFileSync(descriptor, text);
    copyMode(file, descriptor);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return { file, temporary };
}

function copyMode(file: string, descriptor: number): void {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (!stat) return;
  fchmodSync(descriptor, stat.mode & 0o7777);
  try {
    fchownSync(descriptor, stat.uid, stat.gid);
  } catch {
    // Only root may give files away; then the file belongs to who changed it, as with an editor.
  }
}

function putInPlace(one: Staged): void {
  if (lstatSync(one.file, { throwIfNoEntry: false })) {
    const kept = besides(one.file, 'old');
    // A second name for the old file, so that there is no moment at which the file isn't there.
    if (one.temporary) linkOrCopy(one.file, kept);
    else renameSync(one.file, kept);
    one.kept = kept;
  } else {
    one.isNew = true;
  }
  if (one.temporary) renameSync(one.temporary, one.file);
}

function linkOrCopy(file: string, kept: string): void {
  try {
    linkSync(file, kept);
  } catch {
    copyFileSync(file, kept);
  }
}

function putBack(one: Staged): void {
  if (one.kept) renameSync(one.kept, one.file);
  else if (one.isNew) rmSync(one.file, { force: true });
}

function besides(file: string, kind: string): string {
  return join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.${kind}`);
}

function target(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function syncFolder(dir: string): void {
  try {
    const descriptor = openSync(dir, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Some systems can't flush a folder.
  }
}

function failure(error: unknown, dir: string): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const why: Record<string, string> = {
    EACCES: 'it may not be written',
    EPERM: 'it may not be written',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    ENOENT: 'the folder is not there',
  };
  // Not the temporary name, which nobody has ever seen.
  const shown = path?.replace(/([/\\])\.([^/\\]+)\.[0-9a-f]{12}\.(?:new|old)$/, '$1$2') ?? dir;
  return new ToolError(`${shown} cannot be written: ${why[code] ?? code}`, {
    code: 'CANNOT_WRITE',
    hint: 'Nothing was changed.',
    cause: error,
  });
}
