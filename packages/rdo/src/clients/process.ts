/**
 * Channels that are local processes: `docker exec` and its like, or the command itself for `local`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import {
  transportError,
  type Channel,
  type ChannelEnd,
  type ChannelRequest,
  type Client,
  type ClientIo,
} from '../client.ts';

export interface ProcessClientOptions {
  readonly name: string;
  readonly io: ClientIo;
  /** The program and its words for a channel. */
  command(request: ChannelRequest): readonly [program: string, ...words: string[]];
  /** Runs once before the first channel. */
  prepare?(): Promise<void>;
  close?(): Promise<void>;
  /** What the program's own failure means, when it ended before the command could start. */
  explain?(stderr: string): Error | undefined;
}

export function createProcessClient(options: ProcessClientOptions): Client {
  let prepared: Promise<void> | undefined;
  return {
    name: options.name,
    async open(request) {
      prepared ??= options.prepare?.() ?? Promise.resolve();
      await prepared;
      return openProcess(options.command(request), { request, io: options.io });
    },
    async close() {
      await options.close?.();
    },
  };
}

interface OpenOptions {
  readonly request: ChannelRequest;
  readonly io: ClientIo;
}

function openProcess(
  [program, ...words]: readonly [string, ...string[]],
  { request, io }: OpenOptions,
): Channel {
  const inherit = request.stdin === 'inherit' && io.ownDescriptors;
  const terminal = request.tty && io.ownDescriptors;
  const child = spawn(program, words, {
    env: io.env as NodeJS.ProcessEnv,
    cwd: io.cwd,
    stdio: [
      inherit ? 'inherit' : request.stdin === 'none' ? 'ignore' : 'pipe',
      'pipe',
      // docker's own messages; with a terminal the command's stderr comes with its stdout.
      'pipe',
    ],
    // A process group of its own, so that Ctrl-C here reaches the command once, through the guard.
    detached: !terminal || request.role === 'guard',
  });
  return processChannel(child, { request, io });
}

export function processChannel(child: ChildProcess, { request, io }: OpenOptions): Channel {
  const stdin = child.stdin as Writable | null;
  const stderr = child.stderr as Readable;
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
    child.once('close', (code, signal) => {
      if (signal !== null) resolve({ kind: 'signal', signal: signal.slice(3) });
      else resolve({ kind: 'exit', code: code ?? 0 });
    });
  });
  return {
    stdin: request.stdin === 'pipe' ? (stdin ?? undefined) : undefined,
    stdout: child.stdout as Readable,
    stderr: request.tty ? undefined : stderr,
    ended,
    destroy() {
      child.kill('SIGTERM');
      child.stdout?.destroy();
      stderr.destroy();
    },
  };
}
