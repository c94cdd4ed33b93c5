import type { FileSystem, Kind } from '../fs.ts';

/** Everything that a resolution asked of the file system, with the answers. */
export interface Observations {
  readonly kinds: Map<string, Kind | undefined>;
  readonly executables: Map<string, boolean>;
  /** Folder: each name that was asked for, and whether it was there. */
  readonly names: Map<string, Map<string, boolean>>;
  /** Files that were read, with their text. */
  readonly texts: Map<string, string | undefined>;
  /** Files and folders whose content counted as a whole. */
  readonly contents: Set<string>;
}

/** A file system that remembers what it was asked. */
export function recordingFileSystem(fs: FileSystem): { fs: FileSystem; seen: Observations } {
  const seen: Observations = {
    kinds: new Map(),
    executables: new Map(),
    names: new Map(),
    texts: new Map(),
    contents: new Set(),
  };
  const remember = <T>(map: Map<string, T>, path: string, answer: T): T => {
    map.set(path, answer);
    return answer;
  };
  const recording: FileSystem = {
    kind: (path) => remember(seen.kinds, path, fs.kind(path)),
    isExecutable: (path) => remember(seen.executables, path, fs.isExecutable(path)),
    read: (path) => remember(seen.texts, path, fs.read(path)),
    names(folder) {
      const names = fs.names(folder);
      const asked = seen.names.get(folder) ?? new Map<string, boolean>();
      seen.names.set(folder, asked);
      return { has: (name) => remember(asked, name, names.has(name)) };
    },
    list(folder) {
      seen.contents.add(folder);
      return fs.list(folder);
    },
    head(path) {
      seen.contents.add(path);
      return fs.head(path);
    },
    realpath: (path) => fs.realpath(path),
  };
  return { fs: recording, seen };
}
