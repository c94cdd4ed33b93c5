import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { descendants, executableOf, processesWith, signalProcess } from './processes.ts';

/** Set in every session of an sshd, so that its processes can be told from everyone else's. */
export const INSTANCE_VARIABLE = 'NEARHAND_LAB';

/** The listening sshd of the instance in `dir`, or undefined when none runs. */
export function listenerPid(dir: string): number | undefined {
  const file = join(dir, 'sshd.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8'));
  // The number may have been given to another process since.
  return executableOf(pid)?.includes('sshd') ? pid : undefined;
}

/** The sshd processes that serve connections, not what runs in their sessions. */
export function connectionPids(dir: string): readonly number[] {
  const listener = listenerPid(dir);
  if (listener === undefined) return [];
  return descendants(listener)
    .map((process) => process.pid)
    .filter((pid) => pid !== listener && executableOf(pid)?.includes('sshd'));
}

/** Kills the listener, its connections, and everything that ran in them, orphans too. */
export function endInstance(dir: string, id: string): void {
  const listener = listenerPid(dir);
  // It must not take another connection while we count them.
  if (listener !== undefined) signalProcess(listener, 'SIGSTOP');
  for (let round = 0; round < 100; round += 1) {
    const below = listener === undefined ? [] : descendants(listener);
    const pids = [...below, ...processesWith(INSTANCE_VARIABLE, id)].map(({ pid }) => pid);
    const victims = pids.filter((pid) => pid !== listener && pid !== process.pid);
    if (victims.length === 0) break;
    for (const pid of victims) signalProcess(pid, 'SIGKILL');
    // Stopped as it is, the listener takes no note of its dead: they are zombies, and not listed.
  }
  if (listener !== undefined) signalProcess(listener, 'SIGKILL');
}
