import { constants, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import type { World } from '@nearhand/core/report';

/**
 * A stream to write the command's output to, that never blocks this process.
 *
 * Node writes to a pipe on descriptor 1 or 2 with blocking calls: while its reader is slow no signal would
 * be handled. So a pipe is opened once more, as a description of its own: setting O_NONBLOCK on ours would
 * change it for every other program that shares it.
 */
export function outputStream(world: World, fd: 1 | 2): Writable {
  const stream = fd === 1 ? world.stdout : world.stderr;
  if (world.platform !== 'linux' || stream.fd !== fd || stream.isTTY) return stream;
  try {
    if (!fstatSync(fd).isFIFO()) return stream;
    const own = openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
    return new Socket({ fd: own, readable: false, writable: true });
  } catch {
    // Nobody reads any more, or there is no /proc.
    return stream;
  }
}
