/**
 * Running a program so that it behaves as if it had been started directly.
 */
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { ToolError } from './errors.ts';
import { findExecutable } from './executable.ts';
import { forwardSignals } from './forward.ts';
import { EXIT_CANNOT_RUN, EXIT_NOT_FOUND, EXIT_TOOL_FAILED, type Outcome } from './outcome.ts';
import { systemReason } from './system-error.ts';

export { startTool, type StartOptions } from './start.ts';
export {
  findExecutable,
  type ExecutableFileSystem,
  type ExecutableSearch,
  type FoundExecutable,
} from './executable.ts';
export { canBeReplacedBy, type Replaceable } from './replaceable.ts';
export { canExecReplace, execReplace, type ExecReplaceSupport } from './exec.ts';
export { FORWARDED_SIGNALS, forwardSignals } from './forward.ts';
export { isNullDevice } from './null-device.ts';
export { setV8Flags } from './v8-flags.ts';
export {
  EXIT_CANNOT_RUN,
  EXIT_NOT_FOUND,
  EXIT_TOOL_FAILED,
  exitLike,
  exitStatus,
  type Outcome,
} from './outcome.ts';

export interface RunOptions {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Default: `inherit`, all three streams. */
  readonly stdio?: StdioOptions | undefined;
  /** The name that the program sees as its own (`argv[0]`). Default: `file`. */
  readonly argv0?: string | undefined;
  /**
   * Pass this process's signals on to the child while it runs (see {@link forwardSignals}).
   * Default: true.
   *
   * A terminal sends Ctrl-C and Ctrl-\ to the whole foreground group, so the child has had INT and
   * QUIT already; they are then swallowed here and not sent twice.
   */
  readonly forwardSignals?: boolean | undefined;
  /** Windows: give the arguments as they are; the caller has quoted them. Default: false. */
  readonly windowsVerbatimArguments?: boolean | undefined;
  /** Ends the child with TERM when it fires. */
  readonly signal?: AbortSignal | undefined;
  /** Called once with the child as soon as it runs. */
  readonly onStart?: ((child: ChildProcess) => void) | undefined;
}

/**
 * Runs `file` (a path, or a name that PATH finds) and says how it ended. Pipes may still hold
 * output at that time: who asked for pipes reads them to their end.
 *
 * Never throws for what the child does: a program that can't be started gives `not-started` with
 * the error codes `PROGRAM_NOT_FOUND` (exit 127), `PROGRAM_CANNOT_RUN` (exit 126), or
 * `PROGRAM_NO_DIRECTORY` (exit 125) when `cwd` can't be entered.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  // Before the start: a signal that comes while the child already runs, and spawn hasn't returned
  // yet, would end this process and leave the child alone.
  let running: ChildProcess | undefined;
  const stopForwarding =
    (options.forwardSignals ?? true) ? forwardSignals((signal) => running?.kill(signal)) : () => {};
  const child = start(file, args, options);
  if (child instanceof Error) {
    stopForwarding();
    return { kind: 'not-started', error: startError(file, child, options) };
  }
  running = child;
  try {
    return await new Promise<Outcome>((resolve) => {
      child.once('spawn', () => options.onStart?.(child));
      // An abort after the start, and a signal that may not be sent (EPERM), are errors too: the
      // exit follows then.
      child.on('error', (error: NodeJS.ErrnoException) => {
        if (child.pid === undefined) {
          resolve({ kind: 'not-started', error: startError(file, error, options) });
        }
      });
      child.once('exit', (code, signal) => {
        resolve(signal === null ? { kind: 'exit', code: code ?? 0 } : { kind: 'signal', signal });
      });
    });
  } finally {
    stopForwarding();
  }
}

/** The child, or the error where spawn throws in place of emitting it (E2BIG and the like). */
function start(
  file: string,
  args: readonly string[],
  options: RunOptions,
): ChildProcess | NodeJS.ErrnoException {
  // Some 2 ms to load, and no use to those who import this for something else.
  const { spawn } = process.getBuiltinModule('node:child_process');
  try {
    return spawn(file, args, {
      cwd: options.cwd,
      env: options.env,
      argv0: options.argv0,
      stdio: options.stdio ?? 'inherit',
      windowsVerbatimArguments: options.windowsVerbatimArguments,
      ...(options.signal ? { signal: options.signal, killSignal: 'SIGTERM' } : {}),
    });
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}

/** What the system says of a missing interpreter or folder is that the program isn't there. */
function startError(file: string, cause: NodeJS.ErrnoException, options: RunOptions): ToolError {
  const wrongFolder = options.cwd === undefined ? undefined : whyNotEntered(options.cwd);
  if (wrongFolder !== undefined) {
    return new ToolError(`cannot enter the folder ${options.cwd}: ${wrongFolder}`, {
      code: 'PROGRAM_NO_DIRECTORY',
      exitCode: EXIT_TOOL_FAILED,
      cause,
    });
  }
  const search = {
    path: (options.env ?? process.env)['PATH'] ?? '',
    cwd: options.cwd ?? process.cwd(),
  };
  const found = cause.code === 'ENOENT' ? findExecutable(file, search) : undefined;
  if (found?.kind === 'missing') {
    return new ToolError(`${file}: command not found`, {
      code: 'PROGRAM_NOT_FOUND',
      exitCode: EXIT_NOT_FOUND,
      cause,
    });
  }
  const why = found?.kind === 'cannot-run' ? found.why : systemReason(cause);
  return new ToolError(`${file}: ${why}`, {
    code: 'PROGRAM_CANNOT_RUN',
    exitCode: EXIT_CANNOT_RUN,
    cause,
  });
}

function whyNotEntered(folder: string): string | undefined {
  try {
    if (!statSync(folder).isDirectory()) return 'not a directory';
    accessSync(folder, constants.X_OK);
    return undefined;
  } catch (error) {
    return systemReason(error as NodeJS.ErrnoException);
  }
}
