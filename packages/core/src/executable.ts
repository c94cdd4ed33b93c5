import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/** The part of the file system that a search for a program reads; the real one unless a test passes another. */
export interface ExecutableFileSystem {
  kind(path: string): 'file' | 'directory' | undefined;
  isExecutable(path: string): boolean;
  /** The first bytes of the file as Latin-1 text, or undefined when it can't be read. */
  head(path: string): string | undefined;
}

/** Where {@link findExecutable} looks. */
export interface ExecutableSearch {
  /** The value of PATH. An empty entry means `cwd`, as in POSIX. */
  readonly path: string;
  readonly cwd: string;
  /** Windows: the extensions of programs, from PATHEXT. Default: none (POSIX). */
  readonly extensions?: readonly string[] | undefined;
  /** Whose rules count for paths. Default: those of the platform that this runs on. */
  readonly platform?: NodeJS.Platform | undefined;
  readonly fs?: ExecutableFileSystem | undefined;
  /** Says which files to pass over as if they weren't there, by their path and first bytes. */
  readonly skip?: ((file: string, head: string | undefined) => boolean) | undefined;
}

/** What a search for a program found. `interpreter` is what its `#!` line names, if it has one. */
export type FoundExecutable =
  | { readonly kind: 'found'; readonly file: string; readonly interpreter?: string | undefined }
  | { readonly kind: 'cannot-run'; readonly file: string; readonly why: string }
  | { readonly kind: 'missing' };

/**
 * Finds a program as a POSIX shell does: a name with a slash is a path, any other is looked up in
 * PATH, and a file that can't be run gives way to a later one that can. With `extensions`, as
 * Windows does: only a file with one of them is a program, and the name may leave it out.
 *
 * Checks the `#!` line too: a script whose interpreter is gone is `cannot-run`, and `why` names it.
 */
export function findExecutable(name: string, search: ExecutableSearch): FoundExecutable {
  const paths = (search.platform ?? process.platform) === 'win32' ? win32 : posix;
  const names = candidates(name, search.extensions);
  const slash = name.includes('/') || (search.extensions !== undefined && name.includes('\\'));
  if (name === '') return { kind: 'missing' };
  const folders = slash ? [''] : search.path.split(paths.delimiter);
  let refused: FoundExecutable | undefined;
  for (const folder of folders) {
    const base = slash || folder === '' || !paths.isAbsolute(folder);
    for (const candidate of names) {
      const file = base
        ? paths.resolve(search.cwd, folder, candidate)
        : // No join on POSIX: it would normalize what the kernel reads well as it is.
          paths === posix && !folder.endsWith('/')
          ? `${folder}/${candidate}`
          : paths.join(folder, candidate);
      const verdict = inspect(file, search, paths);
      if (verdict.kind === 'found') return verdict;
      if (verdict.kind === 'cannot-run') refused ??= verdict;
    }
  }
  return refused ?? { kind: 'missing' };
}

function candidates(name: string, extensions: readonly string[] | undefined): readonly string[] {
  if (extensions === undefined) return [name];
  const lower = name.toLowerCase();
  const own = extensions.some((extension) => lower.endsWith(extension.toLowerCase()));
  const appended = extensions.map((extension) => name + extension);
  return own ? [name, ...appended] : appended;
}

function inspect(
  file: string,
  { fs = realFileSystem, skip }: ExecutableSearch,
  paths: typeof posix,
): FoundExecutable {
  const kind = fs.kind(file);
  if (kind === undefined) return { kind: 'missing' };
  if (kind === 'directory') return { kind: 'cannot-run', file, why: 'is a directory' };
  if (!fs.isExecutable(file)) return { kind: 'cannot-run', file, why: 'permission denied' };
  // A program may be executable and not readable.
  const head = fs.head(file);
  if (skip?.(file, head)) return { kind: 'missing' };
  const interpreter = interpreterOf(head);
  if (
    interpreter !== undefined &&
    paths.isAbsolute(interpreter) &&
    fs.kind(interpreter) === undefined
  ) {
    const why = interpreter.endsWith('\r')
      ? `its #! line ends as lines do on Windows (CRLF), so that its interpreter is ${JSON.stringify(interpreter)}, which does not exist`
      : `its interpreter ${interpreter} does not exist`;
    return { kind: 'cannot-run', file, why };
  }
  return { kind: 'found', file, interpreter };
}

/** What Linux reads of a `#!` line; macOS reads more. */
const LINE_READ = 255;

/**
 * The program that the first line names after `#!`, as the system reads it: a carriage return belongs to
 * the name, and a name that Linux would cut off is none (shells then run the script themselves).
 */
export function interpreterOf(head: string | undefined): string | undefined {
  if (!head?.startsWith('#!')) return undefined;
  const [line = ''] = head.slice(2).split('\n');
  const name = /^[ \t]*([^ \t\0]+)/.exec(line);
  return name && name[0].length + 2 < LINE_READ ? name[1] : undefined;
}

const realFileSystem: ExecutableFileSystem = {
  kind(path) {
    const stat = attempt(() => statSync(path, { throwIfNoEntry: false }));
    if (!stat) return undefined;
    return stat.isDirectory() ? 'directory' : 'file';
  },
  isExecutable(path) {
    return (
      attempt(() => {
        accessSync(path, constants.X_OK);
        return true;
      }) ?? false
    );
  },
  head(path) {
    return readHead(path, 512);
  },
};

/** The first bytes of a file as Latin-1 text, or undefined when it can't be read. */
export function readHead(path: string, length: number): string | undefined {
  return attempt(() => {
    const fd = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(length);
      return bytes.toString('latin1', 0, readSync(fd, bytes, 0, length, 0));
    } finally {
      closeSync(fd);
    }
  });
}

// ENOTDIR, EACCES and ELOOP are thrown even where a missing entry is not.
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
