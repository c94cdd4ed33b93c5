/** What of a project is pushed: what git would take, or all but what the .gitignore files name. */
import { spawn } from 'node:child_process';
import { existsSync, lstatSync } from 'node:fs';
import type { Ignore } from 'ignore';
import type { SyncPlan } from '../sync-plan.ts';
import { foldersAbove, OWN_FOLDER, pathOf, syncError } from './context.ts';
import { walk } from './walk.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What tells whether a file was changed: size, time of the last change in milliseconds, mode. */
export type Stamp = readonly [size: number, mtime: number, mode: number];

/** Names below the root, as Latin-1, with their stamps. */
export type Files = ReadonlyMap<string, Stamp>;

/**
 * The files to push: plain files and symbolic links, without `.git` and `.rdo`. In a git work tree those that are tracked or
 * could be; elsewhere all that no .gitignore names.
 *
 * @throws ToolError with phase `sync` when git fails, or a folder can't be read
 */
export async function listFiles(sync: SyncPlan, env: Env): Promise<Files> {
  const excluded = await excluder(sync.exclude);
  const names =
    (await gitNames({ ...sync, env })) ??
    walk(sync.root, { exclude: sync.exclude, ignore: (await import('ignore')).default });
  const files = new Map<string, Stamp>();
  const links = new Set<string>();
  const queue = [...names];
  for (const name of queue) {
    if (isOwn(name) || files.has(name) || excluded(name)) continue;
    const stat = lstatSync(pathOf(sync.root, name), { throwIfNoEntry: false });
    if (stat?.isDirectory()) queue.push(...(await nestedNames(sync, name, env)));
    else if (stat?.isFile() || stat?.isSymbolicLink()) {
      if (stat.isSymbolicLink()) links.add(name);
      files.set(name, [stat.size, stat.mtimeMs, stat.mode]);
    }
  }
  // git still lists what lay in a folder that has become a link since.
  if (links.size > 0) {
    for (const name of files.keys()) {
      if (foldersAbove(name).some((folder) => links.has(folder))) files.delete(name);
    }
  }
  return files;
}

/** The stamp of one file as it is now, or undefined when there is none (any more). */
export function stampOf(root: string, name: string): Stamp | undefined {
  try {
    const stat = lstatSync(pathOf(root, name), { throwIfNoEntry: false });
    if (!stat || !(stat.isFile() || stat.isSymbolicLink())) return undefined;
    return [stat.size, stat.mtimeMs, stat.mode];
  } catch {
    // A file where a folder was.
    return undefined;
  }
}

export function sameStamp(a: Stamp | undefined, b: Stamp | undefined): boolean {
  return a !== undefined && b !== undefined && a.every((value, index) => value === b[index]);
}

export function isOwn(name: string): boolean {
  return name === OWN_FOLDER || name.startsWith(`${OWN_FOLDER}/`);
}

async function excluder(patterns: readonly string[]): Promise<(name: string) => boolean> {
  if (patterns.length === 0) return () => false;
  const { default: ignore } = await import('ignore');
  const rules: Ignore = ignore({ ignorecase: false, allowRelativePaths: true }).add(
    patterns.map(latin1),
  );
  return (name) => rules.ignores(name.replace(/\/$/, ''));
}

function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** A submodule, or a repository within this one: what git would take of that. */
async function nestedNames(sync: SyncPlan, name: string, env: Env): Promise<readonly string[]> {
  const folder = name.replace(/\/$/, '');
  const path = pathOf(sync.root, folder);
  // Not checked out. git would look in the repository above.
  if (!existsSync(Buffer.concat([path, Buffer.from('/.git')]))) return [];
  const root = path.toString('utf8');
  if (!Buffer.from(root, 'utf8').equals(path)) {
    throw syncError(`sync: the name of the nested repository ${root} is no UTF-8`);
  }
  const names = (await gitNames({ root, exclude: [], env })) ?? [];
  return names.map((inner) => `${folder}/${inner}`);
}

interface GitRequest {
  readonly root: string;
  readonly exclude: readonly string[];
  readonly env: Env;
}

/** What git lists, or undefined where there is no git or no work tree, or git ignores the whole root. */
async function gitNames({
  root,
  exclude,
  env,
}: GitRequest): Promise<readonly string[] | undefined> {
  const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const patterns = exclude.map((pattern) => `--exclude=${pattern}`);
  const ran = await git([...listing, ...patterns], { root, env });
  if (ran.missing || /not a git repository|must be run in a work tree/.test(ran.stderr)) {
    return undefined;
  }
  if (ran.code !== 0) {
    throw syncError(
      `sync: git: ${ran.stderr.trim().split('\n')[0] ?? `exit status ${ran.code}`}`,
      ran.stderr.trim().split('\n').slice(1).join('\n'),
    );
  }
  const names = ran.stdout.split('\0').slice(0, -1);
  if (names.length > 0) return names;
  const { code } = await git(['check-ignore', '--quiet', '.'], { root, env });
  return code === 0 ? undefined : names;
}

interface Ran {
  readonly code: number | null;
  readonly missing: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

function git(
  words: readonly string[],
  { root, env }: { readonly root: string; readonly env: Env },
): Promise<Ran> {
  // In a hook these name the repository that the hook runs for.
  const kept = Object.entries(env).filter(
    ([name]) =>
      !/^GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|OBJECT_DIRECTORY|CEILING_DIRECTORIES)$/.test(
        name,
      ),
  );
  // Settings of a repository that came with the files must not run anything.
  const safe = ['-c', 'core.fsmonitor=false', '-c', 'safe.bareRepository=explicit'];
  return new Promise((resolve) => {
    const child = spawn('git', [...safe, ...words], {
      cwd: root,
      env: { ...Object.fromEntries(kept), LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    const ran = (code: number | null, missing = false): Ran => ({
      code,
      missing,
      stdout: Buffer.concat(out).toString('latin1'),
      stderr: Buffer.concat(err).toString('utf8'),
    });
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve(ran(null, error.code === 'ENOENT')),
    );
    child.once('close', (code) => resolve(ran(code)));
  });
}
