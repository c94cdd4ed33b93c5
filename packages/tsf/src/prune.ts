/**
 * Removing older files of a NAME. Only files that the record has, and that are still as they were
 * written, are ever removed.
 */
import { existsSync, readlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from '@nearhand/core/errors';
import { holds } from './content.ts';
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
 * @throws ToolError for a bad NAME or limit, or for the first file that can't be removed, after the others were.
 */
export async function prune(
  name: string,
  limits: Limits,
  options: ListOptions & PruneOptions = {},
): Promise<Pruned> {
  const { failures, ...pruned } = await pruneFolder(placeOf(name, options), limits, options);
  if (failures.length > 0) throw failures[0]!;
  return pruned;
}

/** What became of the files, and of those that can't be removed: they are among the kept ones. */
export interface FolderPruned extends Pruned {
  readonly failures: readonly Error[];
}

/**
 * The same for a folder and a base name.
 *
 * @param options.written - a file that was written just now: it stays, whatever the clock says of its age
 */
export async function pruneFolder(
  place: RunPlace,
  limits: Limits,
  options: PruneOptions & { readonly written?: string | undefined } = {},
): Promise<FolderPruned> {
  const spared = new Set([options.written, linkedFile(place)]);
  const plan = planPrune(runsIn(place), limits, { now: options.now ?? Date.now(), spared });
  const removed: Run[] = [];
  const kept = [...plan.kept];
  const foreign = [...plan.foreign];
  const failures: Error[] = [];
  for (const run of plan.removed) {
    // The size is what it was: someone may have changed it all the same.
    if (run.sha256 !== undefined && (await holds(run, run.sha256)) === false) {
      if (existsSync(run.path)) foreign.push({ ...run, modified: true });
      continue;
    }
    try {
      if (!options.dryRun) unlinkSync(run.path);
      removed.push(run);
    } catch (cause) {
      // Another run may have pruned it in the meantime.
      if (failedWith(cause, 'ENOENT')) continue;
      failures.push(systemError(`cannot remove ${JSON.stringify(run.path)}`, cause));
      kept.push(run);
    }
  }
  return { removed, kept: kept.sort((a, b) => a.time - b.time), foreign, failures };
}

/** The file that the link called NAME points to, where there is one. */
function linkedFile({ folder, base }: RunPlace): string | undefined {
  try {
    return readlinkSync(join(folder, base));
  } catch {
    return undefined;
  }
}

export interface PrunePlanning {
  /** What to count ages from, in milliseconds since 1970. */
  readonly now: number;
  /** The names of files that stay. */
  readonly spared?: ReadonlySet<string | undefined> | undefined;
}

/**
 * Says what would be removed; it looks at nothing but its arguments.
 *
 * @throws ToolError `LIMITS` for a limit that is negative or no number.
 */
export function planPrune(
  runs: readonly Run[],
  limits: Limits,
  { now, spared }: PrunePlanning,
): Pruned {
  for (const [limit, value] of Object.entries(limits) as [string, number | undefined][]) {
    if (value === undefined || value >= 0) continue;
    throw new ToolError(`the limit ${limit} cannot be ${value}`, { code: 'LIMITS' });
  }
  const foreign: Run[] = [];
  // A later run with the same bytes speaks of the same file: the file is as young as that run.
  const files = new Map<string, Run>();
  for (const run of runs) {
    if (!run.recorded || run.modified) {
      foreign.push(run);
      continue;
    }
    files.delete(run.file);
    files.set(run.file, run);
  }
  const newestFirst = [...files.values()].reverse();
  const newest = newestFirst.find((run) => run.status !== 'partial') ?? newestFirst[0];
  const kept: Run[] = [];
  const removed: Run[] = [];
  let whole = 0;
  let bytes = 0;
  let beyond = false;
  for (const run of newestFirst) {
    // What is older than a file that has to go has to go too.
    beyond ||=
      run !== newest &&
      ((limits.keep !== undefined && whole >= limits.keep) ||
        (limits.keepFor !== undefined && now - run.time > limits.keepFor) ||
        (limits.maxSize !== undefined && bytes + run.storedBytes > limits.maxSize));
    if (beyond && run !== newest && !spared?.has(run.file)) {
      removed.push(run);
      continue;
    }
    kept.push(run);
    if (run.status !== 'partial') whole += 1;
    bytes += run.storedBytes;
  }
  return { removed: removed.reverse(), kept: kept.reverse(), foreign };
}
