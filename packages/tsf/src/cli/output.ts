import { toDisplay } from '@nearhand/core/quote';
import { print, type Reporter, type World } from '@nearhand/core/report';
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
  place: { readonly folder: string; readonly base: string },
): Promise<void> {
  let leftovers;
  try {
    leftovers = findLeftovers(place.folder, place.base);
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

/** What became of an output that isn't complete, for a message. */
export async function fate(finished: Finished, bytes: number): Promise<string> {
  if (bytes === 0) return 'Nothing had arrived, so there is no file.';
  if (finished.path === undefined) return 'What arrived was thrown away, as asked.';
  return `What arrived (${showSize(bytes)}) is kept as ${shown(finished.path)}`;
}
