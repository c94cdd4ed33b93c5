import { accessSync, constants, openSync, closeSync, readSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** Where {@link findExecutable} looks. */
export interface ExecutableSearch {
  /** The value of PATH. An empty entry means `cwd`, as in POSIX. */
  readonly path: string;
  readonly cwd: string;
  /** Windows: the extensions to try, from PATHEXT. Default: none (POSIX). */
  readonly extensions?: readonly string[] | undefined;
}

/** What a search for a program found. `interpreter` is what its `#!` line names, if it has one. */
export type FoundExecutable =
  | { readonly kind: 'found'; readonly file: string; readonly interpreter?: string | undefined }
  | { readonly kind: 'cannot-run'; readonly file: string; readonly why: string }
  | { readonly kind: 'missing' };

/**
 * Finds a program as a POSIX shell does: a name with a slash is a path, any other is looked up in
 * PATH, and a file that can't be run gives way to a later one that can.
 *
 * Checks the `#!` line too: a script whose interpreter is gone is `cannot-run`, and `why` names it.
 */
export function findExecutable(name: string, search: ExecutableSearch): FoundExecutable {
  const names = [name, ...(search.extensions ?? []).map((extension) => name + extension)];
  const slash = name.includes('/') || (search.extensions !== undefined && name.includes('\\'));
  const folders = slash
    ? ['']
    : search.path.split(delimiter).map((entry) => (entry === '' ? search.cwd : entry));
  let refused: FoundExecutable | undefined;
  for (const folder of folders) {
    for (const candidate of names) {
      const file = slash
        ? resolve(search.cwd, candidate)
        : join(resolve(search.cwd, folder), candidate);
      const verdict = inspect(file);
      if (verdict.kind === 'found') return verdict;
      if (verdict.kind === 'cannot-run') refused ??= verdict;
    }
  }
  return refused ?? { kind: 'missing' };
}

function inspect(file: string): FoundExecutable {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: false });
  if (!stat) return { kind: 'missing' };
  if (stat.isDirectory()) return { kind: 'cannot-run', file, why: 'is a directory' };
  try {
    accessSync(file, constants.X_OK);
  } catch {
    return { kind: 'cannot-run', file, why: 'permission denied' };
  }
  const interpreter = interpreterOf(file);
  if (interpreter !== undefined && isAbsolute(interpreter)) {
    if (!statSync(interpreter, { throwIfNoEntry: false })) {
      return { kind: 'cannot-run', file, why: `its interpreter ${interpreter} does not exist` };
    }
  }
  return { kind: 'found', file, interpreter };
}

/** The program that the first line names after `#!`, or undefined when there is no such line. */
function interpreterOf(file: string): string | undefined {
  const head = Buffer.alloc(256);
  let length = 0;
  try {
    const fd = openSync(file, 'r');
    try {
      length = readSync(fd, head, 0, head.length, 0);
    } finally {
      closeSync(fd);
    }
  } catch {
    // A program may be executable and not readable.
    return undefined;
  }
  if (length < 2 || head[0] !== 0x23 || head[1] !== 0x21) return undefined;
  return /^[ \t]*([^ \t\r\n\0]+)/.exec(head.toString('latin1', 2, length).split('\n')[0]!)?.[1];
}
