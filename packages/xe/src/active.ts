import { pathEntries, variable, variableName, type Environment, type Rules } from './rules.ts';
import type { FileSystem } from './fs.ts';

/** The variable in which xe leaves word of what it added, so that an xe inside can take it out again. */
export const ACTIVE = 'XE_ACTIVE';

/** What {@link ACTIVE} holds, as JSON. `null` stands for a variable that isn't there. */
interface Added {
  /** Folders that were put first on PATH. */
  readonly path: readonly string[];
  /** Variable: what xe made of it, what it was before. */
  readonly vars: Readonly<Record<string, readonly [now: string | null, before: string | null]>>;
}

/** The environment without any project in it, and what had to go. */
export interface Inactive {
  readonly env: Record<string, string>;
  readonly path: readonly string[];
  readonly removed: readonly { readonly subject: string; readonly because: string }[];
}

/**
 * Takes out every environment that is active: that of an outer xe, a Python virtual environment
 * and a conda one. conda's base stays, unless the project has a Python of its own: it is no
 * project's environment, and for many the only Python that they have. Outside every project
 * (`onlyOuter`) only the outer xe is undone.
 */
export function deactivate(
  outer: Environment,
  world: {
    readonly fs: FileSystem;
    readonly rules: Rules;
    readonly ownPython: boolean;
    readonly onlyOuter: boolean;
  },
): Inactive {
  const { rules } = world;
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(outer)) if (value !== undefined) env[name] = value;
  const removed: { subject: string; because: string }[] = [];
  const pathName = variableName(env, 'PATH', rules);
  // Without PATH a system looks in its own folders, and setting it must not take them away.
  const given = env[pathName] ?? (rules.windows ? '' : '/usr/bin:/bin');
  let path = undo(env, pathEntries(given, rules), rules);
  if (world.onlyOuter) return { env, path, removed };
  const dropBin = (prefix: string): void => {
    const bins = rules.windows
      ? ['Scripts', 'bin', '', 'Library\\bin', 'Library\\usr\\bin', 'Library\\mingw-w64\\bin']
      : ['bin'];
    path = path.filter((entry) => !bins.some((bin) => rules.same(entry, rules.join(prefix, bin))));
  };
  const drop = (prefix: string, names: readonly string[], because: string): void => {
    dropBin(prefix);
    for (const name of names) delete env[variableName(env, name, rules)];
    removed.push({ subject: prefix, because });
  };
  const venv = variable(env, 'VIRTUAL_ENV', rules);
  if (venv) {
    drop(venv, ['VIRTUAL_ENV', 'VIRTUAL_ENV_PROMPT'], 'VIRTUAL_ENV says that it was active');
  }
  const conda = variable(env, 'CONDA_PREFIX', rules);
  if (conda) {
    const isBase = world.fs.kind(rules.join(conda, 'condabin')) === 'directory';
    if (!isBase || world.ownPython) {
      const names = ['CONDA_PREFIX', 'CONDA_DEFAULT_ENV', 'CONDA_PROMPT_MODIFIER', 'CONDA_SHLVL'];
      const pixi = Object.keys(env).filter((name) =>
        /^PIXI_(PROJECT|ENVIRONMENT|PROMPT|IN_SHELL)/.test(name),
      );
      drop(conda, [...names, ...pixi], 'CONDA_PREFIX says that it was active');
    }
  }
  return { env, path, removed };
}

/** Takes out what an outer xe put in, unless somebody has changed it since. */
function undo(
  env: Record<string, string>,
  entries: readonly string[],
  rules: Rules,
): readonly string[] {
  const added = parse(env[ACTIVE]);
  delete env[ACTIVE];
  if (!added) return entries;
  for (const [name, [now, before]] of Object.entries(added.vars)) {
    if ((env[name] ?? null) !== now) continue;
    if (before === null) delete env[name];
    else env[name] = before;
  }
  // All in one run where xe left them; one by one when something has come between.
  const start = entries.findIndex((_, at) =>
    added.path.every(
      (folder, i) => entries[at + i] !== undefined && rules.same(entries[at + i]!, folder),
    ),
  );
  if (start !== -1) return entries.toSpliced(start, added.path.length);
  const left = [...entries];
  for (const folder of added.path) {
    const at = left.findIndex((entry) => rules.same(entry, folder));
    if (at !== -1) left.splice(at, 1);
  }
  return left;
}

function parse(text: string | undefined): Added | undefined {
  if (text === undefined) return undefined;
  try {
    const added = JSON.parse(text) as Partial<Added>;
    const vars = Object.entries(added.vars ?? {});
    const wellFormed =
      Array.isArray(added.path) &&
      added.path.every((folder) => typeof folder === 'string') &&
      vars.every(
        ([, pair]) => Array.isArray(pair) && pair.length === 2 && pair.every(isTextOrNull),
      );
    return wellFormed ? { path: added.path ?? [], vars: added.vars ?? {} } : undefined;
  } catch {
    // Somebody else's variable of the same name: leave everything as it is.
    return undefined;
  }
}

const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';

/** The value of {@link ACTIVE} for an xe inside. */
export function activeWord(
  path: readonly string[],
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  names: Iterable<string>,
): string {
  const vars: Record<string, [string | null, string | null]> = {};
  for (const name of names) vars[name] = [after[name] ?? null, before[name] ?? null];
  return JSON.stringify({ path, vars } satisfies Added);
}
