import { posix, win32 } from 'node:path';

/** The rules of a platform for paths, search paths and the names of variables and programs. */
export interface Rules {
  readonly windows: boolean;
  /** What separates the entries of PATH. */
  readonly delimiter: string;
  /** The folder of a virtual environment that holds its programs. */
  readonly venvBin: string;
  readonly join: (...parts: string[]) => string;
  readonly resolve: (...parts: string[]) => string;
  readonly dirname: (path: string) => string;
  readonly basename: (path: string) => string;
  readonly isAbsolute: (path: string) => boolean;
  /** Whether `path` is `folder` or lies below it. */
  within(folder: string, path: string): boolean;
  /** Whether two entries of PATH name the same folder, as far as their text tells. */
  same(a: string, b: string): boolean;
}

export function rulesOf(platform: NodeJS.Platform): Rules {
  const windows = platform === 'win32';
  const path = windows ? win32 : posix;
  const plain = (entry: string): string => {
    const text = entry.length > 1 ? entry.replace(windows ? /[\\/]+$/ : /\/+$/, '') : entry;
    return windows ? text.toLowerCase().replaceAll('/', '\\') : text;
  };
  return {
    windows,
    delimiter: path.delimiter,
    venvBin: windows ? 'Scripts' : 'bin',
    join: windows ? (...parts) => path.join(...parts) : joinPlain,
    resolve: (...parts) => path.resolve(...parts),
    dirname: (file) => path.dirname(file),
    basename: (file) => path.basename(file),
    isAbsolute: (file) => path.isAbsolute(file),
    within(folder, file) {
      const way = path.relative(folder, file);
      return way === '' || (way.split(path.sep)[0] !== '..' && !path.isAbsolute(way));
    },
    same: (a, b) => plain(a) === plain(b),
  };
}

/**
 * POSIX join for paths that are long and names that are plain: with two hundred folders in each
 * other, normalizing them all again took longer than asking the disk.
 */
function joinPlain(first: string, ...rest: string[]): string {
  const plain =
    first.startsWith('/') && rest.every((part) => /^[^./][^/]*$|^\.[^./][^/]*$/.test(part));
  if (!plain || first.endsWith('/')) return posix.join(first, ...rest);
  return `${first}/${rest.join('/')}`;
}

/** An environment as it is handed to a program. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The name that a variable has in `env`: Windows finds `Path` when asked for PATH. */
export function variableName(env: Environment, name: string, rules: Rules): string {
  if (!rules.windows || name in env) return name;
  const wanted = name.toUpperCase();
  return Object.keys(env).find((key) => key.toUpperCase() === wanted) ?? name;
}

export function variable(env: Environment, name: string, rules: Rules): string | undefined {
  return env[variableName(env, name, rules)];
}

/** The entries of PATH. An empty value has none; an empty entry (POSIX: the working directory) stays. */
export function pathEntries(value: string | undefined, rules: Rules): readonly string[] {
  return value === undefined || value === '' ? [] : value.split(rules.delimiter);
}
