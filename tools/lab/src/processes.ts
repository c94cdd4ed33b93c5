import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process on this machine, as /proc shows it. */
export interface LabProcess {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  /** The words that it was started with; empty for a process that is being set up or torn down. */
  readonly argv: readonly string[];
}

/** The processes that have `name=value` in the environment that they were started with. */
export function processesWith(name: string, value: string): readonly LabProcess[] {
  const entry = `${name}=${value}`;
  return allProcesses().filter((process) => {
    const environment = attempt(() => readFileSync(`/proc/${process.pid}/environ`, 'latin1'));
    return environment?.split('\0').includes(entry) ?? false;
  });
}

/** `pid` and everything that descends from it, parents first. */
export function descendants(pid: number): readonly LabProcess[] {
  const all = allProcesses();
  const found = all.filter((process) => process.pid === pid);
  for (const parent of found) {
    found.push(...all.filter((process) => process.ppid === parent.pid));
  }
  return found;
}

/** The file that the process runs, or undefined when it is gone. */
export function executableOf(pid: number): string | undefined {
  return attempt(() => readlinkSync(`/proc/${pid}/exe`));
}

/** Sends a signal; a process that is gone is no error. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  attempt(() => process.kill(pid, signal));
}

function allProcesses(): LabProcess[] {
  const processes: LabProcess[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
    const command = attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    if (stat === undefined || command === undefined) continue;
    // The name in brackets may itself hold spaces and brackets.
    const [state, ppid, pgid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') continue;
    const argv = command.split('\0').slice(0, -1);
    processes.push({ pid, ppid: Number(ppid), pgid: Number(pgid), argv });
  }
  return processes;
}

/** Processes come and go between the look and the read. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
