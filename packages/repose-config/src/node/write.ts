import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isSystemError, systemReason, ToolError } from '@nearhand/core/errors';

/**
 * Writes several files of a folder, all or none: each text goes to a temporary name beside its file
 * and is flushed, and only when all are there they are put in place. Where that fails half-way, what
 * was put in place is put back. Symbolic links are followed; mode, group and (where the system lets
 * it) owner stay. A file that may not be written is never replaced, even where its folder may be.
 *
 * @param texts - by file name; undefined removes the file
 * @param options.expected - what each file must still hold (undefined: that it isn't there), so that a
 * change made meanwhile isn't lost
 * @throws ToolError `CHANGED_MEANWHILE` or `CANNOT_WRITE`; all files are as they were then
 */
export function writeFolder(
  dir: string,
  texts: ReadonlyMap<string, string | undefined>,
  options: { readonly expected?: ReadonlyMap<string, string | undefined> } = {},
): void {
  const staged: Staged[] = [];
  const done: Staged[] = [];
  try {
    for (const [name, text] of texts) staged.push(stage(join(dir, name), text));
    // At the last moment: flushing may have taken long.
    for (const [name, text] of options.expected ?? []) compare(join(dir, name), text);
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
  const old = lstatSync(file, { throwIfNoEntry: false });
  if (old?.isFile()) accessSync(file, constants.W_OK);
  if (text === undefined) return { file, temporary: undefined };
  const temporary = besides(file, 'new');
  // Never follows what someone else put at that name; and what few may read, few may read from the start.
  const descriptor = openSync(temporary, 'wx', old ? 0o600 : 0o666);
  try {
    if (old) copyOwner(old, descriptor);
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return { file, temporary };
}

function copyOwner({ mode, uid, gid }: Stats, descriptor: number): void {
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    // Only root may give files away; then the file belongs to who changed it, as with an editor. Its
    // group may be all that lets Repose read it.
    try {
      fchownSync(descriptor, -1, gid);
    } catch {
      // Who isn't in the group can't keep it.
    }
  }
  // After the owner, whose change takes some of it away.
  fchmodSync(descriptor, mode & 0o7777);
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
  } catch (error) {
    if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return path;
    throw new ToolError(
      `${path} is a symbolic link to "${readlinkSync(path)}", and nothing is there`,
      {
        code: 'CANNOT_WRITE',
        hint: 'Nothing was changed. Let the link lead to a file, or remove it.',
        cause: error,
      },
    );
  }
}

function compare(path: string, expected: string | undefined): void {
  let now: string | undefined;
  try {
    now = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  if (now === expected) return;
  const what =
    expected === undefined
      ? 'is there already'
      : now === undefined
        ? 'was removed meanwhile'
        : 'was changed by something else meanwhile';
  throw new ToolError(`${basename(path)} ${what}`, {
    code: 'CHANGED_MEANWHILE',
    place: { file: path },
    hint: 'Nothing was written. Look at the file, and try again.',
  });
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
  if (!isSystemError(error)) return error;
  const { code = '', path } = error;
  const why = code === 'ENOENT' ? 'the folder is not there' : systemReason(error);
  // Not the temporary name, which nobody has ever seen.
  const shown = path?.replace(/([/\\])\.([^/\\]+)\.[0-9a-f]{12}\.(?:new|old)$/, '$1$2') ?? dir;
  const hint = ['EACCES', 'EPERM'].includes(code)
    ? 'Nothing was changed. "ls -l" shows who may write there; it may need sudo.'
    : 'Nothing was changed.';
  return new ToolError(`${shown} cannot be written: ${why}`, {
    code: 'CANNOT_WRITE',
    hint,
    cause: error,
  });
}
