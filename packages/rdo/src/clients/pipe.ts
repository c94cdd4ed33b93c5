/**
 * Real pipes for what a child writes. Node's own are sockets: a program whose reader has gone hears "Connection reset by
 * peer" from one, and says so, where a pipe would have ended it without a word (SIGPIPE).
 */
import { spawnSync } from 'node:child_process';
import { closeSync, constants, fstatSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export interface Pipe {
  readonly read: Readable;
  /** For the child; to be closed here once it has it. */
  readonly write: number;
}

/** Whether a reader of our own output can go away, before which nothing here matters. */
export function mayLoseReader(): boolean {
  return [1, 2].some((fd) => {
    try {
      const stat = fstatSync(fd);
      return stat.isFIFO() || stat.isSocket();
    } catch {
      return false;
    }
  });
}

/** Makes so many; undefined where that can't be: no `mkfifo`, or no folder to make them in. */
export function makePipes(count: number): readonly Pipe[] | undefined {
  const fds: number[] = [];
  let dir: string | undefined;
  try {
    dir = mkdtempSync(join(tmpdir(), 'rdo-pipe-'));
    const names = Array.from({ length: count }, (_, i) => join(dir!, String(i)));
    if (spawnSync('mkfifo', ['-m', '600', ...names], { stdio: 'ignore' }).status !== 0) {
      return undefined;
    }
    for (const name of names) {
      // In this order neither waits for the other side.
      fds.push(openSync(name, constants.O_RDONLY | constants.O_NONBLOCK));
      fds.push(openSync(name, constants.O_WRONLY));
    }
    return names.map((_, i) => ({
      read: new Socket({ fd: fds[2 * i]!, readable: true, writable: false }),
      write: fds[2 * i + 1]!,
    }));
  } catch {
    for (const fd of fds) closeSync(fd);
    return undefined;
  } finally {
    if (dir !== undefined) rmSync(dir, { recursive: true, force: true });
  }
}
