import { readdirSync, realpathSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Milliseconds to wait after a change: an editor writes more than once. */
const SETTLE = 60;

export interface FolderWatch {
  close(): void;
}

/**
 * Calls `changed` a moment after anything in the folder was written, made or removed, or a file that a
 * symbolic link in it leads to.
 */
export function watchFolder(dir: string, changed: () => void): FolderWatch {
  let timer: NodeJS.Timeout | undefined;
  const notice = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      follow();
      changed();
    }, SETTLE);
  };
  const own = watch(dir, notice);
  own.on('error', notice);
  const elsewhere = new Map<string, FSWatcher>();
  let linked = linkedFiles(dir);
  const follow = (): void => {
    linked = linkedFiles(dir);
    for (const [folder, watcher] of elsewhere) {
      if (linked.has(folder)) continue;
      watcher.close();
      elsewhere.delete(folder);
    }
    for (const folder of linked.keys()) {
      if (elsewhere.has(folder)) continue;
      try {
        // What else is there is no part of the configuration.
        const watcher = watch(folder, (_, name) => {
          if (name === null || linked.get(folder)?.has(name)) notice();
        });
        watcher.on('error', notice);
        elsewhere.set(folder, watcher);
      } catch {
        // Gone since; the link's own folder tells when it leads elsewhere.
      }
    }
  };
  follow();
  return {
    close() {
      own.close();
      for (const watcher of elsewhere.values()) watcher.close();
      clearTimeout(timer);
    },
  };
}

/** By folder, the names of the files there that symbolic links in `dir` lead to. */
function linkedFiles(dir: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const name of linksIn(dir)) {
    try {
      const file = realpathSync(join(dir, name));
      const names = found.get(dirname(file)) ?? new Set();
      found.set(dirname(file), names.add(basename(file)));
    } catch {
      // It leads nowhere, which the reader of the folder tells.
    }
  }
  return found;
}

function linksIn(dir: string): string[] {
  try {
    const entries = readdirSync(dir, { withFileTypes: true });
    return entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name);
  } catch {
    // Removed under the watch.
    return [];
  }
}
