import { platform as hostPlatform } from 'node:os';
import { ACTIVE, activeWord, deactivate } from './active.ts';
import { chooseCandidates, type Choice } from './choose.ts';
import { finders } from './finders/index.ts';
import { realFileSystem, type FileSystem } from './fs.ts';
import { gateSettings, trustGate } from './gate.ts';
import { planCommand } from './plan.ts';
import { findProject } from './project.ts';
import { rulesOf, variable, variableName, type Rules } from './rules.ts';
import type { EnvDiff, Layer, Project, Reason, Resolution, ResolveOptions } from './types.ts';
import { readXerc } from './xerc/read.ts';
import { mergeSettings, NO_SETTINGS, type Settings } from './xerc/settings.ts';

/**
 * Finds the project around a folder, the environment that its commands get, and what a command
 * would run. A pure function of its arguments and of what `fs` answers: it runs, writes and
 * changes nothing.
 *
 * @throws ToolError for a `.xerc` with a mistake: `XERC_SYNTAX`, `XERC_VALUE` or
 * `CONFIG_UNKNOWN_KEY`, each with its place. Everything else is part of the answer.
 */
export function resolve(options: ResolveOptions): Resolution {
  const { cwd, command, fs = realFileSystem } = options;
  // process.env asks the system for every variable, every time.
  const given = { ...options.env };
  const rules = rulesOf(options.platform ?? hostPlatform());
  const home = variable(given, rules.windows ? 'USERPROFILE' : 'HOME', rules) || undefined;
  const found = findProject({
    from: startOf(options.from, cwd, { fs, rules }),
    fs,
    rules,
    finders,
    readXerc: (file) => readXerc(file, fs.read(file) ?? '', { rules, home }),
  });
  const root = found.layers.at(-1)?.dir;
  const gate = trustGate(found.xercs, options.isTrusted ?? (() => false));
  const settings =
    root === undefined
      ? NO_SETTINGS
      : gateSettings(mergeSettings(found.xercs), gate, (path) => rules.within(root, path));
  const choice = chosenIn(root, found.layers, {
    fs,
    rules,
    home,
    settings,
    given,
    onVariable: options.onVariable,
  });
  const built = buildEnvironment(given, choice, {
    fs,
    rules,
    settings,
    inProject: root !== undefined,
  });
  const plan =
    command === undefined || command.length === 0
      ? undefined
      : planCommand(command, settings, {
          cwd,
          env: built.env,
          fs,
          rules,
          folders: built.folders,
          path: built.userPath,
          chosen: choice.chosen,
          gate,
          literal: options.literal === true,
        });
  const name = plan?.words[0];
  const outside = plan?.program.kind !== 'found' || plan.program.from !== 'project';
  return {
    cwd,
    root,
    layers: found.layers.map(({ dir, markers }) => ({ dir, markers })),
    path: built.folders,
    env: built.env,
    envDiff: difference(given, built.env),
    argv: plan?.argv,
    program: plan?.program,
    words: plan?.words,
    remote: plan?.remote ?? false,
    settings,
    untrusted: gate.refused,
    warnings: choice.warnings
      .filter(({ concerns }) => name !== undefined && outside && concerns.test(name))
      .map(({ text }) => text),
    why: [...found.why, ...choice.why, ...built.why, ...(plan?.why ?? [])],
  };
}

/** The folder where the search starts: that of a file, a folder itself, and of what isn't there yet its parent. */
function startOf(
  from: string | undefined,
  cwd: string,
  { fs, rules }: { fs: FileSystem; rules: Rules },
): string {
  if (from === undefined) return cwd;
  const path = rules.resolve(cwd, from);
  return fs.kind(path) === 'directory' ? path : rules.dirname(path);
}

interface Surroundings {
  readonly fs: FileSystem;
  readonly rules: Rules;
  readonly settings: Settings;
}

function chosenIn(
  root: string | undefined,
  layers: readonly Layer[],
  world: Surroundings & {
    home: string | undefined;
    given: ResolveOptions['env'];
    onVariable: ResolveOptions['onVariable'];
  },
): Choice {
  if (root === undefined) return { chosen: [], warnings: [], why: [] };
  const { fs, rules, settings, home, given } = world;
  const project: Project = {
    root,
    layers,
    fs,
    rules,
    settings,
    home,
    variable: (name) => {
      world.onVariable?.(name);
      return variable(given, name, rules) || undefined;
    },
  };
  return chooseCandidates(project, finders);
}

interface Built {
  readonly env: Record<string, string>;
  readonly folders: readonly string[];
  readonly userPath: readonly string[];
  readonly why: readonly Reason[];
}

/** Puts the environment together: what was active goes, then every chosen candidate, then `.xerc`. */
function buildEnvironment(
  given: ResolveOptions['env'],
  { chosen }: Choice,
  { fs, rules, settings, inProject }: Surroundings & { inProject: boolean },
): Built {
  const ownPython = chosen.some(
    ({ candidate }) => candidate.provides === 'python' && candidate.toolchain !== true,
  );
  // Outside every project there is nothing to protect a command from: only an outer xe is undone.
  const base = deactivate(given, { fs, rules, ownPython, onlyOuter: !inProject });
  const before = base.env;
  const env = { ...before };
  const why: Reason[] = base.removed.map(({ subject, because }) => ({
    topic: 'variable',
    subject,
    verdict: 'removed',
    because,
  }));
  const touched = new Set<string>();
  const change = (name: string, value: string | null, because: string): void => {
    const actual = variableName(env, name, rules);
    if (value === null && env[actual] === undefined) return;
    touched.add(actual);
    why.push({
      topic: 'variable',
      subject: name,
      verdict: value === null ? 'removed' : 'set',
      what: value ?? undefined,
      because,
    });
    if (value === null) delete env[actual];
    else env[actual] = value;
  };
  for (const { candidate } of chosen) {
    const because = `${candidate.what} ${candidate.path}`;
    for (const name of candidate.unset ?? []) change(name, null, because);
    for (const [name, value] of Object.entries(candidate.set ?? {})) change(name, value, because);
  }
  for (const [name, { value, origin }] of Object.entries(settings.env)) {
    const where = origin.kind === 'file' ? `${origin.file}:${origin.line}` : 'xe';
    change(name, value, where);
  }
  const folders = [...new Set(chosen.flatMap(({ candidate }) => candidate.folders ?? []))];
  const pathName = variableName(given, 'PATH', rules);
  if (pathName in given || folders.length > 0) {
    env[pathName] = [...folders, ...base.path].join(rules.delimiter);
  }
  if (folders.length > 0 || touched.size > 0) {
    env[ACTIVE] = activeWord(folders, before, env, touched);
  }
  return { env, folders, userPath: base.path, why };
}

/** What has to change in `given` to make it `env`. */
function difference(given: ResolveOptions['env'], env: Readonly<Record<string, string>>): EnvDiff {
  const set = Object.entries(env).filter(([name, value]) => given[name] !== value);
  const unset = Object.keys(given).filter((name) => given[name] !== undefined && !(name in env));
  return { set: Object.fromEntries(set), unset };
}
