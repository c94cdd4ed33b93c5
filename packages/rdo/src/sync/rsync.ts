/**
 * One run of rsync, over a client of rdo's: rsync here starts what it takes for `ssh`, and that hands both
 * streams to us by descriptors that it inherits. So every driver works, over the connection that is there.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { collect, MESSAGE_BYTES } from './collect.ts';
import type { SyncContext } from './context.ts';
import { rsyncFailure } from './failure.ts';
import { startServer, type Mark, type Server } from './server.ts';

/**
 * rsync splits this at spaces and reads the quotes. Descriptor 5: the words of the server, behind their
 * number (its end can't be seen: rsync holds it open, too). 3 and 4: what the server says, and is told. rsync
 * waits for the end of this program, so it is the end of what the server says that ends it.
 */
const RSH = `sh -c 'shift; printf "%s\\0" "$#" "$@" >&5; exec 6<&0; cat <&6 >&4 3<&- 5>&- & exec cat <&3 4>&- 5>&- 6<&-' rsh`;

export interface RsyncRequest {
  /** Options, source and destination; the other side is {@link THERE}. */
  readonly words: readonly string[];
  /**
   * What its stdin gives: names, each with a NUL behind it. It may come later: rsync connects meanwhile, and gives up
   * when it doesn't come.
   */
  readonly input?: Buffer | Promise<Buffer> | undefined;
  /** Make the folder there if it is missing, and see that it is the right one. Default: take it as it is. */
  readonly mark?: Mark | undefined;
  /** What can't be had counts as not there. */
  readonly partial?: boolean | undefined;
  /** Given its stdout as it comes, which then isn't collected. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** The other side's folder, as rsync's words name it. */
export const THERE = 'there:./';

/**
 * Runs rsync and gives what it printed.
 *
 * @throws ToolError with phase `sync`, or that of the connection when that failed
 */
export async function rsync(context: SyncContext, request: RsyncRequest): Promise<string> {
  const { io, signal, sync } = context;
  const input = Promise.resolve(request.input);
  input.catch(() => {});
  signal.throwIfAborted();
  const child = spawn('rsync', ['-e', RSH, ...request.words], {
    cwd: sync.root,
    env: rsyncEnvironment(io.env),
    stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  const [stdin, stdout, stderr, answers, questions, words] = child.stdio as unknown as [
    Writable,
    Readable,
    Readable,
    Writable,
    Readable,
    Readable,
  ];
  for (const stream of [stdin, stdout, stderr, answers, questions, words]) {
    stream.on('error', () => {});
  }
  const errors = collect(stderr, MESSAGE_BYTES);
  const output = request.onOutput ? undefined : collect(stdout);
  if (request.onOutput) {
    stdout.setEncoding('latin1').on('data', request.onOutput);
  }
  input.then(
    (names) => stdin.end(names),
    () => child.kill('SIGTERM'),
  );

  let server: Server | undefined;
  void serverWords(words).then((argv) => {
    if (signal.aborted) return;
    server = startServer(context, { argv, mark: request.mark, questions, answers });
    void server.outcome.then(() => answers.end());
  });
  const stop = (): void => {
    child.kill('SIGTERM');
    server?.session.abort();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    const ended = await exitOf(child);
    // Without a reader the server ends as well, unless it never began.
    questions.destroy();
    if (ended.code !== 0) server?.session.abort();
    const outcome = await server?.outcome;
    signal.throwIfAborted();
    const said = { stderr: errors(), serverSaid: server?.said() ?? '' };
    const failure = rsyncFailure({ ...ended, ...said, outcome, partial: request.partial === true });
    if (failure) throw failure;
    return output?.() ?? '';
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The words that rsync would run there. Never settles when it runs nothing. */
function serverWords(from: Readable): Promise<readonly Buffer[]> {
  return new Promise((resolve) => {
    let text = '';
    from.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      const [count = '', ...words] = text.split('\0');
      if (words.length > Number(count)) {
        resolve(words.slice(0, -1).map((word) => Buffer.from(word, 'latin1')));
      }
    });
  });
}

/** Without what changes how names travel, or what rsync does; times as UTC. */
function rsyncEnvironment(env: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(?:RSYNC_|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

interface Exit {
  readonly code: number | null;
  readonly error?: NodeJS.ErrnoException | undefined;
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, error }));
    child.once('exit', (code) => {
      // What it wrote is there by then, or a moment later.
      let open = 2;
      const closed = (): void => {
        open -= 1;
        if (open === 0) resolve({ code });
      };
      for (const stream of [child.stdout!, child.stderr!]) {
        if (stream.readableEnded || stream.destroyed) closed();
        else stream.once('close', closed);
      }
    });
  });
}
