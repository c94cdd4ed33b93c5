import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { startRdo, type Machine } from './machine.ts';

export const RUNS = 200;
const AT_ONCE = 4;

export interface KillOptions {
  readonly machine: Machine;
  /** The folder of this machine where the commands leave their files. Default: the machine's directory. */
  readonly folder?: string;
  /** What may be killed; `nothing` lets the run come to its end. */
  readonly victims: readonly string[];
  readonly kill: (victim: string, child: ChildProcess) => void;
}

/** Many runs, each of which loses something after a while. None may succeed without its command's success. */
export async function killAtRandom({ machine, folder, victims, kill }: KillOptions): Promise<void> {
  const random = randomFrom(20_260_101);
  const mark = `0.${String(Date.now()).slice(-6)}1`;
  const lies: string[] = [];
  let next = 0;
  let successes = 0;
  const worker = async (): Promise<void> => {
    while (next < RUNS) {
      const number = (next += 1);
      const wait = random() * 500;
      const victim = victims[Math.floor(random() * victims.length)]!;
      const script = `sleep ${mark}; sleep 0.1; : >done-${number}; exit 0`;
      const child = startRdo(machine, ['sh', '-c', script]);
      child.stdin?.end();
      child.stdout?.resume();
      child.stderr?.resume();
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
      await Promise.race([sleep(wait), ended]);
      kill(victim, child);
      const code = await ended;
      const done = existsSync(join(folder ?? machine.directory, `done-${number}`));
      if (code === 0) successes += 1;
      if (code === 0 && !done) lies.push(`run ${number}: ${victim} killed after ${wait} ms`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  expect(lies).toEqual([]);
  expect(successes).toBeGreaterThan(0);
}

/** A fixed sequence, so that a failure can be run again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
