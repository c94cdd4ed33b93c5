/** A channel that is an `ssh` of its own: over a shared connection, or by a connection of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import {
  transportError,
  type Channel,
  type ChannelEnd,
  type ChannelRequest,
  type ClientIo,
  type SshTarget,
} from '../client.ts';
import { loginShellLine } from '../remote/encode.ts';
import { explainFailure, noProgram } from './openssh-errors.ts';
import type { SharedConnection } from './openssh-shared.ts';
import { sshWords } from './openssh-words.ts';

interface SpawnOptions {
  readonly request: ChannelRequest;
  readonly connection: SharedConnection | undefined;
  readonly io: ClientIo;
}

export function spawnSsh(target: SshTarget, options: SpawnOptions): Channel {
  const { request, connection, io } = options;
  const inherit = request.stdin === 'inherit' && io.ownDescriptors;
  const words = sshWords(target, {
    // Without a live connection behind the socket ssh would open one of its own, and ask on a
    // terminal that it doesn't have: it fails at once instead, and we start over.
    before: connection
      ? ['-q', '-S', connection.socket, '-o', 'ControlMaster=no', '-o', 'ProxyCommand=false']
      : ['-S', 'none'],
    tty: request.tty,
    command: loginShellLine(request.argv),
  });
  const child = spawn(target.program, words, {
    env: io.env as NodeJS.ProcessEnv,
    stdio: [inherit ? 'inherit' : request.stdin === 'none' ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    // Ctrl-C at the terminal goes to our whole process group, and ssh would die of it before the
    // command over there could say how it ended. With a terminal there, ssh itself reads the key.
    detached: (!request.tty || request.role === 'guard') && connection !== undefined,
  });
  if (request.stdin === 'inherit' && !inherit && child.stdin) io.stdin.pipe(child.stdin);
  return channelOf(child, target, options);
}

function channelOf(
  child: ChildProcess,
  target: SshTarget,
  { request, connection }: SpawnOptions,
): Channel {
  const stdin = child.stdin as Writable | null;
  const stderr = child.stderr as Readable;
  stdin?.on('error', () => {});
  const said: Buffer[] = [];
  let length = 0;
  stderr.on('data', (chunk: Buffer) => {
    if (length < 16_384) said.push(chunk);
    length += chunk.length;
  });
  const ended = new Promise<ChannelEnd>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ kind: 'lost', error: noProgram(child.spawnfile, error) });
    });
    child.once('close', (code, signal) => {
      if (signal !== null) {
        const error = transportError('exec', `ssh was ended by ${signal}`);
        resolve({ kind: 'lost', error });
      } else if (code === 255) {
        // Over a shared connection ssh itself is silent; and behind the first marker the command speaks.
        const [text = '', ...more] = Buffer.concat(said).toString('utf8').split('\u001e');
        const connected = connection !== undefined || more.length > 0;
        const error = explainFailure(connected ? '' : text, { connected, target });
        resolve({ kind: 'lost', error, maybeKilled: true });
      } else {
        resolve({ kind: 'exit', code: code ?? 0 });
      }
    });
  });
  return {
    stdin: request.stdin === 'pipe' ? (stdin ?? undefined) : undefined,
    stdout: child.stdout as Readable,
    stderr: request.tty ? undefined : stderr,
    ended,
    closeStdout() {
      child.stdout?.destroy();
    },
    destroy() {
      child.kill('SIGTERM');
      child.stdout?.destroy();
      stderr.destroy();
    },
  };
}
