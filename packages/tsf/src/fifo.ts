/**
 * A pipe that a command can have as its stdout and its stderr at once.
 *
 * Node's own pipes to a child are one per stream, so that the order between the two is lost, and they are
 * sockets, which can't be opened as /dev/stdout.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from '@nearhand/core/errors';

export interface Fifo {
  readonly reading: number;
  readonly writing: number;
}

/**
 * Makes pipes by `mkfifo`, in a folder of their own below `temporaryFolder`; no name of them stays behind.
 *
 * @throws ToolError `NO_PIPE` where that can't be done.
 */
export function openFifos(count: number, temporaryFolder: string): readonly Fifo[] {
  let folder: string | undefined;
  const opened: number[] = [];
  try {
    folder = mkdtempSync(join(temporaryFolder, 'tsf-'));
    const paths = Array.from({ length: count }, (_, index) => join(folder!, String(index)));
    execFileSync('mkfifo', ['-m', '600', ...paths], { stdio: ['ignore', 'ignore', 'pipe'] });
    return paths.map((path) => {
      // In this order neither of them waits for the other side.
      const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      opened.push(reading);
      const writing = openSync(path, constants.O_WRONLY);
      opened.push(writing);
      return { reading, writing };
    });
  } catch (cause) {
    for (const fd of opened) closeSync(fd);
    throw new ToolError(`cannot make a pipe for the command: ${(cause as Error).message}`, {
      code: 'NO_PIPE',
      hint: `It needs the program mkfifo, and a folder to write to (TMPDIR, now ${temporaryFolder}).`,
      cause,
    });
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes a read that waits on the pipe return, by a byte that is to be thrown away. */
export function wake(reading: number): void {
  try {
    const fd = openSync(`/proc/self/fd/${reading}`, constants.O_WRONLY | constants.O_NONBLOCK);
    writeSync(fd, '\0');
    closeSync(fd);
  } catch {
    // No /proc: nothing waits there but a timer. Or it is full, and no read waits.
  }
}
