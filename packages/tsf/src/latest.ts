/**
 * A symbolic link called NAME that always points to the newest file.
 */
import { existsSync, lstatSync, renameSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pid } from 'node:process';
import { ToolError } from '@nearhand/core/errors';
import { fitted } from './name.ts';
import { runsIn, type RunPlace } from './runs.ts';
import { systemError } from './system-error.ts';

/**
 * Points the link `base` in `folder` to `file`, in one step: whoever opens it gets the old file or the
 * new one.
 *
 * @throws ToolError `LATEST_TAKEN` where something that is no link has that name; it is left alone.
 */
export function pointLatest(folder: string, base: string, file: string): void {
  const link = join(folder, base);
  const standing = lstatSync(link, { throwIfNoEntry: false });
  if (standing && !standing.isSymbolicLink()) {
    throw new ToolError(`${JSON.stringify(link)} is no link, so it was left alone`, {
      code: 'LATEST_TAKEN',
      hint: 'Rename that file: --latest wants its name for the link to the newest one.',
    });
  }
  const next = join(folder, fitted(base, `.${pid}.latest`));
  try {
    // A run with our number may have been killed here.
    rmSync(next, { force: true });
    symlinkSync(file, next);
  } catch (cause) {
    throw systemError(
      `cannot make the link ${JSON.stringify(link)}`,
      cause,
      'This file system may have no symbolic links.',
    );
  }
  try {
    renameSync(next, link);
  } catch (cause) {
    unlinkSync(next);
    throw systemError(`cannot set the link ${JSON.stringify(link)}`, cause);
  }
}

/**
 * Points the link to the newest file that is there, where its own has been removed: another run may prune a file
 * between its getting its name and its getting the link.
 */
export function mendLatest(place: RunPlace): void {
  if (existsSync(join(place.folder, place.base))) return;
  const newest = runsIn(place).findLast((run) => run.status !== 'partial');
  if (newest) pointLatest(place.folder, place.base, newest.file);
}
