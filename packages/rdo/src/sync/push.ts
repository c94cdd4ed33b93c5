/** Before the command: what changed here goes there. */
import { lstatSync } from 'node:fs';
import {
  foldersAbove,
  pathOf,
  REPLACED,
  shownList,
  syncError,
  type SyncContext,
} from './context.ts';
import { listFiles, sameStamp, stampOf, type Files, type Stamp } from './files.ts';
import { LISTING, nameList, parseListing, type Listed } from './listing.ts';
import { progressOf } from './progress.ts';
import { recordKey, readRecord, writeRecord, type SyncRecord } from './record.ts';
import { rsync, THERE } from './rsync.ts';
import { runThere } from './there.ts';

/** Links as links, times, modes; folders are made where they are missing and else left as they are. */
const SEND = ['--links', '--times', '--perms', '--no-implied-dirs'];
const NAMED = ['--from0', '--files-from=-', '--ignore-missing-args'];

/**
 * Sends what changed since the last push, and again what is missing there; takes away there what an earlier push sent and
 * was removed here. What was changed there alone stays as it is.
 */
export async function push(context: SyncContext): Promise<void> {
  const { sync, plan, io } = context;
  const key = recordKey(plan, sync);
  const record = readRecord(io.env, key);
  const files = withoutPulled(await listFiles(sync, io.env), record);
  context.signal.throwIfAborted();
  const [changed, same] = partition(
    files,
    ([name, stamp]) => !sameStamp(record.files.get(name), stamp),
  );
  const gone = goneNames(sync.root, { files, record });
  if (changed.size > 0 || gone.length > 0) {
    writeRecord(io.env, key, { ...record, pending: new Map([...record.pending, ...changed]) });
  }
  const asked = [...changed.keys(), ...gone];
  const [there] = await Promise.all([
    asked.length > 0 ? askThere(context, asked) : new Map<string, Listed>(),
    // With nothing to send at all, this still makes the folder and finds out whether rsync works.
    same.size > 0 || asked.length === 0 ? sendMissing(context, same) : undefined,
  ]);
  if (asked.length === 0) return;
  await remove(context, { gone, there, record });
  const foreign = [...changed.keys()].filter((name) => isForeign(there.get(name), name, record));
  const replaced = foreign.length > 0 ? await differing(context, foreign) : new Set<string>();
  if (replaced.size > 0) {
    await send(context, replaced, ['--backup', `--backup-dir=${REPLACED}`]);
    context.warn(
      `changed there as well as here: ${shownList([...replaced])}\n` +
        `The one from here is there now; the other is kept there, in ${sync.directory}/${REPLACED}`,
    );
  }
  const rest = [...changed.keys()].filter((name) => !replaced.has(name));
  if (rest.length > 0) await send(context, rest, []);
  writeRecord(io.env, key, { files, pending: new Map(), pulled: record.pulled });
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
  const sent = new Set([...record.files.keys(), ...record.pending.keys()]);
  return [...sent].filter((name) => !files.has(name) && stampOf(root, name) === undefined);
}

function partition(files: Files, test: (entry: [string, Stamp]) => boolean): [Files, Files] {
  const entries = [...files];
  return [new Map(entries.filter(test)), new Map(entries.filter((entry) => !test(entry)))];
}

/** What lies there under these names. */
async function askThere(
  context: SyncContext,
  names: readonly string[],
): Promise<ReadonlyMap<string, Listed>> {
  const nowhere = `${context.sync.root}/.rdo/nowhere/`;
  const text = await rsync(context, {
    words: ['--dry-run', '--links', '--times', ...NAMED, LISTING, THERE, nowhere],
    input: nameList(names),
    make: true,
    // A file may stand where the way to a name goes.
    partial: true,
  });
  return new Map(parseListing(text).map((listed) => [listed.name, listed]));
}

async function sendMissing(context: SyncContext, files: Files): Promise<void> {
  await rsync(context, {
    words: [...SEND, ...NAMED, '--ignore-existing', './', THERE],
    input: nameList(files.keys()),
    make: true,
  });
}

async function send(
  context: SyncContext,
  names: Iterable<string>,
  more: readonly string[],
): Promise<void> {
  const { sync, status } = context;
  status?.('sync: sending');
  await rsync(context, {
    words: [
      ...SEND,
      ...NAMED,
      // Else a change within the same second would go unseen.
      '--modify-window=-1',
      ...(sync.compress ? ['--compress'] : []),
      ...(status ? ['--info=progress2'] : []),
      ...more,
      './',
      THERE,
    ],
    input: nameList(names),
    make: true,
    ...(status && {
      onOutput(text: string) {
        const progress = progressOf(text);
        if (progress !== undefined) status(`sync: sending, ${progress}`);
      },
    }),
  });
}

/** Which of these files have another content there. */
async function differing(
  context: SyncContext,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const text = await rsync(context, {
    words: ['--dry-run', '--checksum', '--links', ...NAMED, LISTING, './', THERE],
    input: nameList(names),
  });
  return new Set(
    parseListing(text)
      .filter(({ change }) => /^[<c]/.test(change))
      .map(({ name }) => name),
  );
}

/** Whether what lies there is none of what a sync of ours left there. */
function isForeign(there: Listed | undefined, name: string, record: SyncRecord): boolean {
  if (!there) return false;
  const ours = [record.files, record.pending, record.pulled].map((files) => files.get(name));
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
