/**
 * Which configuration files the user trusts, by their very content: a file that was changed since
 * is no longer trusted, and nor is the same text in another place.
 *
 * Kept outside every repository, in `$XDG_STATE_HOME/nearhand/trust` or
 * `~/.local/state/nearhand/trust` (Windows: `%LOCALAPPDATA%\nearhand\trust`): one small file per
 * decision, named by the SHA-256 of the path and the text.
 */
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { ToolError } from './errors.ts';
import { sha256 } from './sha256.ts';
import { systemReason } from './system-error.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Whether the user has trusted this text in this file. */
export function isTrusted(file: string, text: string, env: Env): boolean {
  const folder = trustFolder(env);
  if (folder === undefined) return false;
  const stat = attempt(() => lstatSync(join(folder, keyOf(file, text))));
  // Somebody else's word is not the user's.
  return (
    stat?.isFile() === true && (stat.uid === process.getuid?.() || process.platform === 'win32')
  );
}

/**
 * Remembers that the user trusts this text in this file.
 *
 * @throws ToolError `TRUST_STORE` when it can't be kept
 */
export function trust(file: string, text: string, env: Env): void {
  const folder = trustFolder(env);
  if (folder === undefined) {
    throw new ToolError('there is no place to remember what you trust', {
      code: 'TRUST_STORE',
      hint: 'Set HOME or XDG_STATE_HOME.',
    });
  }
  const target = join(folder, keyOf(file, text));
  const temporary = `${target}.${process.getBuiltinModule('node:crypto').randomUUID()}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(temporary, `${JSON.stringify({ file: real(file) })}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
    renameSync(temporary, target);
  } catch (cause) {
    attempt(() => rmSync(temporary, { force: true }));
    throw new ToolError(`cannot remember the trust: ${systemReason(cause as Error)}`, {
      code: 'TRUST_STORE',
      place: { file: folder },
      cause,
    });
  }
}

/** Forgets every text that was trusted in this file; says how many there were. */
export function distrust(file: string, env: Env): number {
  const folder = trustFolder(env);
  let count = 0;
  for (const name of (folder && attempt(() => readdirSync(folder))) || []) {
    const entry = join(folder!, name);
    if (fileOf(entry) !== real(file)) continue;
    rmSync(entry, { force: true });
    count += 1;
  }
  return count;
}

/** The file that is there exactly while the user trusts this text in this file. */
export function trustRecord(file: string, text: string, env: Env): string | undefined {
  const folder = trustFolder(env);
  return folder === undefined ? undefined : join(folder, keyOf(file, text));
}

/** Where decisions are kept, or undefined when no variable says where the user's files are. */
export function trustFolder(env: Env): string | undefined {
  const state = env['XDG_STATE_HOME'];
  if (state !== undefined && isAbsolute(state)) return join(state, 'nearhand', 'trust');
  const local = process.platform === 'win32' ? env['LOCALAPPDATA'] : undefined;
  if (local) return join(local, 'nearhand', 'trust');
  const home = env['HOME'] ?? env['USERPROFILE'];
  // A relative one would be looked up in the very folder that asks to be trusted.
  return home && isAbsolute(home) ? join(home, '.local', 'state', 'nearhand', 'trust') : undefined;
}

function keyOf(file: string, text: string): string {
  return sha256(`${real(file)}\0${text}`).toString('hex');
}

function real(file: string): string {
  return attempt(() => realpathSync(file)) ?? resolve(file);
}

function fileOf(entry: string): string | undefined {
  return attempt(() => (JSON.parse(readFileSync(entry, 'utf8')) as { file?: string }).file);
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
