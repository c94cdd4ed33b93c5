import { readFileSync } from 'node:fs';

/** Signals that a runner passes on: those that ask a program to end, or tell it something. */
export const FORWARDED_SIGNALS = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR1',
  'SIGUSR2',
] as const satisfies readonly NodeJS.Signals[];

/**
 * Calls `send` for each of the {@link FORWARDED_SIGNALS} that this process gets, and keeps the
 * signal from ending this process. Returns the function that stops it.
 *
 * @param options.shared - the receiver is in this process's group, so that the terminal's Ctrl-C
 * and Ctrl-\ reach it without us: INT and QUIT are then swallowed while we are in the foreground.
 * Default: true.
 */
export function forwardSignals(
  send: (signal: NodeJS.Signals) => void,
  options: { readonly shared?: boolean | undefined } = {},
): () => void {
  const shared = options.shared ?? true;
  const handlers = new Map<NodeJS.Signals, () => void>();
  for (const signal of FORWARDED_SIGNALS) {
    const typed = signal === 'SIGINT' || signal === 'SIGQUIT';
    const handler = (): void => {
      // Sent twice, many programs take the second for 'at once'.
      if (!(shared && typed && inForeground())) send(signal);
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

/**
 * Whether Ctrl-C in our terminal, if we have one, is sent to our process group. Which streams are
 * terminals doesn't tell: in `date | rdo cat` stdin is a pipe, and Ctrl-C reaches both.
 */
function inForeground(): boolean {
  try {
    // pid (name) state ppid pgrp session tty_nr tpgid …; the name may hold anything.
    const stat = readFileSync('/proc/self/stat', 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[4]) !== 0 && fields[2] === fields[5];
  } catch {
    // No procfs, as on macOS: a terminal at any of the three is the best hint that is left.
    const { isatty } = process.getBuiltinModule('node:tty');
    return isatty(0) || isatty(1) || isatty(2);
  }
}
