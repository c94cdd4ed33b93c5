/**
 * Removing older files of a NAME. Only files that the record has, and that are still as they were
 * written, are ever removed.
 */
import { unlinkSync } from 'node:fs';
import { placeOf, runsIn, type ListOptions, type Run, type RunPlace } from './runs.ts';
import { failedWith, systemError } from './system-error.ts';

/** Each is a limit by itself: what goes beyond any of them is removed, but never the newest file. */
export interface Limits {
  /** How many files stay. */
  readonly keep?: number | undefined;
  /** How old a file may become, in milliseconds. */
  readonly keepFor?: number | undefined;
  /** How many bytes all of them may take together. */
  readonly maxSize?: number | undefined;
}

export interface PruneOptions {
  /** What to count ages from, in milliseconds since 1970. Default: now. */
  readonly now?: number | undefined;
  /** Remove nothing. */
  readonly dryRun?: boolean | undefined;
}

export interface Pruned {
  /** The files that were removed, or would be; oldest first. */
  readonly removed: readonly Run[];
  readonly kept: readonly Run[];
  /** Files of NAME that are in no record, or were changed since: they are never removed. */
  readonly foreign: readonly Run[];
}

/**
 * Removes the files of NAME that go beyond `limits`.
 *
 * @throws ToolError for a bad NAME, or a file that can't be removed.
 */
export async function prune(
  name: string,
  limits: Limits,
  options: ListOptions & PruneOptions = {},
): Promise<Pruned> {
  return pruneFolder(placeOf(name, options), limits, options);
}

/** The same for a folder and a base name. */
export async function pruneFolder(
  place: RunPlace,
  limits: Limits,
  options: PruneOptions = {},
): Promise<Pruned> {
  const runs = runsIn(place);
  const plan = planPrune(runs, limits, options.now ?? Date.now());
  if (!options.dryRun) {
    for (const run of plan.removed) {
      try {
        unlinkSync(run.path);
      } catch (cause) {
        // Another run may have pruned it in the meantime.
        if (failedWith(cause, 'ENOENT')) continue;
        throw systemError(`cannot remove ${JSON.stringify(run.path)}`, cause);
      }
    }
  }
  return plan;
}

/** Says what would be removed; it looks at nothing but its arguments. */
export function planPrune(runs: readonly Run[], limits: Limits, now: number): Pruned {
  const ours = runs.filter((run) => run.recorded && !run.modified);
  const foreign = runs.filter((run) => !ours.includes(run));
  // A later run with the same bytes speaks of the same file: the file is as young as that run.
  const files = new Map<string, Run>();
  for (const run of ours) {
    files.delete(run.file);
    files.set(run.file, run);
  }
  const newestFirst = [...files.values()].reverse();
  const newest = newestFirst.find((run) => run.status !== 'partial') ?? newestFirst[0];
  const kept: Run[] = [];
  const removed: Run[] = [];
  let whole = 0;
  let bytes = 0;
  for (const run of newestFirst) {
    const counts = run.status !== 'partial';
    const beyond =
      (limits.keep !== undefined && whole + (counts ? 1 : 0) > limits.keep) ||
      (limits.keepFor !== undefined && now - run.time > limits.keepFor) ||
      (limits.maxSize !== undefined && bytes + run.storedBytes > limits.maxSize);
    if (run !== newest && beyond) {
      removed.unshift(run);
      continue;
    }
    kept.unshift(run);
    if (counts) whole += 1;
    bytes += run.storedBytes;
  }
  return { removed, kept, foreign };
}
