/** Carries a plan out. */
import type { Outcome } from '@nearhand/core/process';
import type { Writable } from 'node:stream';
import type { ClientIo } from './client.ts';
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
}

/** Runs the plan's command and says how it ended. Never rejects for what a user can cause. */
export async function runPlan(plan: Plan, options: RunPlanOptions): Promise<Outcome> {
  const { io } = options;
  const { stdout, stderr } = plan.mapOutput;
  const table = stdout || stderr ? pathTable(backward(plan.pairs)) : undefined;
  const reached = await reach({ plan, io, progress: options.progress ?? (() => {}) });
  const start = (client = reached.client): Promise<Outcome> => {
    const session = startSession(
      client,
      {
        argv: plan.argv,
        directory: Buffer.from(plan.directory, 'utf8'),
        environment: plan.environment,
        tty: plan.tty,
        stdin: plan.stdin,
        detach: plan.detach,
        // Both channels run as root then, so that the guard may signal what sudo started.
        wrap: plan.sudo ? ['sudo', '-n', '--'] : [],
      },
      {
        stdout: options.stdout,
        stderr: options.stderr,
        mapperFor:
          table &&
          ((stream, give) => (plan.mapOutput[stream] ? textMapper(table, give) : undefined)),
      },
    );
    options.onSession?.(session);
    return session.outcome;
  };
  try {
    const outcome = await start();
    if (outcome.kind !== 'not-started' || outcome.error.phase === undefined) return outcome;
    const client = await reached.recover?.(outcome.error);
    return client ? await start(client) : outcome;
  } finally {
    await reached.client.close();
  }
}

function backward(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.filter(([, there]) => !there.startsWith('~')).map(([here, there]) => [there, here]);
}
