/** The other side of rsync: the server that rsync asks for, as a session over the client. */
import { PassThrough, type Readable, type Writable } from 'node:stream';
import type { Outcome } from '@nearhand/core/process';
import { startSession, type Session } from '../session.ts';
import { collect, MESSAGE_BYTES } from './collect.ts';
import type { SyncContext } from './context.ts';

/**
 * Runs there: the folder first, then the words of the server. A file in the folder names it, so that another one in its
 * place (a new container, the checkout of someone else) isn't taken for the one that was pushed to.
 * `$1`: `new`, `known` or `any`.
 */
const SERVER = [
  'd=$2; w=$3; f=.rdo/synced; was=',
  'denied() { echo "rdo: cannot write there as $(id -un 2>/dev/null || id -u): $d" >&2; exit 1; }',
  'if [ "$1" != any ]; then',
  '  [ -d "$d" ] || mkdir -p -- "$d" || denied',
  '  [ -z "$w" ] || [ -d "$d/$w" ] || mkdir -p -- "$d/$w" 2>/dev/null || :',
  'fi',
  'cd -- "$d" || exit 1',
  'command -v rsync >/dev/null || { echo "rdo: no rsync" >&2; exit 127; }',
  '[ ! -f "$f" ] || IFS= read -r was <"$f"',
  'case $1,$was in',
  '*,"$4" | any,*) ;;',
  `new,*) { mkdir -p .rdo && echo '*' >.rdo/.gitignore && printf '%s\\n' "$4" >"$f"; } || denied ;;`,
  '*) echo "rdo: another folder" >&2; exit 3 ;;',
  'esac',
  'shift 4',
  'exec "$@"',
].join('\n');

/** So much of what rsync says is kept for a second attempt: more it doesn't say before it is answered. */
const EARLY_BYTES = 65_536;

/** What names the folder there. */
export interface Mark {
  readonly id: string;
  /** It isn't named yet, or otherwise. */
  readonly fresh: boolean;
}

export interface Server {
  readonly session: Session;
  readonly outcome: Promise<Outcome>;
  said(): string;
}

export interface ServerStart {
  readonly argv: readonly Buffer[];
  readonly mark: Mark | undefined;
  readonly questions: Readable;
  readonly answers: Writable;
}

/** Starts the server, between two streams of the rsync here. */
export function startServer({ client, plan, sync }: SyncContext, start: ServerStart): Server {
  const { argv, mark, questions, answers } = start;
  const [from, folder] = remoteFolder(sync.directory);
  const below = plan.directory.startsWith(`${sync.directory}/`)
    ? plan.directory.slice(sync.directory.length + 1)
    : '';
  const early: Buffer[] = [];
  let earlyBytes = 0;
  let stdin: Writable | undefined;
  let ended = false;
  questions.on('data', (chunk: Buffer) => {
    if (earlyBytes < EARLY_BYTES) early.push(chunk);
    earlyBytes += chunk.length;
    if (stdin && !stdin.write(chunk)) {
      questions.pause();
      stdin.once('drain', () => questions.resume());
    }
  });
  // Nobody reads any more when the rsync here has ended: then there is a `close`, and no `end`.
  const end = (): void => {
    ended = true;
    stdin?.end();
  };
  questions.once('end', end).once('close', end);
  const stderr = new PassThrough();
  const said = collect(stderr, MESSAGE_BYTES);
  const kind = mark === undefined ? 'any' : mark.fresh ? 'new' : 'known';
  const script = ['sh', '-c', SERVER, 'rdo-sync', kind, folder, below, mark?.id ?? ''];
  const session = startSession(
    client,
    {
      argv: [...script.map((word) => Buffer.from(word, 'utf8')), ...argv],
      directory: Buffer.from(from, 'utf8'),
      environment: [],
      tty: false,
      stdin: 'pipe',
      // The server ends with its stdin.
      detach: true,
      wrap: plan.sudo ? ['sudo', '-n', '--'] : [],
    },
    {
      stdout: answers,
      stderr,
      // Called again when the first channel was refused.
      onStdin(channel) {
        channel.on('error', () => {});
        for (const chunk of early) channel.write(chunk);
        if (ended) channel.end();
        stdin = channel;
      },
    },
  );
  return { session, outcome: session.outcome, said };
}

/** The folder that a session starts in, and the rest of the way. */
export function remoteFolder(directory: string): readonly [from: string, folder: string] {
  if (directory.startsWith('/')) return ['/', directory];
  if (directory === '~') return ['~', '.'];
  if (directory.startsWith('~/')) return ['~', `./${directory.slice(2)}`];
  return ['.', `./${directory}`];
}
