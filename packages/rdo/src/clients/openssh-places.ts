import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';

/**
 * So many sessions use a shared connection at once; sshd refuses the eleventh (MaxSessions), and some may
 * belong to runs that just ended. A refusal must not happen: the connection's owner dies, and with it all other
 * sessions, when the program behind a refused channel ends (OpenSSH 9.2; its sources of 2026 read alike).
 */
const PLACES = 8;

/** Gives the place back. */
export type Leave = () => void;

/** Takes a place on a shared connection, which all runs share. Undefined when there is none left. */
export function takePlace(socket: string): Leave | undefined {
  for (let place = 1; place <= PLACES; place += 1) {
    const file = `${socket}-${place}`;
    if (make(file) || (isLeftOver(file) && make(file))) {
      return () => remove(file);
    }
  }
  return undefined;
}

/** Whether a name in the folder of sockets is that of a place. */
export function isPlace(name: string): boolean {
  return /-\d$/.test(name);
}

function make(file: string): boolean {
  try {
    const fd = openSync(file, 'wx', 0o600);
    writeSync(fd, String(process.pid));
    closeSync(fd);
    return true;
  } catch {
    return false;
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // Somebody else has removed it.
  }
}

/** Without /proc nobody can be asked: a run that takes longer may lose its place, which does little harm. */
const LONGEST_RUN_MS = 24 * 60 * 60 * 1000;

/** Whether the run that took the place was killed. Removes the file then. */
function isLeftOver(file: string): boolean {
  try {
    const pid = readFileSync(file, 'latin1');
    // Empty for a moment, before its maker has written.
    if (pid === '') return false;
    const running = existsSync('/proc/self')
      ? existsSync(`/proc/${pid}`)
      : Date.now() - statSync(file).mtimeMs < LONGEST_RUN_MS;
    if (running) return false;
  } catch {
    // Given back just now.
    return true;
  }
  remove(file);
  return true;
}
