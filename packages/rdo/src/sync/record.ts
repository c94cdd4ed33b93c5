/**
 * What was synced before, kept per machine and folder: it tells a file that was changed here from one that was changed
 * there, and what may be deleted. It lies outside the repository.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { shortHash } from '../hash.ts';
import { newNonce } from '../nonce.ts';
import type { Plan } from '../plan.ts';
import { ensurePrivate, ownUid } from '../private-dir.ts';
import type { SyncPlan } from '../sync-plan.ts';
import type { Files, Stamp } from './files.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface SyncRecord {
  /** Names the folder there: what was remembered of another one means nothing. */
  readonly id: string | undefined;
  /** What lies there since the last push, as it was here. */
  readonly files: Files;
  /** What a push was about to send. After one that was cut off, it may lie there or not. */
  readonly pending: readonly (readonly [name: string, stamp: Stamp])[];
  /** What the last pulls brought, as it lay here then. */
  readonly pulled: Files;
}

/** What of a transport says how to get to the machine, and not which one it is. */
const HOW = new Set(['autoUp', 'client', 'forwardAgent', 'identityFiles']);

/** The machine and the folders, as one text: runs that agree in it must not interleave. */
export function recordKey({ transport }: Plan, { root, directory }: SyncPlan): string {
  return JSON.stringify([root, directory, transport], (key, value: unknown) =>
    HOW.has(key) ? undefined : value,
  );
}

/** The folder of records and locks: `$XDG_STATE_HOME/nearhand/sync`, else `~/.local/state/nearhand/sync`. */
export function recordDir(env: Env): string {
  const state = env['XDG_STATE_HOME'];
  const base = state?.startsWith('/') ? state : join(env['HOME'] ?? homedir(), '.local/state');
  return ensurePrivate(join(base, 'nearhand/sync'), ownUid());
}

/** A record that can't be read counts as none: then nothing gets deleted, and every file is compared. */
export function readRecord(env: Env, key: string): SyncRecord {
  try {
    const kept = JSON.parse(readFileSync(fileOf(env, key), 'utf8')) as Kept;
    if (kept.version === 1 && kept.key === key) {
      return {
        id: kept.id,
        files: unpack(kept.files),
        pending: [...(kept.pending ?? [])].map(([name, ...stamp]) => [name, stamp] as const),
        pulled: unpack(kept.pulled),
      };
    }
  } catch {
    // None yet.
  }
  return { id: undefined, files: new Map(), pending: [], pulled: new Map() };
}

export function writeRecord(env: Env, key: string, record: SyncRecord): void {
  const kept: Kept = {
    version: 1,
    key,
    id: record.id,
    files: pack(record.files),
    pending: record.pending.map(([name, stamp]) => [name, ...stamp] as const),
    pulled: pack(record.pulled),
  };
  const file = fileOf(env, key);
  const temporary = `${file}.${newNonce().slice(0, 8)}`;
  writeFileSync(temporary, JSON.stringify(kept), { mode: 0o600 });
  renameSync(temporary, file);
}

type Row = readonly [name: string, ...stamp: Stamp];

interface Kept {
  readonly version: 1;
  readonly key: string;
  readonly id?: string | undefined;
  readonly files: readonly Row[];
  readonly pending: readonly Row[];
  readonly pulled: readonly Row[];
}

function pack(files: Files): readonly Row[] {
  return [...files].map(([name, stamp]) => [name, ...stamp] as const);
}

function unpack(rows: readonly Row[]): Files {
  return new Map(rows.map(([name, ...stamp]) => [name, stamp]));
}

function fileOf(env: Env, key: string): string {
  return join(recordDir(env), `${shortHash(key)}.json`);
}
