import type { ToolError } from '@nearhand/core/errors';
import {
  EXIT_TOOL_FAILED,
  exitStatus,
  forwardSignals,
  type Outcome,
  setV8Flags,
} from '@nearhand/core/process';
import type { World } from '@nearhand/core/report';
import type { RdoContext } from '../cli.ts';
import type { ClientIo } from '../client.ts';
import { runPlan, type Stoppable } from '../run.ts';
import { outputStream } from './output.ts';
import { requireTrust } from '../trusting.ts';
import { planOf, settingsOf } from './request.ts';

/** Asked to end so often, rdo ends without waiting for the command. */
const PATIENCE = 3;

export async function runCommand(context: RdoContext, argv: readonly string[]): Promise<Outcome> {
  const { world, report } = context;
  // V8 clears up young objects as soon as they fill four fifths of their megabyte. A run passes that while it
  // connects, and would wait 3 to 4 ms in its midst; it ends before the megabyte is full. Output that flows is
  // collected as ever.
  setV8Flags('--no-minor-gc-task');
  const settings = settingsOf(context);
  requireTrust(settings, world.env);
  const plan = planOf(context, argv, settings);
  // To make one takes Node a moment, and most runs never ask for its signal.
  let made: AbortController | undefined;
  const abort = (): AbortController => (made ??= new AbortController());
  let session: Stoppable | undefined;
  let pullError: ToolError | undefined;
  let early: NodeJS.Signals | undefined;
  let asked = 0;
  const stop = forwardSignals(
    (signal) => {
      asked += 1;
      if (!session) {
        early ??= signal;
        abort().abort();
      } else if (asked >= PATIENCE && signal === 'SIGINT') session.abort();
      else session.signal(signal);
    },
    { shared: false },
  );
  try {
    const outcome = await runPlan(plan, {
      io: clientIo(world, () => abort().signal),
      get stdout() {
        return outputStream(world, 1);
      },
      get stderr() {
        return outputStream(world, 2);
      },
      progress: (text) => world.stderr.write(text),
      syncProgress: true,
      onSyncWarning: (text) => report.warn(text),
      onPullError: (error) => (pullError = error),
      onSession: (started) => {
        session = started;
        if (early !== undefined) session.signal(early);
      },
    });
    if (pullError) {
      // The command's own failure is what its caller asked for; its success would hide ours.
      report.error(pullError);
      return exitStatus(outcome) === 0 ? { kind: 'exit', code: EXIT_TOOL_FAILED } : outcome;
    }
    if (outcome.kind !== 'not-started') return outcome;
    if (early !== undefined) return { kind: 'signal', signal: early };
    throw outcome.error;
  } catch (error) {
    if (early !== undefined) return { kind: 'signal', signal: early };
    throw error;
  } finally {
    stop();
  }
}

export function clientIo(world: World, signal?: () => AbortSignal): ClientIo {
  return {
    env: world.env,
    cwd: world.cwd,
    get stdin() {
      return world.stdin;
    },
    get stdout() {
      return world.stdout;
    },
    get stderr() {
      return world.stderr;
    },
    isTerminal: (fd) => world.isTerminal(fd),
    get signal() {
      return signal?.();
    },
    ownDescriptors: true,
  };
}
