/**
 * Folders of rdo's own: for sockets, and for what it remembers. Nobody else may enter them, and a
 * folder that someone else prepared under our name in /tmp is refused.
 */
import { lstatSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ToolError } from '@nearhand/core/errors';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The folder for control sockets. Short, because a socket's path may have about 100 bytes:
 * `$XDG_RUNTIME_DIR/rdo`, else `/tmp/rdo-UID`.
 */
export function socketDir(env: Env): string {
  const runtime = env['XDG_RUNTIME_DIR'];
  const uid = ownUid();
  if (runtime?.startsWith('/') && runtime.length <= 50 && usable(runtime, uid)) {
    return ensurePrivate(join(runtime, 'rdo'), uid);
  }
  return ensurePrivate(`/tmp/rdo-${uid}`, uid);
}

/** Where rdo keeps facts that it can find out again: `$XDG_CACHE_HOME/rdo`, else `~/.cache/rdo`. */
export function cacheDir(env: Env): string {
  const base = env['XDG_CACHE_HOME'];
  const parent = base?.startsWith('/') ? base : join(env['HOME'] ?? homedir(), '.cache');
  return ensurePrivate(join(parent, 'rdo'), ownUid());
}

/** The user's number, -1 on Windows. `os.userInfo` would read all users, and fails for one who isn't listed. */
export function ownUid(): number {
  return process.getuid?.() ?? -1;
}

function usable(dir: string, uid: number): boolean {
  const stat = lstatSync(dir, { throwIfNoEntry: false });
  return stat?.isDirectory() === true && stat.uid === uid;
}

/** Makes the folder with mode 0700, or checks the one that is there. */
export function ensurePrivate(dir: string, uid: number): string {
  let stat = lstatSync(dir, { throwIfNoEntry: false });
  if (!stat) {
    try {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw new ToolError(`cannot make the folder ${dir}: ${(cause as Error).message}`, {
        code: 'PRIVATE_DIRECTORY',
        cause,
      });
    }
    // Looked at again: someone else may have been faster.
    stat = lstatSync(dir);
  }
  const wrong = !stat.isDirectory()
    ? 'is not a folder'
    : uid !== -1 && stat.uid !== uid
      ? 'belongs to another user'
      : uid !== -1 && (stat.mode & 0o077) !== 0
        ? 'can be entered by others'
        : undefined;
  if (wrong !== undefined) {
    throw new ToolError(`the folder ${dir} ${wrong}, so rdo does not use it`, {
      code: 'PRIVATE_DIRECTORY',
      hint: `Look at it (ls -ld ${dir}), and remove it or give it mode 0700.`,
    });
  }
  return dir;
}
