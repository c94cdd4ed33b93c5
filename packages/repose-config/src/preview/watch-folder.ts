import { watch } from 'node:fs';

/** Milliseconds to wait after a change: an editor writes more than once. */
const SETTLE = 60;

export interface FolderWatch {
  close(): void;
}

/** Calls `changed` a moment after anything in the folder was written, made or removed. */
export function watchFolder(dir: string, changed: () => void): FolderWatch {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(dir, () => {
    clearTimeout(timer);
    timer = setTimeout(changed, SETTLE);
  });
  return {
    close() {
      watcher.close();
      clearTimeout(timer);
    },
  };
}
