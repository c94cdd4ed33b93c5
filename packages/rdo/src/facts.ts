import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shortHash } from './hash.ts';
import { newNonce } from './nonce.ts';
import { cacheDir } from './private-dir.ts';

type Env = Readonly<Record<string, string | undefined>>;

const fileOf = (env: Env, key: string): string => join(cacheDir(env), `${shortHash(key)}.json`);

/** Something that was found out before under that key, or undefined. What can't be read counts as nothing. */
export function readFact(env: Env, key: string): unknown {
  try {
    const kept = JSON.parse(readFileSync(fileOf(env, key), 'utf8')) as {
      readonly key?: string;
      readonly value?: unknown;
    };
    return kept.key === key ? kept.value : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a fact that can be found out again, readable by the user alone. */
export function writeFact(env: Env, key: string, value: unknown): void {
  const file = fileOf(env, key);
  const temporary = `${file}.${newNonce().slice(0, 8)}`;
  writeFileSync(temporary, JSON.stringify({ key, value }), { mode: 0o600 });
  renameSync(temporary, file);
}
