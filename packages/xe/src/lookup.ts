import { findExecutable } from '@nearhand/core/process';
import type { Chosen } from './choose.ts';
import type { FileSystem } from './fs.ts';
import { variable, type Environment, type Rules } from './rules.ts';
import type { Program } from './types.ts';

/** The second line of every shim that xe writes: a search never ends at one. */
export const SHIM_MARK = '# A shim of xe';

export interface LookUp {
  readonly cwd: string;
  readonly env: Environment;
  readonly fs: FileSystem;
  readonly rules: Rules;
  /** The project's folders, in order. */
  readonly folders: readonly string[];
  /** The user's own entries of PATH. */
  readonly path: readonly string[];
  readonly chosen: readonly Chosen[];
}

/** What a word runs. `words` stands in front of the arguments in place of the word. */
export interface Found {
  readonly program: Program;
  readonly words: readonly string[];
  /** What made the word stand for others: the candidate's own words. */
  readonly through?: string | undefined;
}

/**
 * Finds what a word runs: a program in the project's folders, then a name that the project gives a
 * meaning (`gradle`, go tools), then the user's PATH.
 *
 * A program of the project that is broken is not passed over for one elsewhere: its interpreter is
 * gone, or it is a link to nowhere.
 */
export function lookUp(name: string, world: LookUp): Found {
  if (isPath(name, world.rules))
    return { program: search(name, [], world, 'given'), words: [name] };
  const own = search(name, world.folders, world, 'project');
  if (own.kind === 'found') return { program: own, words: [name] };
  const dead = own.kind === 'cannot-run' ? own : undefined;
  if (dead && /interpreter|nowhere/.test(dead.why)) return { program: dead, words: [name] };
  for (const { candidate } of world.chosen) {
    const words = candidate.command?.(name);
    if (!words) continue;
    const first = words[0]!;
    const program = isPath(first, world.rules)
      ? search(first, [], world, 'project')
      : lookUp(first, { ...world, chosen: [] }).program;
    // The tool that would run it may be missing; the name may still be a program of the user's.
    if (program.kind !== 'missing') return { program, words, through: candidate.what };
  }
  const users = search(name, world.path, world, 'path');
  return { program: users.kind === 'missing' && dead ? dead : users, words: [name] };
}

function isPath(name: string, rules: Rules): boolean {
  return name.includes('/') || (rules.windows && name.includes('\\'));
}

function search(
  name: string,
  folders: readonly string[],
  { cwd, env, fs, rules }: LookUp,
  from: 'project' | 'path' | 'given',
): Program {
  if (folders.length === 0 && from !== 'given' && !isPath(name, rules)) return { kind: 'missing' };
  let broken: string | undefined;
  const found = findExecutable(name, {
    path: folders.join(rules.delimiter),
    cwd,
    extensions: rules.windows ? extensionsOf(env, rules) : undefined,
    platform: rules.windows ? 'win32' : 'linux',
    fs: {
      kind(path) {
        const kind = fs.kind(path);
        if (kind !== 'broken') return kind;
        broken ??= path;
        return undefined;
      },
      isExecutable: (path) => fs.isExecutable(path),
      head: (path) => fs.head(path),
    },
    skip: (_file, head) => head?.includes(SHIM_MARK) === true,
  });
  if (found.kind === 'missing' && broken !== undefined && from !== 'path') {
    return { kind: 'cannot-run', file: broken, why: 'it is a link to nowhere', from };
  }
  return found.kind === 'missing' ? found : { ...found, from };
}

/** PATHEXT, as Windows has it when nobody changed it. */
export function extensionsOf(env: Environment, rules: Rules): readonly string[] {
  const value = variable(env, 'PATHEXT', rules) || '.COM;.EXE;.BAT;.CMD';
  return value.split(';').filter((extension) => extension !== '');
}
