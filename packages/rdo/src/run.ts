/** Carries a plan out. */
import type { Readable, Writable } from 'node:stream';
import type { Outcome } from '@nearhand/core/process';
import type { Client, ClientIo } from './client.ts';
import { reach } from './drivers/index.ts';
import { pathTable, textMapper } from './map-text.ts';
import type { Plan } from './plan.ts';
import { startSession, type Session } from './session.ts';
import type { Pair } from './values.ts';

export interface RunPlanOptions {
  readonly io: ClientIo;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly progress?: ((text: string) => void) | undefined;
  /** Called when there is something that signals can be sent to. */
  readonly onSession?: ((session: Session) => void) | undefined;
  readonly onNoise?: ((text: Buffer) => void) | undefined;
}

/** Runs the plan's command and says how it ended. */
export async function runPlan(plan: Plan, options: RunPlanOptions): Promise<Outcome> {
  const { io, stdout, stderr } = options;
  const reached = await reach({ plan, io, progress: options.progress ?? (() => {}) });
  let session: Session | undefined;
  const start = (client: Client): Promise<Outcome> => {
    session = sessionOf(plan, { client, stdout, stderr, onNoise: options.onNoise });
    options.onSession?.(session);
    return session.outcome;
  };
  try {
    const outcome = await start(reached.client);
    if (outcome.kind !== 'not-started' || outcome.error.phase === undefined) return outcome;
    if (session?.started()) return outcome;
    const client = await reached.recover?.(outcome.error);
    return client ? await start(client) : outcome;
  } finally {
    await reached.client.close();
  }
}

export interface SessionOptions {
  readonly client: Client;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** What the command reads, in place of the client's own stdin. */
  readonly stdin?: Readable | undefined;
  readonly onNoise?: ((text: Buffer) => void) | undefined;
}

/** Starts the plan's command over a client. */
export function sessionOf(plan: Plan, options: SessionOptions): Session {
  const { client, stdout, stderr, stdin, onNoise } = options;
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
      stdout,
      stderr,
      onNoise,
      onStdin: stdin && ((channel) => stdin.pipe(channel)),
      mapperFor: (stream, give) => (mapOutput[stream] ? textMapper(table, give) : undefined),
    },
  );
}

function backward(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.filter(([, there]) => !there.startsWith('~')).map(([here, there]) => [there, here]);
}
