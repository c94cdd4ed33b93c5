import { systemReason } from '@nearhand/core/errors';
import type { RunEnd } from '../finish.ts';
import { showSize } from '../units.ts';
import type { Settings } from './settings.ts';

export interface Findings {
  readonly settings: Settings;
  readonly bytes: number;
  /** The signal that ended the run. */
  readonly signal?: NodeJS.Signals | undefined;
  readonly readError?: unknown;
  readonly writeError?: unknown;
}

export interface Judgement {
  readonly verdict: RunEnd['verdict'];
  /** Why the output isn't complete, for the user. */
  readonly message?: string;
  /** The same for the record. */
  readonly reason?: string;
}

/** Whether the output is complete, and if not, why. */
export function judge(findings: Findings): Judgement {
  const { settings, bytes, signal, readError, writeError } = findings;
  // An empty partial file would help nobody.
  const verdict = bytes === 0 ? 'discarded' : 'partial';
  if (writeError !== undefined) {
    const reason = systemReason(writeError as Error);
    return { verdict, reason, message: `the output could not be written: ${reason}` };
  }
  if (readError !== undefined) {
    const reason = systemReason(readError as Error);
    return { verdict, reason, message: `standard input could not be read: ${reason}` };
  }
  if (signal) return { verdict, reason: signal, message: `interrupted by ${signal}` };
  const { minBytes = 0, ifNonempty } = settings;
  if (bytes === 0 && ifNonempty) return { verdict: 'discarded', reason: 'empty' };
  if (bytes < minBytes) {
    const reason = `${showSize(bytes)}, less than --min-bytes`;
    return { verdict, reason, message: `the output is too short: ${reason}` };
  }
  return { verdict: 'complete' };
}
