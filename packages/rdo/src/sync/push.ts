/** Before the command: what changed here goes there. */
import { lstatSync } from 'node:fs';
import { hasCode } from '@nearhand/core/errors';
import { newNonce } from '../nonce.ts';
import {
  foldersAbove,
  pathOf,
  replacedFolder,
  shownList,
  syncError,
  type SyncContext,
} from './context.ts';
import { listFiles, sameStamp, stampOf, type Files, type Stamp } from './files.ts';
import { OTHER_FOLDER } from './failure.ts';
import type { Listed } from './listing.ts';
import { recordKey, readRecord, writeRecord, type SyncRecord } from './record.ts';
import { askThere, differing, send, sendMissing, type PushContext } from './send.ts';
import { runThere } from './there.ts';

/**
 * Sends what changed since the last push, and again what is missing there; takes away there what an earlier push sent and
 * was removed here. What was changed there alone stays as it is.
 */
export async function push(context: SyncContext): Promise<void> {
  const key = recordKey(context.plan, context.sync);
  const record = readRecord(context.io.env, key);
  const fresh = { id: newNonce(), files: new Map(), pending: [], pulled: record.pulled };
  const { id } = record;
  if (id === undefined) return pushTo({ ...context, mark: { id: fresh.id, fresh: true } }, fresh);
  try {
    return await pushTo({ ...context, mark: { id, fresh: false } }, record);
  } catch (error) {
    if (!hasCode(error, OTHER_FOLDER)) throw error;
    return pushTo({ ...context, mark: { id: fresh.id, fresh: true } }, fresh);
  }
}

async function pushTo(context: PushContext, record: SyncRecord): Promise<void> {
  const { sync, plan, io } = context;
  const listing = listChanges(context, record);
  // Connects while git still lists.
  const missing =
    record.files.size > 0
      ? sendMissing(
          context,
          listing.then(({ same }) => same),
        )
      : undefined;
  missing?.catch(() => {});
  const { files, changed, same, gone } = await listing;
  const asked = [...changed, ...gone];
  const remember = (next: Partial<SyncRecord>): void =>
    writeRecord(io.env, recordKey(plan, sync), { ...record, ...next });
  if (asked.length === 0) {
    // With nothing to send at all, this still makes the folder and finds out whether rsync works.
    await (missing ?? sendMissing(context, same));
    if (context.mark.fresh) remember({});
    return;
  }
  const sending = changed.map((name): [string, Stamp] => [name, files.get(name)!]);
  remember({ pending: [...record.pending, ...sending] });
  const clear = askThere(context, asked).then(async (there) => {
    await remove(context, { gone, there, record });
    const replaced = await replaceForeign(context, { changed, there, record });
    return changed.filter((name) => !replaced.has(name));
  });
  // Connects while the other side is asked.
  const sent = changed.length > 0 ? send(context, clear, []) : clear;
  await allOf([missing ?? clear, clear, sent]);
  remember({ files, pending: [] });
}

export interface Changes {
  readonly files: Files;
  readonly changed: readonly string[];
  readonly same: readonly string[];
  readonly gone: readonly string[];
}

/** What differs here from what the last push left there, by its record. */
export async function listChanges(
  { sync, io }: Pick<SyncContext, 'sync'> & { readonly io: Pick<SyncContext['io'], 'env'> },
  record: SyncRecord,
): Promise<Changes> {
  const files = withoutPulled(await listFiles(sync, io.env), record);
  const changed: string[] = [];
  const same: string[] = [];
  for (const [name, stamp] of files) {
    (sameStamp(record.files.get(name), stamp) ? same : changed).push(name);
  }
  return { files, changed, same, gone: goneNames(sync.root, { files, record }) };
}

interface Replacement {
  readonly changed: readonly string[];
  readonly there: ReadonlyMap<string, Listed>;
  readonly record: SyncRecord;
}

/** Sends what would overwrite another content than a sync left there, and keeps that; gives the names. */
async function replaceForeign(
  context: PushContext,
  { changed, there, record }: Replacement,
): Promise<ReadonlySet<string>> {
  const foreign = changed.filter((name) => isForeign(there.get(name), name, record));
  if (foreign.length === 0) return new Set();
  const replaced = await differing(context, foreign);
  if (replaced.size === 0) return replaced;
  const folder = replacedFolder();
  await send(context, replaced, ['--backup', `--backup-dir=${folder}`]);
  context.warn(
    `replaced there, where it was not as rdo had left it: ${shownList([...replaced])}\n` +
      `What was there is kept in ${context.sync.directory}/${folder}`,
  );
  return replaced;
}

/** Waits for all to end, and then throws the first failure. */
async function allOf(work: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** What a pull brought, and nobody changed since, is theirs: it isn't sent, and so never deleted there. */
function withoutPulled(files: Files, { files: pushed, pulled }: SyncRecord): Files {
  if (pulled.size === 0) return files;
  return new Map(
    [...files].filter(([name, stamp]) => pushed.has(name) || !sameStamp(pulled.get(name), stamp)),
  );
}

/** What a push sent, or may have sent, and isn't here any more. What is merely excluded now stays there. */
function goneNames(
  root: string,
  { files, record }: { readonly files: Files; readonly record: SyncRecord },
): readonly string[] {
  const sent = new Set([...record.files.keys(), ...record.pending.map(([name]) => name)]);
  return [...sent].filter((name) => !files.has(name) && stampOf(root, name) === undefined);
}

/** Whether what lies there is none of what a sync of ours left there. */
function isForeign(there: Listed | undefined, name: string, record: SyncRecord): boolean {
  if (!there) return false;
  const sent = record.pending.filter(([other]) => other === name).map(([, stamp]) => stamp);
  const ours = [record.files.get(name), record.pulled.get(name), ...sent];
  return !ours.some((stamp) => stamp !== undefined && looksLike(there, stamp));
}

function looksLike({ change, size, seconds }: Listed, stamp: Stamp): boolean {
  // A folder's size means nothing, and it is never one of ours.
  if (change[1] === 'd') return false;
  return size === stamp[0] && seconds === Math.floor(stamp[1] / 1000);
}

interface Removal {
  readonly gone: readonly string[];
  readonly there: ReadonlyMap<string, Listed>;
  readonly record: SyncRecord;
}

/** Removes there what was removed here, if it is still as it was sent, and the folders that it leaves empty. */
async function remove(context: SyncContext, { gone, there, record }: Removal): Promise<void> {
  const present = gone.filter((name) => there.has(name));
  const kept = present.filter((name) => isForeign(there.get(name), name, record));
  if (kept.length > 0) {
    context.warn(`removed here, but changed there, where it stays: ${shownList(kept)}`);
  }
  const removed = present.filter((name) => !kept.includes(name));
  if (removed.length === 0) return;
  const failed = await runThere(context, ['rm', '-f', '--'], removed);
  if (failed !== '') throw syncError('sync: cannot remove there what was removed here', failed);
  const folders = [...new Set(removed.flatMap(foldersAbove))]
    .filter((name) => !isFolderHere(context.sync.root, name))
    .sort((a, b) => b.length - a.length);
  // Those that hold something of their own stay.
  await runThere(context, ['rmdir', '--'], folders);
}

function isFolderHere(root: string, name: string): boolean {
  try {
    return lstatSync(pathOf(root, name), { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}
