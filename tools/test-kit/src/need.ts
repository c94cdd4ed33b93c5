import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';

export interface Need {
  /** Whether what is needed is here. */
  readonly met: boolean;
}

/**
 * Says whether the tests that follow can run here, for `describe.skipIf(!need(...).met)`.
 *
 * What is missing is written down, with how to get it, and `npm test` prints it at its end. Where
 * skips are forbidden (NEARHAND_FORBID_SKIPS=1, as in CI) a need that isn't met throws.
 *
 * @param what - what is needed, as in "a Docker engine"
 * @param how - how to get it, as in "apt-get install docker.io"
 * @param probe - the program to look for, or a function that tells
 */
export function need(what: string, how: string, probe: string | (() => boolean)): Need {
  const met =
    typeof probe === 'function'
      ? probe()
      : spawnSync('sh', ['-c', 'command -v "$1"', 'sh', probe]).status === 0;
  if (met) return { met };
  const line = `no ${what} here: ${how}`;
  if (process.env['NEARHAND_FORBID_SKIPS'] === '1') throw new Error(`skips are forbidden: ${line}`);
  mkdirSync('test-results', { recursive: true });
  appendFileSync('test-results/skipped.txt', `${line}\n`);
  return { met };
}
