import { fstatSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { EXIT_TOOL_FAILED, exitLike, type Outcome } from './outcome.ts';
import { isNull } from './null-device.ts';
import { systemReason } from './system-error.ts';
import type { World } from './world.ts';

export interface StartOptions {
  /** The tool runs commands: its own failures end with 125, not 1. */
  readonly runner?: boolean | undefined;
}

/**
 * What every `bin/` file calls: runs `main` on the real process and ends the process as it says.
 *
 * Streams are made only when `main` touches them, and what was written to them is out before the
 * process ends. When nobody reads stdout any more the process ends as SIGPIPE ends other programs;
 * another failure to write (a full disk) is said on stderr and ends it with a failure. A tool that
 * listens for `error` on stdout itself keeps running.
 */
export async function startTool(
  main: (argv: readonly string[], world: World) => Promise<Outcome>,
  options: StartOptions = {},
): Promise<never> {
  const name = basename(process.argv[1] ?? 'tool').replace(/\.c?js$/, '');
  const failed = options.runner ? EXIT_TOOL_FAILED : 1;
  const giveUp = (why: unknown): never => {
    complain(`${name}: internal error: ${why instanceof Error ? why.stack : String(why)}`);
    return process.exit(failed);
  };
  process.on('uncaughtException', giveUp);
  // Node would end with 0 when nothing is left to wait for, done or not.
  process.once('beforeExit', () => giveUp('it stopped before it was done'));

  const used = new Set<NodeJS.WriteStream>();
  let streaming = false;
  let stopped: Outcome | undefined;
  let failure: Outcome | undefined;
  let stop: (outcome: Outcome) => void = () => {};
  const brokenOutput = new Promise<Outcome>((resolve) => {
    stop = resolve;
  });
  const onOutputError = (error: NodeJS.ErrnoException): void => {
    if (stopped !== undefined || process.stdout.listenerCount('error') > 1) return;
    stopped = isClosedPipe(error)
      ? { kind: 'signal', signal: 'SIGPIPE' }
      : { kind: 'exit', code: failed };
    const outcome = stopped;
    // Whoever waited for that very write is told too, and may have said it by then.
    setImmediate(() => {
      if (!failure && outcome.kind === 'exit') {
        complain(`${name}: cannot write to stdout: ${systemReason(error)}`);
      }
      stop(outcome);
    });
  };
  const use = (
    stream: NodeJS.WriteStream,
    onError: (error: NodeJS.ErrnoException) => void,
  ): NodeJS.WriteStream => {
    if (!used.has(stream)) {
      used.add(stream);
      stream.on('error', onError);
    }
    return stream;
  };

  const world: World = {
    env: process.env,
    cwd: workingDirectory(name, failed),
    platform: process.platform,
    isTerminal,
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      streaming = true;
      return use(process.stdout, onOutputError);
    },
    get stderr() {
      // When stderr is gone there is nobody left to tell.
      return use(process.stderr, () => {});
    },
    writeError(text) {
      try {
        const rest = writeNow(2, Buffer.from(text));
        if (rest) use(process.stderr, () => {}).write(rest);
      } catch {
        // When stderr is gone there is nobody left to tell.
      }
    },
    writeOutput(text) {
      const bytes = Buffer.from(text);
      // Not past what the stream still holds.
      return streaming ? bytes : writeNow(1, bytes);
    },
  };
  const done = main(process.argv.slice(2), world).catch((error: unknown): Outcome => {
    // What writes through a stream pipeline is told in this way.
    if (error instanceof Error && isClosedPipe(error)) return { kind: 'signal', signal: 'SIGPIPE' };
    return giveUp(error);
  });
  void done.then((outcome) => {
    if (!isSuccess(outcome)) failure = outcome;
  });
  const outcome = await Promise.race([done, brokenOutput]);
  for (const stream of used) await flushed(stream);
  return exitLike(isSuccess(outcome) ? (stopped ?? outcome) : outcome);
}

/** Writes without a stream. Gives back what a slow reader behind a non-blocking descriptor didn't take. */
function writeNow(fd: number, bytes: Uint8Array): Uint8Array | undefined {
  let offset = 0;
  try {
    while (offset < bytes.length) offset += writeSync(fd, bytes, offset);
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return bytes.subarray(offset);
    throw error;
  }
}

function isSuccess(outcome: Outcome): boolean {
  return outcome.kind === 'exit' && outcome.code === 0;
}

/** Waits until everything that was written has left the process, or can't any more. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableFinished) resolve();
    else if (stream.writableEnded) stream.once('close', resolve).once('finish', resolve);
    // The error event comes a tick after the callback, and says how we end.
    else stream.write('', () => setImmediate(resolve));
  });
}

function workingDirectory(name: string, failed: number): string {
  try {
    return process.cwd();
  } catch (error) {
    complain(`${name}: the working directory cannot be used: ${systemReason(error as Error)}`);
    return process.exit(failed);
  }
}

function isTerminal(fd: 0 | 1 | 2): boolean {
  try {
    const device = fstatSync(fd);
    if (!device.isCharacterDevice() || isNull(device)) return false;
  } catch {
    return false;
  }
  // node:tty brings node:net with it, some 2 ms: only for what may be a terminal.
  return process.getBuiltinModule('node:tty').isatty(fd);
}

function isClosedPipe(error: NodeJS.ErrnoException): boolean {
  // Windows says EOF.
  return error.code === 'EPIPE' || error.code === 'EOF' || error.code === 'ERR_STREAM_DESTROYED';
}

/** Writes at once and without a stream: the process is about to end. */
function complain(message: string): void {
  try {
    writeSync(2, `${message}\n`);
  } catch {
    // Nobody is left to tell.
  }
}
