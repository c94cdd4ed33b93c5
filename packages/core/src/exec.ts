import { constants, readFileSync } from 'node:fs';
import { restoreIgnoredSignals } from './outcome.ts';
import { systemReason } from './system-error.ts';

/** What {@link execReplace} would do here, or why it would not. */
export type ExecReplaceSupport =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no'; readonly why: string };

type Execve = (
  file: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
) => never;

/** Whether this Node can replace its own process by another program. */
export function canExecReplace(): ExecReplaceSupport {
  const execve: unknown = Reflect.get(process, 'execve');
  if (typeof execve !== 'function') {
    return { kind: 'no', why: `Node ${process.version} has no process.execve` };
  }
  if (process.platform === 'win32') return { kind: 'no', why: 'Windows has no exec' };
  return { kind: 'yes' };
}

/**
 * Replaces this process by the program `file` (an absolute path of an executable that was checked).
 * Returns only when that can't be done here; then run it as a child.
 *
 * The traps that this avoids: many a Node aborts when the program cannot be run, so a script without an
 * interpreter or with a missing one must never get here (see `canBeReplacedBy`); Node ignores
 * SIGPIPE and SIGXFSZ, which a program would inherit; and Node makes a pipe non-blocking once its
 * stream was touched, which hardly a program is ready for. The start of a child undoes the last, and
 * nothing else in Node can.
 */
export function execReplace(
  file: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): ExecReplaceSupport {
  const support = canExecReplace();
  if (support.kind === 'no') return support;
  if ([0, 1, 2].some(isNonBlocking)) return { kind: 'no', why: 'a stream is non-blocking' };
  restoreIgnoredSignals();
  // Written when Node exits, which it now never does: without this no run would ever find it.
  const { flushCompileCache } = process.getBuiltinModule('node:module') as {
    flushCompileCache?: () => void;
  };
  flushCompileCache?.();
  try {
    (Reflect.get(process, 'execve') as Execve).call(process, file, argv, env);
    return { kind: 'no', why: 'process.execve returned' };
  } catch (error) {
    // Newer Nodes throw where older ones abort.
    return { kind: 'no', why: systemReason(error as NodeJS.ErrnoException) };
  }
}

/** O_NONBLOCK of a descriptor, where the system shows it (Linux); no elsewhere. */
function isNonBlocking(fd: number): boolean {
  try {
    const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1];
    return (Number.parseInt(flags ?? '0', 8) & constants.O_NONBLOCK) !== 0;
  } catch {
    return false;
  }
}
