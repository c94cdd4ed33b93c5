/**
 * `sync = rsync`: the steps before and after a command on a machine without a shared folder. Loaded only by
 * runs that sync.
 */
import { join } from 'node:path';
import { isToolError, ToolError } from '@nearhand/core/errors';
import { takeLock } from '@nearhand/core/lock';
import type { Outcome } from '@nearhand/core/process';
import { shortHash } from '../hash.ts';
import type { SyncPlan } from '../sync-plan.ts';
import type { SyncContext } from './context.ts';
import { statusLine } from './progress.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';
import { recordDir, recordKey } from './record.ts';

export interface SyncStep extends Omit<SyncContext, 'signal' | 'status' | 'warn' | 'sync'> {
  readonly sync: SyncPlan;
  /** Shows how far it is, on the terminal of stderr. */
  readonly progress: boolean;
  readonly warn?: ((text: string) => void) | undefined;
  /** Ends the step as Ctrl-C does. */
  readonly signal: AbortSignal | undefined;
  /** Given what ends the step, as soon as it runs. */
  readonly onStart?: ((step: Stoppable) => void) | undefined;
}

/** Something that runs and can be told to end. */
export interface Stoppable {
  signal(name: NodeJS.Signals): void;
  abort(): void;
}

/**
 * One direction of the sync.
 *
 * @returns undefined when all went well, else how the run ends
 */
export async function syncStep(
  direction: 'push' | 'pull',
  step: SyncStep,
): Promise<Extract<Outcome, { kind: 'signal' | 'not-started' }> | undefined> {
  const abort = new AbortController();
  let signalled: NodeJS.Signals | undefined;
  const onAbort = (): void => abort.abort();
  if (step.signal?.aborted) onAbort();
  else step.signal?.addEventListener('abort', onAbort, { once: true });
  step.onStart?.({
    signal(name) {
      signalled ??= name;
      onAbort();
    },
    abort: onAbort,
  });
  const line = step.progress ? statusLine(step.io.stderr) : undefined;
  const { signal } = abort;
  try {
    const file = join(recordDir(step.io.env), `${shortHash(recordKey(step.plan, step.sync))}.lock`);
    const release = await takeLock(file, {
      signal,
      onWait: (holder) => line?.show(`sync: waiting for ${holder}`),
    });
    try {
      const context: SyncContext = {
        ...step,
        signal,
        status: line && ((text) => line.show(text)),
        warn(text) {
          line?.clear();
          step.warn?.(text);
        },
      };
      await (direction === 'push' ? push(context) : pull(context));
    } finally {
      release();
    }
    return undefined;
  } catch (error) {
    if (signalled !== undefined) return { kind: 'signal', signal: signalled };
    if (signal.aborted) {
      return {
        kind: 'not-started',
        error: new ToolError('aborted', { code: 'ABORTED', exitCode: 125 }),
      };
    }
    if (!isToolError(error)) throw error;
    return { kind: 'not-started', error };
  } finally {
    step.signal?.removeEventListener('abort', onAbort);
    line?.clear();
  }
}
