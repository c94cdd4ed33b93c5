/** Carries a plan out. */
import type { Readable, Writable } from 'node:stream';
import type { ToolError } from '@nearhand/core/errors';
import type { Outcome } from '@nearhand/core/process';
import type { Client, ClientIo } from './client.ts';
import { reach } from './drivers/index.ts';
import { pathTable, textMapper } from './map-text.ts';
import type { Plan } from './plan.ts';
import { startSession, type Session } from './session.ts';
import type { SyncStep } from './sync/index.ts';
import type { Pair } from './values.ts';

/** What runs now, as far as signals are concerned. */
export type Stoppable = Pick<Session, 'signal' | 'abort'>;

export interface RunPlanOptions extends SyncReports, SessionOptions {
  readonly io: ClientIo;
  readonly progress?: ((text: string) => void) | undefined;
  /** Called when there is something that signals can be sent to: a sync, then the command. */
  readonly onSession?: ((session: Stoppable) => void) | undefined;
}

/** How a sync makes itself known. */
export interface SyncReports {
  /** Show how far a sync is, on the terminal of `io.stderr`. Default: false. */
  readonly syncProgress?: boolean | undefined;
  /** Given what the user should know of, such as a file that was changed on both sides. */
  readonly onSyncWarning?: ((text: string) => void) | undefined;
  /** Given the failure of a pull: the command's own outcome stands. */
  readonly onPullError?: ((error: ToolError) => void) | undefined;
}

/** Runs the plan's command, with the syncs before and after it, and says how it ended. */
export async function runPlan(plan: Plan, options: RunPlanOptions): Promise<Outcome> {
  const { io } = options;
  const reached = await reach({ plan, io, progress: options.progress ?? (() => {}) });
  let session: Session | undefined;
  // Not all of `options` at once: to read a stream there is to make it.
  const { onSession: onStart, syncProgress, onSyncWarning, onPullError } = options;
  const start = (client: Client): Promise<Outcome> =>
    synced({ plan, client, io, onStart, syncProgress, onSyncWarning, onPullError }, () => {
      session = sessionOf(plan, client, options);
      onStart?.(session);
      return session.outcome;
    });
  try {
    const outcome = await start(reached.client);
    if (outcome.kind !== 'not-started') return outcome;
    const { phase } = outcome.error;
    if (phase === undefined || phase === 'sync' || session?.started()) return outcome;
    const client = await reached.recover?.(outcome.error);
    return client ? await start(client) : outcome;
  } finally {
    await reached.client.close();
  }
}

export interface SyncedOptions extends SyncReports {
  readonly plan: Plan;
  readonly client: Client;
  readonly io: ClientIo;
  readonly onStart?: ((step: Stoppable) => void) | undefined;
}

/**
 * Runs `command` between the push and the pull of its plan. Without a push that went well it doesn't run; a
 * command that a signal ended is followed by no pull.
 */
export async function synced(
  options: SyncedOptions,
  command: () => Promise<Outcome>,
): Promise<Outcome> {
  const { plan, client, io, onStart, onSyncWarning } = options;
  const { sync } = plan;
  if (!sync) return command();
  const { syncStep } = await import('./sync/index.ts');
  const step: SyncStep = {
    plan,
    sync,
    client,
    io,
    onStart,
    warn: onSyncWarning,
    signal: io.signal,
    progress: options.syncProgress === true && io.isTerminal(2),
  };
  const failed = await syncStep('push', step);
  if (failed) return failed;
  const outcome = await command();
  if (sync.pull.length === 0 || outcome.kind !== 'exit') return outcome;
  const ended = await syncStep('pull', step);
  if (ended?.kind === 'signal') return ended;
  if (ended) options.onPullError?.(ended.error);
  return outcome;
}

export interface SessionOptions {
  /** Where the output goes; asked for when there is some. */
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** What the command reads, in place of the client's own stdin. */
  readonly stdin?: Readable | undefined;
  readonly onNoise?: ((text: Buffer) => void) | undefined;
}

/** Starts the plan's command over a client. */
export function sessionOf(plan: Plan, client: Client, options: SessionOptions): Session {
  const { stdin, onNoise } = options;
  const { mapOutput } = plan;
  const table =
    mapOutput.stdout || mapOutput.stderr ? pathTable(backward(plan.pairs)) : pathTable([]);
  return startSession(
    client,
    {
      argv: plan.argv,
      directory: Buffer.from(plan.directory, 'utf8'),
      environment: plan.environment,
      tty: plan.tty,
      stdin: stdin === undefined ? plan.stdin : 'pipe',
      detach: plan.detach,
      // Both channels run as root then, so that the guard may signal what sudo started.
      wrap: plan.sudo ? ['sudo', '-n', '--'] : [],
    },
    {
      get stdout() {
        return options.stdout;
      },
      get stderr() {
        return options.stderr;
      },
      onNoise,
      onStdin: stdin && ((channel) => stdin.pipe(channel)),
      mapperFor: (stream, give) => (mapOutput[stream] ? textMapper(table, give) : undefined),
    },
  );
}

function backward(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.filter(([, there]) => !there.startsWith('~')).map(([here, there]) => [there, here]);
}
