/**
 * Reading from a descriptor at the speed of a plain read loop, without ever blocking this thread
 * for long: signal handlers run only between turns of the event loop.
 */
import { closeSync, constants, fstatSync, openSync, read, readFileSync, readSync } from 'node:fs';
import { ToolError } from '@nearhand/core/errors';
import { isNullDevice } from '@nearhand/core/process';
import { systemError } from './system-error.ts';

/** Where bytes come from. */
export interface Source {
  /** How many bytes to ask for at a time. */
  readonly readSize: number;
  /** Fills `buffer` at once: the number of bytes, 0 at the end, or -1 when none are there yet. */
  now(buffer: Uint8Array): number;
  /** Waits for bytes without blocking the thread: their number, or 0 at the end. */
  later(buffer: Uint8Array): Promise<number>;
  close(): void;
}

/** One read of a pipe gives no more than what it can hold. */
const PIPE_READ = 64 * 1024;
/** The most that is read of a file at a time. */
const LARGEST_READ = 1024 * 1024;

/**
 * How much of a file to read at a time: 64 turns of the loop leave V8 nothing hot to compile, which would
 * take it more memory than the buffer.
 */
function fileRead(size: number): number {
  const units = Math.ceil(size / 64 / PIPE_READ);
  return Math.min(Math.max(units, 1) * PIPE_READ, LARGEST_READ);
}

/** The longest pause between two looks at a descriptor that can only be polled, in milliseconds. */
const LONGEST_PAUSE = 20;

/**
 * The bytes that descriptor `fd` gives. The descriptor's flags stay as they are: they belong to
 * every process that has it open.
 *
 * - A regular file is read at once, from where its offset stands, and leaves the offset at its end.
 * - A pipe is opened a second time through /proc, so that one side of it is non-blocking (while data
 *   flows) and the other blocking (to wait on another thread, without polling).
 * - Anything else waits on another thread. EAGAIN, where someone made the descriptor non-blocking,
 *   means that nothing is there yet, never that it ended.
 */
export function openSource(fd: number): Source {
  const stat = fstatSync(fd);
  if (stat.isFile()) {
    return {
      readSize: fileRead(stat.size),
      now: (buffer) => readNow(fd, buffer),
      later: async () => 0,
      close() {},
    };
  }
  const pipe = stat.isFIFO() ? reopenPipe(fd) : undefined;
  if (!pipe) {
    return {
      readSize: PIPE_READ,
      now: () => -1,
      later: (buffer) => readLater(fd, buffer),
      close() {},
    };
  }
  return {
    readSize: PIPE_READ,
    now: soonReader(pipe.flowing),
    later: (buffer) => readLater(pipe.waiting, buffer),
    close() {
      closeSync(pipe.flowing);
      closeSync(pipe.waiting);
    },
  };
}

function reopenPipe(fd: number): { flowing: number; waiting: number } | undefined {
  // Opening /dev/fd/N of macOS gives the same open file again, flags and all.
  const path = `/proc/self/fd/${fd}`;
  let flowing: number | undefined;
  try {
    flowing = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return { flowing, waiting: openSync(path, constants.O_RDONLY) };
  } catch {
    // No /proc, or the pipe is another user's (as after sudo).
    if (flowing !== undefined) closeSync(flowing);
    return undefined;
  }
}

/**
 * A writer at work fills the pipe again in some 20 µs; to wait on another thread takes longer. So often the pipe
 * is looked at again, which takes some 0.1 ms. Node's clock for that, `performance`, would take 1 MiB.
 */
const LOOKS = 16;

/** After looking again was in vain, so often the wait comes at once: the writer may need this very processor. */
const DISCOURAGED = 32;

function soonReader(fd: number): (buffer: Uint8Array) => number {
  let discouraged = 0;
  return (buffer) => {
    let count = readNow(fd, buffer);
    if (count !== -1) return count;
    if (discouraged > 0) {
      discouraged -= 1;
      return -1;
    }
    // Most of what a failed read costs is its error's stack, which nobody sees.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      for (let look = 0; look < LOOKS && count === -1; look++) count = readNow(fd, buffer);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    if (count === -1) discouraged = DISCOURAGED;
    return count;
  };
}

function readNow(fd: number, buffer: Uint8Array): number {
  try {
    return readSync(fd, buffer, 0, buffer.length, null);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EAGAIN') return -1;
    // Windows says so at the end of a pipe.
    if (code === 'EOF') return 0;
    throw error;
  }
}

function readLater(fd: number, buffer: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    const attempt = (pause: number): void => {
      read(fd, buffer, 0, buffer.length, null, (error, count) => {
        if (!error) resolve(count);
        else if (error.code === 'EAGAIN') {
          setTimeout(attempt, pause, Math.min(pause * 2, LONGEST_PAUSE));
        } else if (error.code === 'EOF') resolve(0);
        else reject(error);
      });
    };
    attempt(1);
  });
}

/**
 * Throws where `fd` can't be a source: a folder, or a descriptor that was closed when the process
 * began.
 */
export function checkSource(fd: number): void {
  let stat;
  try {
    stat = fstatSync(fd);
  } catch (cause) {
    throw systemError('standard input cannot be read', cause);
  }
  if (stat.isDirectory()) {
    throw new ToolError('standard input is a directory', { code: 'EISDIR' });
  }
  if (isNullDevice(fd) && isStandIn(fd)) {
    throw new ToolError('standard input is closed', {
      code: 'EBADF',
      hint: 'There is nothing to save. For an empty file, say </dev/null',
    });
  }
}

/** Node puts /dev/null, opened for reading and writing, where 0, 1 or 2 was closed. */
function isStandIn(fd: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'));
    return (Number.parseInt(flags?.[1] ?? '0', 8) & 3) === constants.O_RDWR;
  } catch {
    return false;
  }
}
