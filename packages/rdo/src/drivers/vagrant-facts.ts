import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shortHash } from '../hash.ts';
import { newNonce } from '../nonce.ts';
import { cacheDir } from '../private-dir.ts';

/** What `vagrant ssh-config` says of a machine. */
export interface SshFacts {
  readonly host: string;
  readonly user: string | undefined;
  readonly port: number | undefined;
  readonly identityFiles: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

type Env = Readonly<Record<string, string | undefined>>;

const fileOf = (env: Env, id: string): string =>
  join(cacheDir(env), `vagrant-${shortHash(id)}.json`);

/** The facts kept for the machine with that id, or undefined. A file that can't be read counts as none. */
export function readFacts(env: Env, id: string): SshFacts | undefined {
  try {
    const kept = JSON.parse(readFileSync(fileOf(env, id), 'utf8')) as {
      readonly id?: string;
      readonly facts?: SshFacts;
    };
    return kept.id === id ? kept.facts : undefined;
  } catch {
    return undefined;
  }
}

export function writeFacts(env: Env, id: string, facts: SshFacts): void {
  const file = fileOf(env, id);
  const temporary = `${file}.${newNonce().slice(0, 8)}`;
  writeFileSync(temporary, JSON.stringify({ id, facts }), { mode: 0o600 });
  renameSync(temporary, file);
}
