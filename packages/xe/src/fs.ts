import {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';

export type Kind = 'file' | 'directory' | 'broken';

/**
 * Everything that the resolver asks of a file system. Nothing here throws: what can't be read is
 * as if it weren't there. Paths are absolute.
 */
export interface FileSystem {
  /** What a path leads to, links followed; `broken` for a link that leads nowhere. */
  kind(path: string): Kind | undefined;
  /** The names in a folder, to be asked for. */
  names(folder: string): { has(name: string): boolean };
  /** Names in a folder. */
  list(folder: string): readonly string[];
  /** A file as UTF-8 text, without its byte-order mark. */
  read(path: string): string | undefined;
  /** Whether the file may be executed. */
  isExecutable(path: string): boolean;
  /** The first bytes of a file as Latin-1 text, enough for its `#!` line. */
  head(path: string): string | undefined;
  /** The path with its links followed; the path itself when that can't be done. */
  realpath(path: string): string;
}

/** The machine's own file system. */
export const realFileSystem: FileSystem = {
  kind(path) {
    // Most of what is asked for isn't there: then this is the only call.
    const own = attempt(() => lstatSync(path, { throwIfNoEntry: false }));
    if (!own) return undefined;
    const stat = own.isSymbolicLink()
      ? attempt(() => statSync(path, { throwIfNoEntry: false }))
      : own;
    if (!stat) return 'broken';
    if (stat.isDirectory()) return 'directory';
    // A pipe would be waited for, and no device is a program or a text.
    return stat.isFile() ? 'file' : undefined;
  },
  names(folder) {
    return new Set(this.list(folder));
  },
  list(folder) {
    return attempt(() => readdirSync(folder)) ?? [];
  },
  read(path) {
    const text = attempt(() => readFileSync(path, 'utf8'));
    return text?.startsWith('\uFEFF') ? text.slice(1) : text;
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
    return attempt(() => {
      const fd = openSync(path, 'r');
      try {
        const bytes = Buffer.alloc(512);
        return bytes.toString('latin1', 0, readSync(fd, bytes, 0, bytes.length, 0));
      } finally {
        closeSync(fd);
      }
    });
  },
  realpath(path) {
    return attempt(() => realpathSync(path)) ?? path;
  },
};

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
