import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode, isSystemError, ToolError } from '@nearhand/core/errors';
import { takeLock } from '@nearhand/core/lock';

/** Milliseconds: a change takes a fraction of a second, so many of them can wait for each other. */
const WAIT = 20_000;

/**
 * Runs what reads a folder and writes it again, while no other repose-config does: else two of them
 * read the same text, and what the first one wrote is lost. A folder that can't be written isn't
 * locked: nothing changes it.
 *
 * @throws ToolError `LOCKED` where another process changes the folder all that time
 */
export async function lockFolder<T>(dir: string, change: () => Promise<T>): Promise<T> {
  const file = join(realFolder(dir), '.repose-config.lock');
  const release = await take(file);
  try {
    return await change();
  } finally {
    release();
  }
}

async function take(file: string): Promise<() => void> {
  let holder = 'another process';
  try {
    return await takeLock(file, {
      signal: AbortSignal.timeout(WAIT),
      onWait: (name) => (holder = name),
    });
  } catch (error) {
    // Not writable, no folder at all, or a file system without hard links.
    if (isSystemError(error)) return () => {};
    if (!hasCode(error, 'ABORT_ERR')) throw error;
    throw new ToolError(`${holder} changes the folder, and does not end`, {
      code: 'LOCKED',
      place: { file },
      hint: 'Nothing was changed. Try again later; where no repose-config runs any more, remove that file.',
    });
  }
}

function realFolder(dir: string): string {
  try {
    return realpathSync(dir);
  } catch {
    return dir;
  }
}
