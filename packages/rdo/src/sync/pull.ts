/** After the command: what `pull` names comes here. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { newNonce } from '../nonce.ts';
import {
  foldersAbove,
  OWN_FOLDER,
  pathOf,
  replacedFolder,
  shownList,
  syncError,
  type SyncContext,
} from './context.ts';
import { sameStamp, stampOf, type Stamp } from './files.ts';
import { LISTING, nameList, parseListing } from './listing.ts';
import { progressOf } from './progress.ts';
import { pullRules } from './pull-rules.ts';
import { readRecord, recordKey, writeRecord, type SyncRecord } from './record.ts';
import { rsync, THERE } from './rsync.ts';

/**
 * Links as links, unless they lead out of the folder; times; and whether it can be run. Owners, other modes,
 * devices and the like stay there.
 */
const TAKE = ['--links', '--safe-links', '--times', '--executability', '--modify-window=-1'];

/**
 * Fetches what differs, into a folder of its own, and puts it in place by itself: whatever the other machine
 * sends, it can write nowhere else, and through no link.
 */
export async function pull(context: SyncContext): Promise<void> {
  const { sync, plan, io } = context;
  const rules = await pullRules(sync.pull);
  const listed = parseListing(
    await rsync(context, {
      words: ['-n', '-r', '-m', '-ii', ...TAKE, ...rules.filters, LISTING, THERE, './'],
    }),
  ).filter(({ change, name }) => change[1] !== 'd' && rules.allows(name));
  const wanted = listed.filter(({ change }) => /^[>c]/.test(change)).map(({ name }) => name);
  const key = recordKey(plan, sync);
  const record = readRecord(io.env, key);
  const taken = wanted.length > 0 ? await take(context, { wanted, record }) : undefined;
  const gone = removeGone(sync.root, { present: listed.map(({ name }) => name), rules, record });
  if (taken || gone.length > 0) {
    const pulled = new Map([...record.pulled, ...(taken?.stamps ?? [])]);
    const files = new Map(record.files);
    for (const [name, stamp] of taken?.stamps ?? []) if (files.has(name)) files.set(name, stamp);
    for (const name of gone) for (const map of [pulled, files]) map.delete(name);
    writeRecord(io.env, key, { ...record, files, pulled });
  }
  if (taken && taken.kept.length > 0) {
    context.warn(
      `replaced by what came from there, and kept in ${taken.folder}: ${shownList(taken.kept)}`,
    );
  }
  if (taken && taken.refused.length > 0) {
    throw syncError(
      `sync: not pulled: ${shownList(taken.refused)}`,
      'A folder stands in its place here, or a link or a file in that of a folder above it.',
    );
  }
}

interface Taking {
  readonly wanted: readonly string[];
  readonly record: SyncRecord;
}

interface Taken {
  readonly stamps: ReadonlyMap<string, Stamp>;
  /** What lay here, was none of what a sync brought, and is kept. */
  readonly kept: readonly string[];
  /** Where. */
  readonly folder: string;
  readonly refused: readonly string[];
}

async function take(context: SyncContext, { wanted, record }: Taking): Promise<Taken> {
  const { sync, status } = context;
  const staging = makeStaging(sync.root);
  const folder = replacedFolder();
  try {
    status?.('sync: fetching');
    await rsync(context, {
      words: [
        ...TAKE,
        '--no-implied-dirs',
        '--from0',
        '--files-from=-',
        '--ignore-missing-args',
        `--compare-dest=${sync.root}/`,
        ...(sync.compress ? ['--compress'] : []),
        ...(status ? ['--info=progress2'] : []),
        THERE,
        `${staging}/`,
      ],
      input: nameList(wanted),
      ...(status && {
        onOutput(text: string) {
          const progress = progressOf(text);
          if (progress !== undefined) status(`sync: fetching, ${progress}`);
        },
      }),
    });
    const stamps = new Map<string, Stamp>();
    const kept: string[] = [];
    const refused: string[] = [];
    for (const name of wanted) {
      // Gone since, or the same after all.
      if (stampOf(staging, name) === undefined) continue;
      const done = place(sync.root, { name, staging, folder, record });
      if (done === 'refused') refused.push(name);
      else {
        if (done === 'kept') kept.push(name);
        stamps.set(name, stampOf(sync.root, name)!);
      }
    }
    return { stamps, kept, folder, refused };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

interface Placing {
  readonly name: string;
  readonly staging: string;
  /** For what it replaces. */
  readonly folder: string;
  readonly record: SyncRecord;
}

/** Puts one file in place. What lay there and may be the user's own work is kept. */
function place(
  root: string,
  { name, staging, folder, record }: Placing,
): 'placed' | 'kept' | 'refused' {
  if (!makeFolders(root, foldersAbove(name))) return 'refused';
  const target = pathOf(root, name);
  const staged = pathOf(staging, name);
  const stat = lstatSync(target, { throwIfNoEntry: false });
  const own = stat && stampOf(root, name);
  if (stat && !own) return 'refused';
  const known =
    own === undefined ||
    sameStamp(record.pulled.get(name), own) ||
    sameStamp(record.files.get(name), own) ||
    sameContent(target, staged);
  if (!known) {
    const keep = `${folder}/${name}`;
    if (!makeFolders(root, foldersAbove(keep))) return 'refused';
    renameSync(target, pathOf(root, keep));
  }
  renameSync(staged, target);
  return known ? 'placed' : 'kept';
}

/** Makes the folders that are missing. False: something else is in the way, a link for instance. */
function makeFolders(root: string, folders: readonly string[]): boolean {
  for (const folder of folders) {
    const path = pathOf(root, folder);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat) mkdirSync(path);
    else if (!stat.isDirectory()) return false;
  }
  return true;
}

function sameContent(a: Buffer, b: Buffer): boolean {
  const [left, right] = [lstatSync(a), lstatSync(b)];
  if (left.isSymbolicLink() || right.isSymbolicLink()) {
    return left.isSymbolicLink() && right.isSymbolicLink() && readlinkSync(a) === readlinkSync(b);
  }
  return left.size === right.size && readFileSync(a).equals(readFileSync(b));
}

/** A new folder in `.rdo`, on the file system of the project, so that a file moves in one step. */
function makeStaging(root: string): string {
  const own = join(root, OWN_FOLDER);
  if (!makeFolders(root, [OWN_FOLDER])) {
    throw syncError(`sync: ${own} is not a folder`, 'rdo keeps files of its own there: remove it.');
  }
  const ignore = join(own, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  const staging = join(own, `incoming-${newNonce()}`);
  mkdirSync(staging, { mode: 0o700 });
  return staging;
}

interface Gone {
  readonly present: readonly string[];
  readonly rules: { allows(name: string): boolean };
  readonly record: SyncRecord;
}

/**
 * Removes here what a pull brought, nobody changed, and is there no more. Not when nothing at all is
 * there: then something else is wrong.
 */
function removeGone(root: string, { present, rules, record }: Gone): readonly string[] {
  if (present.length === 0) return [];
  const there = new Set(present);
  const gone = [...record.pulled].filter(([name]) => !there.has(name) && rules.allows(name));
  const removed: string[] = [];
  for (const [name, stamp] of gone) {
    if (foldersAbove(name).some((folder) => !isFolder(root, folder))) continue;
    if (!sameStamp(stampOf(root, name), stamp)) continue;
    rmSync(pathOf(root, name), { force: true });
    removed.push(name);
  }
  return removed;
}

function isFolder(root: string, name: string): boolean {
  return lstatSync(pathOf(root, name), { throwIfNoEntry: false })?.isDirectory() ?? false;
}
