/**
 * Giving a complete file its final name, in one step that never replaces another file.
 */
import { linkSync, lstatSync, openSync, renameSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { NAME_MAX, fitted } from './name.ts';
import { closeQuietly } from './temporary.ts';
import { failedWith, systemError } from './system-error.ts';

/** What a file system without hard links answers to link(2): FAT, exFAT, many FUSE and network ones. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK'];

/** The names to try, in order: the function is asked for 0, 1, 2 and so on. */
export type Candidates = (clash: number) => string;

/**
 * Moves `temporary` to the first name in `folder` that is free, and says which number that was.
 *
 * link(2) refuses a name that is taken, so two writers can never get the same one. Where a file system
 * has no links, a lock file made exclusively stands for the name among all writers that use this
 * function, and the name is looked at before the file is renamed to it.
 *
 * @throws ToolError with the system's code; the data is then still in `temporary`.
 */
export function publish(
  temporary: string,
  folder: string,
  candidates: Candidates,
): { readonly path: string; readonly clash: number } {
  let step: Step = linkTo;
  for (let clash = 0; ; clash += 1) {
    const file = candidates(clash);
    const path = join(folder, file);
    try {
      let result = step(temporary, folder, file);
      if (result === 'no links') {
        step = renameTo;
        result = step(temporary, folder, file);
      }
      if (result === 'done') return { path, clash };
    } catch (cause) {
      throw systemError(`cannot give the file its name ${JSON.stringify(path)}`, cause);
    }
  }
}

type Step = (temporary: string, folder: string, file: string) => 'done' | 'taken' | 'no links';

function linkTo(...[temporary, folder, file]: Parameters<Step>): ReturnType<Step> {
  const path = join(folder, file);
  try {
    linkSync(temporary, path);
  } catch (error) {
    if (failedWith(error, 'EEXIST')) return 'taken';
    if (failedWith(error, ...NO_LINKS)) return 'no links';
    throw error;
  }
  try {
    unlinkSync(temporary);
  } catch {
    // The file has its name; a second name that stays behind is swept up by the next run.
  }
  return 'done';
}

function renameTo(...[temporary, folder, file]: Parameters<Step>): ReturnType<Step> {
  const path = join(folder, file);
  const lock = join(folder, fitted(file, '.lock'));
  try {
    closeQuietly(openSync(lock, 'wx'));
  } catch (error) {
    // Another writer is about to use the name, or was killed while it did: the next number is free.
    if (failedWith(error, 'EEXIST')) return 'taken';
    throw error;
  }
  try {
    // lstat and not access: a dangling link is a name that is taken.
    if (lstatSync(path, { throwIfNoEntry: false })) return 'taken';
    renameSync(temporary, path);
    return 'done';
  } finally {
    unlinkSync(lock);
  }
}

/**
 * Gives a file that is there already one more name, the first that is free. Gives back the new path, or
 * undefined where the file system has no links (or no more of them for this file), or the file is gone.
 */
export function linkAgain(
  existing: string,
  folder: string,
  candidates: Candidates,
): string | undefined {
  for (let clash = 0; ; clash += 1) {
    const path = join(folder, candidates(clash));
    try {
      linkSync(existing, path);
      return path;
    } catch (error) {
      if (failedWith(error, 'EEXIST')) continue;
      if (failedWith(error, 'ENOENT', ...NO_LINKS)) return undefined;
      throw systemError(`cannot make the link ${JSON.stringify(path)}`, error);
    }
  }
}

/**
 * Gives what a run left unfinished a name that shows it: the final name with `.partial` behind.
 * Gives back the path of the file, which is `temporary` itself where no such name can be had.
 */
export function keepPartial(temporary: string, folder: string, candidates: Candidates): string {
  // A name that is too long is cut, without the dot in front that would hide it.
  const named: Candidates = (clash) => {
    const name = `${candidates(clash)}.partial`;
    return Buffer.byteLength(name) <= NAME_MAX
      ? name
      : fitted(candidates(clash), '.partial').slice(1);
  };
  try {
    return publish(temporary, folder, named).path;
  } catch {
    // The data is where it was; only its name doesn't say much.
    return temporary;
  }
}
