/**
 * A lock between processes of one user, by a file that names its holder. The holder may be killed at any
 * time: a file whose process is gone counts for nothing.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { newNonce } from '../nonce.ts';

interface Holder {
  readonly pid: number;
  /** When that process began: its number may belong to another one by now. */
  readonly began: string;
  /** Where that number means something. */
  readonly host: string;
}

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Called now and then while another process holds the lock. */
  readonly onWait: (holder: string) => void;
}

const POLL_MS = 40;
/** Breaking a lock takes no time; whoever takes longer was killed at it. */
const BREAK_MS = 5000;

/** Takes the lock, waiting for it; gives the function that lets it go. */
export async function takeLock(file: string, options: LockOptions): Promise<() => void> {
  const own = `${file}.${newNonce().slice(0, 8)}`;
  const me: Holder = { pid: process.pid, began: beginOf(process.pid) ?? '', host: here() };
  // Complete before it is put in place, so that nobody reads half of it.
  writeFileSync(own, JSON.stringify(me), { mode: 0o600 });
  try {
    while (!tryLink(own, file)) {
      if (breakIfStale(file)) continue;
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
