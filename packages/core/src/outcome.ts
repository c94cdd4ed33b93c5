import type { ToolError } from './errors.ts';

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

/** The exit status that stands for an outcome: its code, 128+n for a signal, 126/127 when not started. */
export function exitStatus(outcome: Outcome): number {
  switch (outcome.kind) {
    case 'exit':
      return outcome.code;
    case 'signal':
      // Not imported above: only an end by a signal needs its number.
      return 128 + (process.getBuiltinModule('node:os').constants.signals[outcome.signal] ?? 0);
    case 'not-started':
      return outcome.error.exitCode ?? EXIT_TOOL_FAILED;
  }
}

/** Gives the signals that Node ignores, SIGPIPE and SIGXFSZ, their default effect again. */
export function restoreIgnoredSignals(): void {
  restoreDefault('SIGPIPE');
  restoreDefault('SIGXFSZ');
}

/**
 * The last listener that goes takes its signal to the default effect, whatever it had before: Node
 * ignores some, and SIGUSR1 opens its debugger.
 */
function restoreDefault(signal: NodeJS.Signals): void {
  const listener = (): void => {};
  try {
    process.on(signal, listener);
  } catch {
    // KILL and STOP have no other effect; some systems lack some signals.
    return;
  }
  process.removeAllListeners(signal);
}

/**
 * Ends this process as the child ended: with its status, or by raising its signal on ourselves so
 * that our parent sees the same. Falls back to 128+n where the signal doesn't end us (as process 1
 * of a container, or on Windows).
 *
 * Only for `bin/`: everything else returns an {@link Outcome}.
 */
export async function exitLike(outcome: Outcome): Promise<never> {
  const status = exitStatus(outcome);
  if (outcome.kind === 'signal' && process.platform !== 'win32') {
    restoreDefault(outcome.signal);
    try {
      process.kill(process.pid, outcome.signal);
      // A signal to oneself is delivered before kill returns, unless it has no effect on us.
      await new Promise((resolve) => setTimeout(resolve, 50));
    } catch {
      // A signal that this system doesn't have.
    }
  }
  return process.exit(status);
}
