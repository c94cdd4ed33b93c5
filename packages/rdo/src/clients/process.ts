/**
 * Channels that are local processes: `docker exec` and its like, or the command itself for `local`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import {
  transportError,
  type Channel,
  type ChannelEnd,
  type ChannelRequest,
  type Client,
  type ClientIo,
} from '../client.ts';
import { makePipes, mayLoseReader, type Pipe } from './pipe.ts';

export interface ProcessClientOptions {
  readonly name: string;
  readonly io: ClientIo;
  /** The program and its words for a channel. */
  command(request: ChannelRequest): readonly [program: string, ...words: string[]];
  /** See `Client.ownsTerminal`. */
  readonly ownsTerminal?: boolean;
  /** Runs once before the first channel. */
  prepare?(): Promise<void>;
  close?(): Promise<void>;
}

export function createProcessClient(options: ProcessClientOptions): Client {
  let prepared: Promise<void> | undefined;
  return {
    name: options.name,
    ownsTerminal: options.ownsTerminal,
    async open(request) {
      prepared ??= options.prepare?.() ?? Promise.resolve();
      await prepared;
      const terminal = request.tty && request.role === 'command' && options.ownsTerminal === true;
      return openProcess(options.command(request), { request, io: options.io, terminal });
    },
    async close() {
      await options.close?.();
    },
  };
}

interface OpenOptions {
  readonly request: ChannelRequest;
  readonly io: ClientIo;
  /** Give it our own terminal, all three descriptors. */
  readonly terminal: boolean;
}

function openProcess(
  [program, ...words]: readonly [string, ...string[]],
  { request, io, terminal }: OpenOptions,
): Channel {
  const inherit = request.stdin === 'inherit' && io.ownDescriptors;
  const wanted = request.role === 'command' && !terminal && io.ownDescriptors && mayLoseReader();
  const pipes = wanted ? makePipes(2) : undefined;
  const [out, err] = pipes ? pipes.map(({ write }) => write) : Array<'pipe'>(2).fill('pipe');
  const child = spawn(program, words, {
    env: io.env as NodeJS.ProcessEnv,
    cwd: io.cwd,
    stdio: [
      inherit ? 'inherit' : request.stdin === 'none' ? 'ignore' : 'pipe',
      terminal ? 'inherit' : out,
      terminal ? 'inherit' : err,
    ],
    // A process group of its own, so that Ctrl-C here reaches the command once, through the guard.
    detached: !terminal,
  });
  for (const { write } of pipes ?? []) closeSync(write);
  return processChannel(child, { request, io, terminal }, pipes);
}

function processChannel(
  child: ChildProcess,
  { request, io }: OpenOptions,
  pipes: readonly Pipe[] | undefined,
): Channel {
  const stdin = child.stdin as Writable | null;
  // Inherited streams are none of ours.
  const [stdout, stderr] = [child.stdout, child.stderr].map(
    (stream, i): Readable => pipes?.[i]?.read ?? stream ?? Readable.from([]),
  ) as [Readable, Readable];
  stdin?.on('error', () => {});
  if (request.stdin === 'inherit' && stdin) io.stdin.pipe(stdin);
  if (request.tty) stderr.resume();
  const ended = new Promise<ChannelEnd>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT';
      resolve({
        kind: 'lost',
        error: transportError(
          'connect',
          missing
            ? `${child.spawnfile}: no such program here`
            : `${child.spawnfile}: ${error.message}`,
          {
            cause: error,
            hint: missing ? 'Install it, or set `program` in the configuration.' : undefined,
          },
        ),
      });
    });
    const closed = (pipes ?? []).map(({ read }) => new Promise((done) => read.once('close', done)));
    child.once('close', (code, signal) => {
      const end: ChannelEnd =
        signal === null
          ? { kind: 'exit', code: code ?? 0 }
          : { kind: 'signal', signal: signal.slice(3) };
      void Promise.all(closed).then(() => resolve(end));
    });
  });
  return {
    stdin: request.stdin === 'pipe' ? (stdin ?? undefined) : undefined,
    stdout,
    stderr: request.tty ? undefined : stderr,
    ended,
    closeStdout() {
      stdout.destroy();
    },
    closeStderr() {
      stderr.destroy();
    },
    destroy() {
      child.kill('SIGTERM');
      // What waits for its stdin, as rsync's server does, mustn't wait for ever: a shell above it may ignore TERM.
      stdin?.destroy();
      stdout.destroy();
      stderr.destroy();
    },
  };
}
