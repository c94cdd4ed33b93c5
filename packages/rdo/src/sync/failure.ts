import { ToolError } from '@nearhand/core/errors';
import type { Outcome } from '@nearhand/core/process';
import { syncError } from './context.ts';

export interface RsyncEnd {
  readonly code: number | null;
  readonly error?: NodeJS.ErrnoException | undefined;
  /** What rsync said here. */
  readonly stderr: string;
  /** How the server ended; undefined: it was never started. */
  readonly outcome: Outcome | undefined;
  readonly serverSaid: string;
  /** Files that could not be had are no failure. */
  readonly partial: boolean;
}

const INSTALL = 'apt-get install rsync, dnf install rsync, apk add rsync or brew install rsync';
const OLD =
  'rdo needs rsync 3.1 or newer, here and there. The rsync that macOS brings is another program: brew install rsync';

/** How the server's shell begins to say that the folder can't be made or marked. */
const CANNOT_WRITE = 'rdo: cannot write';
const DENIED = 'Change the owner there, or set `user` or use_sudo.';

/** The code of the error for a folder that isn't the one that was pushed to before. */
export const OTHER_FOLDER = 'SYNC_OTHER_FOLDER';

/** Files that vanish while they are sent are no failure: the next run sees that they are gone. */
const VANISHED = 24;
const PARTIAL = 23;

/** What went wrong, if anything did, with what to do about it. */
export function rsyncFailure(end: RsyncEnd): ToolError | undefined {
  const { code, error, outcome } = end;
  if (error) {
    const missing = error.code === 'ENOENT';
    return syncError(
      missing ? 'sync: there is no rsync here' : `sync: rsync: ${error.message}`,
      missing ? `Install it: ${INSTALL}` : undefined,
      error,
    );
  }
  if (code === 0 || code === VANISHED || (code === PARTIAL && end.partial)) return undefined;
  if (outcome?.kind === 'not-started' && outcome.error.code !== 'ABORTED') return outcome.error;
  const there = lines(end.serverSaid);
  if (there.includes('rdo: no rsync')) {
    return syncError(
      'sync: there is no rsync on the other machine',
      `Install it there: ${INSTALL}`,
    );
  }
  const here = lines(end.stderr);
  if (there.includes('rdo: another folder')) {
    return new ToolError('the folder there is another one', { code: OTHER_FOLDER, phase: 'sync' });
  }
  const said = [...there, ...here].filter(
    // Its last line says only where in its source it gave up.
    (line) => !/^rsync error: |^rsync: (?:\[\w+\] )?connection unexpectedly closed/.test(line),
  );
  // What the server's shell makes of it says more than the program that failed.
  said.sort((a, b) => Number(b.startsWith(CANNOT_WRITE)) - Number(a.startsWith(CANNOT_WRITE)));
  const [first = here.at(-1) ?? `rsync ended with status ${code}`, ...more] = said;
  const denied = said.some((line) => /permission denied|operation not permitted/i.test(line));
  const old =
    code === 1 || code === 2 || code === 4 || /unknown option|unrecognized option/.test(first);
  const hints = [...more.slice(0, 9), ...(denied ? [DENIED] : []), ...(old ? [OLD] : [])];
  return syncError(`sync: ${first.replace(/^rdo: /, '')}`, hints.join('\n'));
}

function lines(text: string): readonly string[] {
  return Buffer.from(text, 'latin1')
    .toString('utf8')
    .split(/\r?\n/)
    .map((line) => line.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '?').trim())
    .filter((line) => line !== '');
}
