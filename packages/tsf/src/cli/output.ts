import { toDisplay } from '@nearhand/core/quote';
import { print, type Reporter, type World } from '@nearhand/core/report';
import type { Draft } from '../draft.ts';
import type { Finished } from '../finish.ts';
import { findLeftovers } from '../temporary.ts';
import { showMoment, showSize } from '../units.ts';
import type { Settings } from './settings.ts';

/** A path as people can read it and paste it. */
export function shown(path: string): string {
  // A plain word keeps its place as an argument: only the first one is read as an assignment.
  return toDisplay(['tsf', path]).slice('tsf '.length);
}

/** Says what killed runs of the same NAME left behind, and how to get it back. */
export async function warnOfLeftovers(
  report: Reporter,
  { stamped, temporary }: Draft,
): Promise<void> {
  let leftovers;
  try {
    leftovers = findLeftovers(stamped.folder, stamped.base, temporary.path);
  } catch {
    // A folder that may be written but not read.
    return;
  }
  if (leftovers.length === 0) return;
  for (const { path, bytes, written, keepAs } of leftovers) {
    const about = `${showSize(bytes)}, last written ${showMoment(written)}`;
    report.warn(
      `an earlier run could not finish and left a partial file (${about})\n` +
        `to keep it:   ${toDisplay(['mv', '-n', '--', path, keepAs])}\n` +
        `to remove it: ${toDisplay(['rm', '--', path])}`,
    );
  }
}

/** Says where the output is, and what could not be done besides. Gives the exit status for that. */
export async function tell(
  finished: Finished,
  settings: Settings,
  { world, report }: { readonly world: World; readonly report: Reporter },
): Promise<number> {
  const { path, status } = finished;
  for (const warning of finished.warnings) report.warn((warning as Error).message);
  for (const failure of finished.failures) report.error(failure);
  if (path !== undefined && status !== 'partial') {
    if (settings.print) await print(world, `${path}\n`);
    else if (!settings.quiet) {
      report.note(`${shown(path)}${status === 'unchanged' ? ' (unchanged)' : ''}`);
    }
  }
  return finished.failures.length > 0 ? 1 : 0;
}

/** What came of the bytes of a run. */
export interface Amount {
  readonly bytes: number;
  readonly storedBytes?: number | undefined;
  /** Why not all of them could be written. */
  readonly writeError?: unknown;
}

/** What became of an output that isn't complete, for a message. */
export function fate({ path }: Finished, { bytes, storedBytes, writeError }: Amount): string {
  if (writeError !== undefined) {
    const written = storedBytes ?? bytes;
    return path === undefined
      ? 'Nothing of it could be written, so there is no file.'
      : `What could be written (${showSize(written)}) is kept as ${shown(path)}`;
  }
  if (path === undefined) {
    return bytes === 0
      ? 'Nothing had arrived, so there is no file.'
      : 'What arrived was thrown away, as asked.';
  }
  return bytes === 0
    ? `Nothing had arrived, and ${shown(path)} is empty.`
    : `What arrived (${showSize(bytes)}) is kept as ${shown(path)}`;
}
