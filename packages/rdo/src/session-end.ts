import { constants } from 'node:os';
import { isSystemError, systemReason, ToolError } from '@nearhand/core/errors';
import type { Outcome } from '@nearhand/core/process';
import { transportError, type ChannelEnd } from './client.ts';

/** `exit:N` or `signal:NAME`. */
export function outcomeOf(record: string): Outcome {
  const [kind, value = ''] = record.split(':');
  if (kind === 'exit') return { kind: 'exit', code: Number(value) & 255 };
  const name = /^\d+$/.test(value)
    ? Object.entries(constants.signals).find(([, number]) => number === Number(value))?.[0]
    : `SIG${value}`;
  if (name !== undefined && name in constants.signals) {
    return { kind: 'signal', signal: name as NodeJS.Signals };
  }
  // A signal that this machine doesn't have.
  return { kind: 'exit', code: 128 };
}

/** What keeps the command's output from being written, such as a full disk. That nobody reads any more is no failure. */
export function outputFailure(stream: 'stdout' | 'stderr', reason: unknown): ToolError | undefined {
  if (!isSystemError(reason) || ['EPIPE', 'ECONNRESET', 'EBADF'].includes(reason.code ?? ''))
    return undefined;
  return new ToolError(`cannot write to ${stream}: ${systemReason(reason)}`, {
    code: 'OUTPUT_FAILED',
    exitCode: 125,
    cause: reason,
  });
}

/** It started and never said how it ended. With the connection alive, only KILL can do that. */
export function brokenOff(end: ChannelEnd, connected: boolean): Outcome {
  if (end.kind === 'signal' && `SIG${end.signal}` in constants.signals) {
    return { kind: 'signal', signal: `SIG${end.signal}` as NodeJS.Signals };
  }
  if (connected && (end.kind !== 'lost' || end.maybeKilled === true))
    return { kind: 'signal', signal: 'SIGKILL' };
  return {
    kind: 'not-started',
    error:
      end.kind === 'lost' && end.error.phase === 'exec'
        ? end.error
        : transportError('exec', 'the connection was lost while the command ran', {
            hint: 'How the command ended is not known; its process group is ended there.',
          }),
  };
}
