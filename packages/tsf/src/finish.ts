/**
 * The end of a run: the file gets its name, the run its line in the record, and what the user asked
 * for besides is done.
 */
import { basename } from 'node:path';
import { ToolError } from '@nearhand/core/errors';
import { toDisplay } from '@nearhand/core/quote';
import { digestOf, HASHED_UNASKED } from './digest.ts';
import { commitDraft, dropDraft, flushNames, keepDraft, type Draft } from './draft.ts';
import { appendRecord, type RunRecord, type RunStatus } from './manifest.ts';
import type { Limits } from './prune.ts';

/** How a run went, as far as its output is concerned. */
export interface RunEnd {
  /** What to do with the output. */
  readonly verdict: 'complete' | 'partial' | 'discarded';
  /** The size of the output, before compression. */
  readonly bytes: number;
  readonly storedBytes?: number | undefined;
  readonly durationMs: number;
  /** Where it was reckoned on the way. */
  readonly sha256?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly timedOut?: boolean | undefined;
  readonly reason?: string | undefined;
  readonly stream?: 'stdout' | 'stderr' | undefined;
}

export interface FinishOptions {
  /** Flush file and folder to the disk. */
  readonly sync?: boolean | undefined;
  /** Write no line in the record. */
  readonly unrecorded?: boolean | undefined;
  /** What to do when the output has the same bytes as the last one. */
  readonly unchanged?: 'skip' | 'link' | undefined;
  /** Keep a link called NAME to the newest file. */
  readonly latest?: boolean | undefined;
  /** Remove older files that go beyond. */
  readonly limits?: Limits | undefined;
  /** The user's number, for the record in a folder that others write to. */
  readonly uid?: number | undefined;
}

export interface Finished {
  readonly status: RunStatus;
  /** The file that holds the output; `undefined` when it was thrown away. */
  readonly path: string | undefined;
  /** What went wrong after the output was safe, and so is no reason to call the run failed. */
  readonly warnings: readonly unknown[];
  /** What was asked for and could not be done, though the output is safe. */
  readonly failures: readonly unknown[];
}

/**
 * Ends a run as `end` says. A complete output that can't be given its name is kept as a partial one: the first of
 * the failures is then why, and says where.
 */
export async function finish(
  draft: Draft,
  end: RunEnd,
  options: FinishOptions = {},
): Promise<Finished> {
  const warnings: unknown[] = [];
  const failures: unknown[] = [];
  const { folder, base } = draft.stamped;
  const sha256 = await digestFor(draft, end, warnings);
  const placed = await place(draft, { end, options, sha256, failures });
  if (options.sync && placed.path !== undefined && placed.status !== 'partial') {
    try {
      flushNames(draft);
    } catch (error) {
      failures.push(error);
    }
  }
  const { path, status, sameAs, storedBytes = end.storedBytes, reason = end.reason } = placed;
  if (!options.unrecorded) {
    const record: RunRecord = {
      v: 1,
      name: base,
      file: path === undefined ? null : basename(path),
      status,
      time: new Date(draft.time).toISOString(),
      durationMs: Math.round(end.durationMs),
      bytes: end.bytes,
      ...given({
        storedBytes: storedBytes === end.bytes ? undefined : storedBytes,
        sha256,
        exitCode: end.exitCode,
        signal: end.signal,
        timedOut: end.timedOut || undefined,
        reason,
        sameAs,
        stream: end.stream,
      }),
    };
    try {
      appendRecord(folder, record, options.uid);
    } catch (error) {
      warnings.push(error);
    }
  }
  if (path !== undefined && status !== 'partial') {
    await tidy(draft, { file: basename(path), options, failures });
  }
  return { status, path, warnings, failures };
}

interface Tidying {
  /** The file that was written, or stands for what was. */
  readonly file: string;
  readonly options: FinishOptions;
  readonly failures: unknown[];
}

/** Points the link to the new file, and removes old ones. */
async function tidy(draft: Draft, { file, options, failures }: Tidying): Promise<void> {
  const { folder, base } = draft.stamped;
  const trying = async (act: () => unknown): Promise<void> => {
    try {
      await act();
    } catch (error) {
      failures.push(error);
    }
  };
  if (options.latest) {
    await trying(async () => (await import('./latest.ts')).pointLatest(folder, base, file));
  }
  const { limits } = options;
  if (!limits) return;
  await trying(async () => {
    const { pruneFolder } = await import('./prune.ts');
    const pruned = await pruneFolder({ folder, base }, limits, { now: draft.time, written: file });
    failures.push(...pruned.failures);
  });
  if (options.latest) {
    await trying(async () => (await import('./latest.ts')).mendLatest({ folder, base }));
  }
}

async function digestFor(
  draft: Draft,
  end: RunEnd,
  warnings: unknown[],
): Promise<string | undefined> {
  if (end.sha256 !== undefined || end.verdict === 'discarded') return end.sha256;
  // The file holds the output as it came: a compressed one was hashed on its way, or not at all.
  if (end.storedBytes !== undefined || end.bytes > HASHED_UNASKED) return undefined;
  try {
    return await digestOf(draft.temporary.fd, end.bytes);
  } catch (error) {
    warnings.push(error);
    return undefined;
  }
}

interface Placing {
  readonly end: RunEnd;
  readonly options: FinishOptions;
  readonly sha256: string | undefined;
  /** Where to say what could not be done. */
  readonly failures: unknown[];
}

interface Placed {
  readonly status: RunStatus;
  readonly path: string | undefined;
  readonly storedBytes?: number;
  readonly sameAs?: string;
  readonly reason?: string;
}

async function place(draft: Draft, placing: Placing): Promise<Placed> {
  const { end, options, failures } = placing;
  if (end.verdict === 'discarded') {
    try {
      dropDraft(draft);
    } catch (error) {
      failures.push(error);
    }
    return { status: 'discarded', path: undefined };
  }
  if (end.verdict === 'partial') return { status: 'partial', path: keepDraft(draft, options.sync) };
  const earlier = await placeUnchanged(draft, placing);
  if (earlier !== undefined) return earlier;
  try {
    return { status: 'complete', path: commitDraft(draft, options.sync) };
  } catch (cause) {
    const { message, code } = cause as NodeJS.ErrnoException;
    const path = keepDraft(draft);
    const hint = `The output is kept as ${toDisplay([path])}`;
    failures.unshift(new ToolError(message, { code: code ?? 'EIO', hint, cause }));
    return { status: 'partial', path, reason: message };
  }
}

/** Lets the last file stand for an output with the same bytes, where that is wanted. */
async function placeUnchanged(draft: Draft, placing: Placing): Promise<Placed | undefined> {
  const { end, sha256, failures } = placing;
  const { unchanged: how } = placing.options;
  if (how === undefined || sha256 === undefined) return undefined;
  try {
    const { sameAsLast, standIn } = await import('./unchanged.ts');
    const last = await sameAsLast(draft, { bytes: end.bytes, sha256 });
    const path = last && standIn(draft, last, how);
    if (last === undefined || path === undefined) return undefined;
    return { status: 'unchanged', path, storedBytes: last.storedBytes, sameAs: last.file };
  } catch (error) {
    // Nobody knows whether it is unchanged, so it is stored.
    failures.push(error);
    return undefined;
  }
}

function given<T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined),
  ) as never;
}
