import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { Writable } from 'node:stream';
import type * as NodePty from '@lydell/node-pty';
import type { ServerChannel } from 'ssh2';

/** What a session asks for, as it stands when its command starts. */
export interface CommandRequest {
  readonly shell: string;
  /** Undefined: a login shell. */
  readonly command: string | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly terminal:
    | { readonly name: string; readonly columns: number; readonly rows: number }
    | undefined;
}

export interface RunningCommand {
  readonly pid: number;
  /** Sends a signal to the command's process group. */
  signal(signal: NodeJS.Signals): void;
  resize(columns: number, rows: number): void;
  /** The connection is gone. */
  hangUp(): void;
}

/** Runs the command with its streams on the channel, and closes the channel as the command ends. */
export function runCommand(request: CommandRequest, channel: ServerChannel): RunningCommand {
  return request.terminal === undefined ? onPipes(request, channel) : onTerminal(request, channel);
}

function wordsOf({ shell, command }: CommandRequest): { argv0: string; args: string[] } {
  const name = shell.slice(shell.lastIndexOf('/') + 1);
  return command === undefined
    ? { argv0: `-${name}`, args: [] }
    : { argv0: name, args: ['-c', command] };
}

function onPipes(request: CommandRequest, channel: ServerChannel): RunningCommand {
  const { argv0, args } = wordsOf(request);
  const child = spawn(request.shell, args, {
    argv0,
    cwd: request.cwd,
    env: { ...request.env },
    // A group of its own, so that a signal reaches all of it.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  channel.pipe(child.stdin);
  // The command needn't read its input: what still comes is then thrown away, so that the end of
  // the channel is seen.
  child.stdin.on('error', () => channel.resume());
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  channel.on('error', () => {});
  child.once('error', (error) => {
    channel.stderr.write(`${request.shell}: ${error.message}\n`);
    finish(channel, 127, null);
  });
  child.once('close', (code, signal) => finish(channel, code, signal));
  const pid = child.pid ?? 0;
  const signal = (name: NodeJS.Signals): void => signalGroup(pid, name);
  return {
    pid,
    signal,
    resize() {},
    hangUp() {
      // As OpenSSH does where there is no terminal: the pipes close, and nothing is signalled.
      child.stdin.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}

function onTerminal(request: CommandRequest, channel: ServerChannel): RunningCommand {
  const { args } = wordsOf(request);
  // Loaded only here: its binary is made for the commonest systems, not for all.
  const pty = createRequire(import.meta.url)('@lydell/node-pty') as typeof NodePty;
  const login = request.command === undefined ? ['-l'] : args;
  const child: NodePty.IPty = pty.spawn(request.shell, login, {
    name: request.terminal!.name,
    cols: request.terminal!.columns,
    rows: request.terminal!.rows,
    cwd: request.cwd,
    env: { ...request.env },
    // Bytes, not text.
    encoding: null,
  });
  child.onData((data) => {
    if (channel.write(data)) return;
    child.pause();
    channel.once('drain', () => child.resume());
  });
  child.onExit(({ exitCode, signal }) => {
    const name = signal ? nameOfSignal(signal) : null;
    finish(channel, name ? null : exitCode, name);
  });
  channel.pipe(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        child.write(chunk as unknown as string);
        done();
      },
    }),
  );
  channel.on('error', () => {});
  return {
    pid: child.pid,
    signal: (name) => signalGroup(child.pid, name),
    resize: (columns, rows) => child.resize(columns, rows),
    hangUp: () => signalGroup(child.pid, 'SIGHUP'),
  };
}

function finish(channel: ServerChannel, code: number | null, signal: NodeJS.Signals | null): void {
  // The peer may be gone already; there is nobody left to tell then.
  if (!channel.writable) return;
  if (signal === null) channel.exit(code ?? 0);
  else channel.exit(signal.slice('SIG'.length), false, '');
  channel.end();
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    if (pid > 0) process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}

function nameOfSignal(number: number): NodeJS.Signals | null {
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return (found?.[0] ?? null) as NodeJS.Signals | null;
}
