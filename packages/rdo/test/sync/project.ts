import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { binFile, need, runFile, type RunFileOptions, type RunResult } from '@nearhand/test-kit';

export const rsync = need('rsync', 'apt-get install rsync', 'rsync');
export const git = need('git', 'apt-get install git', 'git');

/** A project that is synced, with its twin in another folder of this machine. */
export interface SyncProject {
  readonly top: string;
  readonly here: string;
  readonly there: string;
  readonly env: NodeJS.ProcessEnv;
  readonly rdo: (words: readonly string[], options?: RunFileOptions) => Promise<RunResult>;
  /** Trusts a new configuration with these further lines. */
  readonly configure: (more: string) => Promise<void>;
}

export interface ProjectOptions {
  /** Further lines of the configuration. */
  readonly config?: string;
  readonly git?: boolean;
}

export async function project(options: ProjectOptions = {}): Promise<SyncProject> {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'rdo-sync-')));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const [here, there, home] = ['here', 'there/deep', 'home'].map((name) => join(top, name)) as [
    string,
    string,
    string,
  ];
  for (const dir of [here, home, join(home, 'run')]) mkdirSync(dir, { mode: 0o700 });
  if (options.git !== false) execFileSync('git', ['init', '-q', here]);
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_RUNTIME_DIR: join(home, 'run'),
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const made: SyncProject = {
    top,
    here,
    there,
    env,
    rdo: (words, more) =>
      runFile(process.execPath, [binFile('rdo'), ...words], { cwd: here, env, ...more }),
    async configure(more) {
      const text = `driver = local\ndirectory = ${there}\nsync = rsync\n${more}`;
      writeFileSync(join(here, '.rdo.conf'), text);
      await made.rdo(['--trust']);
    },
  };
  await made.configure(options.config ?? '');
  return made;
}

/** Every file below a folder, but for those of git and rdo, with its content; links as `-> TARGET`. */
export function tree(root: string): Record<string, string> {
  const names = execFileSync(
    'find',
    [
      '.',
      '(',
      '-name',
      '.git',
      '-o',
      '-name',
      '.rdo*',
      ')',
      '-prune',
      '-o',
      '!',
      '-type',
      'd',
      '-printf',
      '%P\\0%y%l\\0',
    ],
    { cwd: root, encoding: 'latin1' },
  ).split('\0');
  const found: [string, string][] = [];
  for (let i = 0; i + 1 < names.length; i += 2) {
    const name = names[i]!;
    const kind = names[i + 1]!;
    const path = Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name, 'latin1')]);
    found.push([name, kind.startsWith('l') ? `-> ${kind.slice(1)}` : readFileSync(path, 'utf8')]);
  }
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The files that were kept when others took their place. */
export function replaced(root: string): Record<string, string> {
  const kept = tree(join(root, '.rdo/replaced'));
  return Object.fromEntries(
    Object.entries(kept).map(([name, text]) => [name.replace(/^[^/]+\//, ''), text]),
  );
}
