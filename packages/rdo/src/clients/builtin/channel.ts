import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { Writable } from 'node:stream';
import type { ClientChannel, ExecOptions } from 'ssh2';
import {
  transportError,
  type Channel,
  type ChannelEnd,
  type ChannelRequest,
  type ClientIo,
} from '../../client.ts';
import { loginShellLine } from '../../remote/encode.ts';
import type { Connection } from './connect.ts';
import { printable } from './printable.ts';
import { sendEndOfWrite } from './end-of-write.ts';
import { outputOf } from './output.ts';
import { matchesPattern } from './patterns.ts';

/** @throws ToolError in the phase `exec` when the server opens no channel or refuses to run anything */
export function openChannel(
  connection: Connection,
  request: ChannelRequest,
  io: ClientIo,
): Promise<Channel> {
  return execute(connection, request, io);
}

/**
 * Must run in the very tick in which the channel opens: the packet behind may be the command's end.
 */
function toChannel(
  stream: ClientChannel,
  { connection, request, io }: { connection: Connection; request: ChannelRequest; io: ClientIo },
): Channel {
  const stop = request.tty ? useTerminal(stream, io) : () => {};
  const stdin = attachInput(stream, request, io);
  const flooded = (): void => {
    // A server that doesn't know of the end of writing: this is what a local writer would have got.
    end ??= { kind: 'exit', code: 128 + constants.signals.SIGPIPE };
    stream.close();
    settle();
  };
  const stdout = outputOf(stream, {
    onUnwanted: () => sendEndOfWrite(stream),
    onFlood: flooded,
  });
  const stderr = outputOf(stream.stderr, { onUnwanted: () => {}, onFlood: () => {} });
  // With a terminal there is nothing on it, but its end is waited for all the same.
  if (request.tty) stderr.stream.resume();

  let end: ChannelEnd | undefined;
  let settle!: () => void;
  const ended = new Promise<ChannelEnd>((resolve) => {
    settle = (): void => {
      stop();
      resolve(end ?? { kind: 'lost', error: lost(connection) });
    };
  });
  stream.on('exit', (code: number | null, signal?: string) => {
    end ??=
      signal === undefined || code !== null
        ? { kind: 'exit', code: code ?? 0 }
        : { kind: 'signal', signal: signal.replace(/^SIG/, '') };
  });
  stream.on('error', () => {});
  // ssh2's `close` comes after the end of its stdout alone.
  stream.once('close', () => void Promise.all([stdout.done, stderr.done]).then(settle));
  return {
    stdin,
    stdout: stdout.stream,
    stderr: request.tty ? undefined : stderr.stream,
    ended,
    destroy() {
      stream.close();
      stdout.stream.destroy();
      stderr.stream.destroy();
      settle();
    },
  };
}

function execute(connection: Connection, request: ChannelRequest, io: ClientIo): Promise<Channel> {
  const { ssh, settings } = connection;
  const options: ExecOptions = { env: environment(connection, io) };
  if (request.tty) {
    const { columns, rows } = io.stdout;
    // Pixels aren't known; zero tells so.
    const size = { cols: columns ?? 80, rows: rows ?? 24, width: 0, height: 0 };
    options.pty = { term: io.env['TERM'] ?? 'xterm', ...size };
  }
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      const broken =
        connection.failure() ??
        (/No response|Not connected/.test(error.message) ? error : undefined);
      reject(
        broken
          ? lost(connection)
          : transportError(
              'exec',
              `${settings.alias} won't run a command: ${printable(error.message)}`,
              {
                hint: request.tty
                  ? 'Perhaps it gives no terminal: try without one (-T).'
                  : 'Perhaps its sshd limits the sessions of a connection (MaxSessions), or this key to one command.',
                cause: error,
              },
            ),
      );
    };
    try {
      ssh.exec(loginShellLine(request.argv), options, (error, stream) => {
        if (error) fail(error);
        else resolve(toChannel(stream, { connection, request, io }));
      });
    } catch (error) {
      fail(error as Error);
    }
  });
}

/** What SendEnv and SetEnv name; the server takes what its AcceptEnv allows. */
function environment({ settings }: Connection, io: ClientIo): NodeJS.ProcessEnv {
  const sent = Object.entries(io.env).filter(([name]) =>
    settings.sendEnv.some((pattern) => matchesPattern(pattern, name)),
  );
  return { ...Object.fromEntries(sent), ...settings.setEnv };
}

function attachInput(
  stream: ClientChannel,
  request: ChannelRequest,
  io: ClientIo,
): Writable | undefined {
  switch (request.stdin) {
    case 'none':
      stream.end();
      return undefined;
    case 'inherit': {
      io.stdin.pipe(stream);
      const detach = (): void => {
        io.stdin.unpipe(stream);
        // Nobody reads it any more, and it must not keep the process alive.
        io.stdin.pause();
      };
      stream.once('close', detach);
      return undefined;
    }
    case 'pipe':
      return writerTo(stream);
  }
}

/** ssh2 forgets the callback of a write that the closed channel can't take: the caller would wait for ever. */
function writerTo(stream: ClientChannel): Writable {
  const writer = new Writable({
    write(chunk: Buffer, _encoding, done) {
      stream.write(chunk, () => done());
    },
    final(done) {
      stream.end();
      done();
    },
  });
  stream.once('close', () => writer.destroy());
  return writer;
}

/** Raw mode, and the window's size. Returns what puts the local terminal back. */
function useTerminal(stream: ClientChannel, io: ClientIo): () => void {
  const raw = io.isTerminal(0) && io.stdin.setRawMode !== undefined;
  const resize = (): void => {
    const { columns, rows } = io.stdout;
    if (columns && rows) stream.setWindow(rows, columns, 0, 0);
  };
  if (raw) {
    io.stdin.setRawMode!(true);
    // Node's raw mode goes on turning a line feed into a new line, which garbles full-screen programs;
    // its end puts back this too.
    if (io.ownDescriptors) spawnSync('stty', ['-opost'], { stdio: [0, 'ignore', 'ignore'] });
  }
  io.stdout.on('resize', resize);
  return () => {
    if (raw) io.stdin.setRawMode!(false);
    io.stdout.off('resize', resize);
  };
}

function lost(connection: Connection): ReturnType<typeof transportError> {
  const { settings } = connection;
  const cause = connection.failure();
  return transportError(
    'connect',
    `the connection to ${settings.alias} broke${cause ? `: ${printable(cause.message)}` : ''}`,
    {
      hint: 'Is the machine still up, and the network between?',
      cause,
    },
  );
}
