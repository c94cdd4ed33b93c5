/**
 * Running a program so that it behaves as if it had been started directly.
 */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { ToolError } from './errors.ts';

export { startTool } from './start.ts';
export {
  findExecutable,
  type ExecutableFileSystem,
  type ExecutableSearch,
  type FoundExecutable,
} from './executable.ts';
export { canBeReplacedBy, type Replaceable } from './replaceable.ts';

/** How a program ended, or why it never began. The same type for everything that runs. */
export type Outcome =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'not-started'; readonly error: ToolError };

/** The tool itself failed, before or around the command. */
export const EXIT_TOOL_FAILED = 125;
/** The command was found and cannot be run. */
export const EXIT_CANNOT_RUN = 126;
/** The command was not found. */
export const EXIT_NOT_FOUND = 127;

/** Signals that a runner passes on: those that ask a program to end, or tell it something. */
export const FORWARDED_SIGNALS = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR1',
  'SIGUSR2',
] as const satisfies readonly NodeJS.Signals[];

export interface RunOptions {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Default: `inherit`, all three streams. */
  readonly stdio?: StdioOptions | undefined;
  /** The name that the program sees as its own (`argv[0]`). Default: `file`. */
  readonly argv0?: string | undefined;
  /**
   * Pass this process's {@link FORWARDED_SIGNALS} to the child while it runs. Default: true.
   *
   * A terminal sends Ctrl-C and Ctrl-\ to the whole foreground group, so the child has had INT and
   * QUIT already when it is in this process's group and reads a terminal; they are then swallowed
   * here and not sent twice.
   */
  readonly forwardSignals?: boolean | undefined;
  /** Ends the child with TERM when it fires. */
  readonly signal?: AbortSignal | undefined;
  /** Called once with the child as soon as it runs. */
  readonly onStart?: ((child: ChildProcess) => void) | undefined;
}

/**
 * Runs `file` (a path, or a name that the system's PATH finds) and says how it ended.
 *
 * Never throws for what the child does: a program that can't be started gives `not-started` with
 * the error codes `PROGRAM_NOT_FOUND` (exit 127) or `PROGRAM_CANNOT_RUN` (exit 126).
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const child = (() => {
    try {
      return spawn(file, args, {
        cwd: options.cwd,
        env: options.env,
        argv0: options.argv0,
        stdio: options.stdio ?? 'inherit',
        windowsHide: false,
        ...(options.signal ? { signal: options.signal, killSignal: 'SIGTERM' } : {}),
      });
    } catch (error) {
      // spawn throws, and emits nothing, for E2BIG, EACCES on cwd and the like on some platforms.
      return error as NodeJS.ErrnoException;
    }
  })();
  if (child instanceof Error) return { kind: 'not-started', error: startError(file, child) };

  const stopForwarding =
    (options.forwardSignals ?? true) ? forwardSignals((signal) => child.kill(signal)) : () => {};
  try {
    return await new Promise<Outcome>((resolve) => {
      child.once('spawn', () => options.onStart?.(child));
      child.once('error', (error: NodeJS.ErrnoException) => {
        // An abort after the start is reported as an error too: wait for the exit then.
        if (child.pid === undefined)
          resolve({ kind: 'not-started', error: startError(file, error) });
      });
      child.once('exit', (code, signal) => {
        resolve(signal === null ? { kind: 'exit', code: code ?? 0 } : { kind: 'signal', signal });
      });
    });
  } finally {
    stopForwarding();
  }
}

/**
 * Calls `send` for each of the {@link FORWARDED_SIGNALS} that this process gets, and keeps the
 * signal from ending this process. Returns the function that stops it.
 */
export function forwardSignals(send: (signal: NodeJS.Signals) => void): () => void {
  const handlers = new Map<NodeJS.Signals, () => void>();
  for (const signal of FORWARDED_SIGNALS) {
    const handler = (): void => {
      // The terminal has sent these to the child already: it shares our process group.
      if ((signal === 'SIGINT' || signal === 'SIGQUIT') && isatty(0)) return;
      send(signal);
    };
    try {
      process.on(signal, handler);
      handlers.set(signal, handler);
    } catch {
      // Windows knows only some of them.
    }
  }
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}

/** The exit status that stands for an outcome: its code, 128+n for a signal, 126/127 when not started. */
export function exitStatus(outcome: Outcome): number {
  switch (outcome.kind) {
    case 'exit':
      return outcome.code;
    case 'signal':
      return 128 + (constants.signals[outcome.signal] ?? 0);
    case 'not-started':
      return outcome.error.exitCode ?? EXIT_TOOL_FAILED;
  }
}

/**
 * Ends this process as the child ended: with its status, or by raising its signal on ourselves so
 * that our parent sees the same. Falls back to 128+n where the signal doesn't end us.
 *
 * Only for `bin/`: everything else returns an {@link Outcome}.
 */
export async function exitLike(outcome: Outcome): Promise<never> {
  const status = exitStatus(outcome);
  if (outcome.kind === 'signal' && process.platform !== 'win32') {
    process.removeAllListeners(outcome.signal);
    // A core dump of Node would stand in for the child's, and there is no more to learn from it.
    process.kill(process.pid, outcome.signal);
    // The signal is delivered when the kernel next returns to user space; ignored ones never are.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return process.exit(status);
}

/** What {@link execReplace} would do here, or why it would not. */
export type ExecReplaceSupport =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no'; readonly why: string };

/** Whether this Node can replace its own process by another program. */
export function canExecReplace(): ExecReplaceSupport {
  const execve: unknown = Reflect.get(process, 'execve');
  if (typeof execve !== 'function')
    return { kind: 'no', why: `Node ${process.version} has no process.execve` };
  if (process.platform === 'win32') return { kind: 'no', why: 'Windows has no exec' };
  return { kind: 'yes' };
}

/**
 * Replaces this process by the program `file` (an absolute path of an executable that was checked).
 * Returns only when that can't be done here; then run it as a child.
 *
 * Two traps that this avoids: Node aborts when the program cannot be run, so a script without an
 * interpreter or with a missing one must never get here (see `canBeReplacedBy`); and Node ignores
 * SIGPIPE, which a program inherits through exec. A caught signal goes back to its default on exec,
 * an ignored one does not, so SIGPIPE is caught first.
 */
export function execReplace(
  file: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): ExecReplaceSupport {
  const support = canExecReplace();
  if (support.kind === 'no') return support;
  const execve = Reflect.get(process, 'execve') as (
    file: string,
    argv: readonly string[],
    env: Readonly<Record<string, string>>,
  ) => never;
  process.on('SIGPIPE', () => {});
  execve.call(process, file, argv, env);
  return { kind: 'no', why: 'process.execve returned' };
}

function startError(file: string, error: NodeJS.ErrnoException): ToolError {
  if (error.code === 'ENOENT') {
    return new ToolError(`${file}: command not found`, {
      code: 'PROGRAM_NOT_FOUND',
      exitCode: EXIT_NOT_FOUND,
      cause: error,
    });
  }
  return new ToolError(`${file}: ${reason(error)}`, {
    code: 'PROGRAM_CANNOT_RUN',
    exitCode: EXIT_CANNOT_RUN,
    cause: error,
  });
}

function reason(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'EACCES':
      return 'permission denied';
    case 'ENOEXEC':
      return 'not a program that this system can run';
    case 'E2BIG':
      return 'the arguments and the environment are too long';
    case 'EISDIR':
      return 'is a directory';
    default:
      return error.message;
  }
}
