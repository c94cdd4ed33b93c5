/**
 * A lock between processes, by a file that names its holder. The holder may be killed at any time: a file
 * whose process is gone counts for nothing.
 */
import {
  existsSync,
  linkSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';

interface Holder {
  readonly pid: number;
  /** When that process began: its number may belong to another one by now. */
  readonly began: string;
  /** Where that number means something. */
  readonly host: string;
}

export interface LockOptions {
  /** Ends the waiting, with an `AbortError`. */
  readonly signal: AbortSignal;
  /** Called now and then while another process holds the lock. */
  readonly onWait: (holder: string) => void;
}

const POLL_MS = 40;
/** Breaking a lock takes no time; whoever takes longer was killed at it. */
const BREAK_MS = 5000;

/**
 * Takes the lock, waiting for it; gives the function that lets it go.
 *
 * @param file - what stands for the lock: it is there while somebody holds it
 * @throws what Node throws where the file's folder can't be written, or has no hard links
 */
export async function takeLock(file: string, options: LockOptions): Promise<() => void> {
  const own = `${file}.${process.pid}.${process.hrtime.bigint()}`;
  const me: Holder = { pid: process.pid, began: beginOf(process.pid) ?? '', host: here() };
  try {
    // Complete before it is put in place, so that nobody reads half of it; other users may have to.
    writeFileSync(own, JSON.stringify(me), { flag: 'wx', mode: 0o644 });
    while (!tryLink(own, file)) {
      if (breakIfStale(file)) continue;
      const { setTimeout: sleep } = process.getBuiltinModule('node:timers/promises');
      options.onWait(`process ${readHolder(file)?.pid ?? '?'}`);
      await sleep(POLL_MS, undefined, { signal: options.signal });
    }
  } finally {
    rmSync(own, { force: true });
  }
  return () => rmSync(file, { force: true });
}

/**
 * Removes the lock of a process that is gone. Only one process may look and remove at a time: else a slow one
 * would remove the lock that a quick one has taken since.
 */
function breakIfStale(file: string): boolean {
  const holder = readHolder(file);
  if (holder && isAlive(holder)) return false;
  const breaker = `${file}.break`;
  try {
    writeFileSync(breaker, '', { flag: 'wx', mode: 0o600 });
  } catch {
    const since = statSync(breaker, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > BREAK_MS) rmSync(breaker, { force: true });
    return false;
  }
  try {
    const again = readHolder(file);
    if (again && isAlive(again)) return false;
    rmSync(file, { force: true });
    return true;
  } finally {
    rmSync(breaker, { force: true });
  }
}

function tryLink(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/** A holder on another host, or in another container, can't be asked, and counts as alive. */
function isAlive({ pid, began, host }: Holder): boolean {
  return host !== here() || beginOf(pid) === began;
}

function here(): string {
  const { hostname } = process.getBuiltinModule('node:os');
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/** When a process began, in whatever words the system has for it; undefined: it has ended. */
function beginOf(pid: number): string | undefined {
  if (existsSync('/proc/self/stat')) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      // The second field is the program's name, which may hold anything.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // Killed, and its parent hasn't noticed.
      return /^[ZX]/.test(fields[0] ?? '') ? undefined : fields[19];
    } catch {
      return undefined;
    }
  }
  try {
    const words = ['-o', 'stat=,lstart=', '-p', String(pid)];
    const { execFileSync } = process.getBuiltinModule('node:child_process');
    const text = execFileSync('ps', words, {
      encoding: 'latin1',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [state = '', ...began] = text.trim().split(/\s+/);
    return state === '' || state.startsWith('Z') ? undefined : began.join(' ');
  } catch {
    return undefined;
  }
}
