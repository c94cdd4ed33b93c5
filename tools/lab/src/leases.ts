import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateDir } from './state.ts';

/** How the leases of `lab up` begin, which no process holds: they last until `lab down`. */
const STANDING = 'standing-';

/**
 * Says that this process uses the engine, until it ends, however it does. No entry has to be taken
 * back: a lease whose process is gone counts for nothing.
 */
export function takeLease(): void {
  const name = leaseName(process.pid);
  if (name !== undefined) writeFileSync(join(leaseDir(), name), '');
}

export function takeStandingLease(machine: string): void {
  writeFileSync(join(leaseDir(), STANDING + machine), '');
}

export function dropStandingLease(machine: string): void {
  rmSync(join(leaseDir(), STANDING + machine), { force: true });
}

/** Whether anybody uses the engine. Clears away what ended processes left. */
export function anyLease(): boolean {
  let any = false;
  for (const name of readdirSync(leaseDir())) {
    if (name.startsWith(STANDING) || isLiveLease(name)) any = true;
    else rmSync(join(leaseDir(), name), { force: true });
  }
  return any;
}

/** A process as nobody else will ever be called: its id, and when it started. */
export function leaseName(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${pid}.${started}`;
  } catch {
    return undefined;
  }
}

export function isLiveLease(name: string): boolean {
  return leaseName(Number(name.split('.')[0])) === name;
}

function leaseDir(): string {
  return stateDir('leases');
}
