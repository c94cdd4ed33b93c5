import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toShell } from '@nearhand/core/quote';
import { ACTIVE } from '../active.ts';
import { realFileSystem } from '../fs.ts';
import { REMOTE } from '../plan.ts';
import type { Resolution } from '../types.ts';
import { guardsOf, variableGuards } from './guards.ts';
import type { Observations } from './record.ts';

export interface Entry {
  /** The folder of the cache. */
  readonly cache: string;
  readonly name: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly seen: Observations;
  /** Variables that finders asked for. */
  readonly asked: ReadonlySet<string>;
  /** Milliseconds: before anything was looked at. */
  readonly started: number;
  /** Files that are there while what took part is trusted. */
  readonly trusted: ReadonlySet<string>;
  /** Files of xe itself: another xe may resolve otherwise. */
  readonly own: readonly string[];
}

/** Variables that count in every resolution. */
const ALWAYS = ['PATH', 'HOME', ACTIVE, REMOTE, 'VIRTUAL_ENV', 'CONDA_PREFIX'];

/** Whether a shim can repeat this resolution by itself. */
export function isRepeatable(resolution: Resolution): boolean {
  const { program, warnings, untrusted, argv, env } = resolution;
  return (
    argv !== undefined &&
    program?.kind === 'found' &&
    program.from !== 'given' &&
    warnings.length === 0 &&
    untrusted.length === 0 &&
    // A relative entry means another folder in every directory.
    (env['PATH'] ?? '').split(':').every((entry) => entry.startsWith('/')) &&
    Object.keys(resolution.envDiff.set).every((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
  );
}

/** The folder that an entry is for, and all below it that have nothing of their own. */
function folderOf({ layers, cwd }: Resolution): string {
  return layers[0]?.dir ?? cwd;
}

/** The text of an entry: tests, and behind them what to run. A shim reads it with `.`. */
export function entryText(
  resolution: Resolution,
  entry: Entry,
): { text: string; timed: readonly string[] } {
  const { envDiff, argv } = resolution;
  const dir = folderOf(resolution);
  const guards = guardsOf(entry.seen, realFileSystem, { own: entry.own, dir });
  const touched = [...Object.keys(envDiff.set), ...envDiff.unset];
  const tests = [
    ...variableGuards(entry.env, [...ALWAYS, ...entry.asked, ...touched]),
    ...[...entry.trusted].map((file) => `[ -f ${toShell([file])} ]`),
    ...guards.tests,
  ];
  const changes = [
    ...envDiff.unset.map((name) => `  unset ${name}`),
    ...Object.entries(envDiff.set).flatMap(([name, value]) => [
      `  ${name}=${toShell([value])}`,
      `  export ${name}`,
    ]),
  ];
  const lines = [
    '# What xe found, and when it holds. Written by xe, read by its shims.',
    `if ${tests.join(' &&\n  ')}; then`,
    ...changes,
    `  exec ${toShell(argv!)} "$@"`,
    'fi',
  ];
  return { text: `${lines.join('\n')}\n`, timed: guards.timed };
}

/**
 * Keeps a resolution for the shims, under the innermost folder of the project that took part.
 * Never fails: without a cache the shims ask xe every time.
 */
export function writeEntry(resolution: Resolution, entry: Entry): void {
  if (!isRepeatable(resolution)) return;
  const folder = join(entry.cache, folderOf(resolution));
  const file = join(folder, `%${entry.name}`);
  const temporary = `${file}.${randomUUID()}`;
  try {
    const { text, timed } = entryText(resolution, entry);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
    // The shims compare times: the entry must be newer than what was looked at, and older than any
    // change that comes after. The second leaves room for shells that compare whole seconds, and
    // taking the newest time that was seen, not the clock's, for file servers whose clock differs.
    const newest = Math.max(0, ...timed.map((path) => statSync(path).mtimeMs));
    const time = Math.min(newest + 1000, entry.started - 20) / 1000;
    utimesSync(temporary, time, time);
    renameSync(temporary, file);
  } catch {
    rmSync(temporary, { force: true });
  }
}
