import type { Socket } from 'node:net';
import { Readable, Writable } from 'node:stream';
import type { ToolError } from '@nearhand/core/errors';
import {
  transportError,
  type Channel,
  type ChannelEnd,
  type ChannelRequest,
  type ClientIo,
} from '../../client.ts';
import { readsNothing } from '../null-device.ts';
import type { Engine } from './api.ts';
import { frameReader } from './frames.ts';

export interface ExecOptions {
  readonly engine: Engine;
  readonly container: string;
  readonly user: string | undefined;
  readonly io: ClientIo;
  readonly request: ChannelRequest;
  /** What has to come first. */
  readonly before?: () => Promise<unknown>;
  /** Called when the engine has taken the request to start. */
  readonly onStarted?: () => void;
  /** What has to come before the first line of stdin. */
  readonly behind?: Promise<unknown> | undefined;
}

/**
 * Opens a channel without a terminal as an exec of the engine.
 *
 * @throws ToolError as `Engine` says
 */
export async function openExec(options: ExecOptions): Promise<Channel> {
  const { engine, container, user, io, request } = options;
  const { firstLine } = options.request;
  const reads = request.stdin !== 'none' && !(request.stdin === 'inherit' && readsNothing(io));
  const stdin = reads || firstLine !== undefined;
  await options.before?.();
  const id = await engine.createExec({ container, argv: request.argv, user, stdin });
  const { socket, head } = await engine.startExec(id);
  const outputs = outputsOf(socket, head);
  options.onStarted?.();
  outliveTheReader(socket, () => io.stdin.unpipe(socket));
  try {
    await options.behind;
  } catch (error) {
    // Without the line nothing starts there.
    socket.destroy();
    throw error;
  }
  if (firstLine !== undefined) socket.write(`${firstLine}\n`);
  if (!reads) socket.end();
  else if (request.stdin === 'inherit') pipeInput(io, socket);

  let settle!: (end: ChannelEnd) => void;
  const ended = new Promise<ChannelEnd>((resolve) => (settle = resolve));
  const end = (): void => {
    socket.destroy();
    // Nobody asks how a guard ended; but one that never came up is worth another try.
    if (request.role === 'guard') settle({ kind: 'lost', error: broken(), retry: true });
    else void howItEnded(engine, id).then(settle);
  };
  void outputs.done.then(end);
  const letGo = (how: ChannelEnd): void => {
    settle(how);
    socket.destroy();
    outputs.stdout.destroy();
    outputs.stderr.destroy();
  };
  return {
    stdin: request.stdin === 'pipe' ? writerTo(socket) : undefined,
    stdout: outputs.stdout,
    stderr: outputs.stderr,
    ended,
    release: () => letGo({ kind: 'exit', code: 0 }),
    destroy: () => letGo({ kind: 'lost', error: transportError('exec', 'given up') }),
  };
}

async function howItEnded(engine: Engine, id: string): Promise<ChannelEnd> {
  try {
    const code = await engine.exitCode(id);
    if (code !== undefined) return { kind: 'exit', code };
  } catch {
    // Neither does it tell any more.
  }
  return { kind: 'lost', error: broken() };
}

function broken(): ToolError {
  return transportError('exec', 'the connection to the Docker engine broke', {
    hint: 'How the command ended is not known; its process group is ended there.',
  });
}

interface Outputs {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when both have given all they had, or were given up. */
  readonly done: Promise<unknown>;
}

/** The two streams that come down one connection; a full one stops both, as there is nowhere to put the rest. */
function outputsOf(socket: Socket, head: Buffer): Outputs {
  const full = new Set<Readable>();
  const output = (): Readable => {
    const stream: Readable = new Readable({
      read() {
        full.delete(stream);
        if (full.size === 0) socket.resume();
      },
    });
    return stream;
  };
  const streams = { stdout: output(), stderr: output() };
  const frames = frameReader((name, bytes) => {
    const stream = streams[name];
    if (!stream.destroyed && !stream.push(bytes)) {
      full.add(stream);
      socket.pause();
    }
  });
  const finish = (): void => {
    for (const stream of Object.values(streams)) if (!stream.destroyed) stream.push(null);
  };
  if (head.length > 0) frames.write(head);
  socket.on('data', (chunk: Buffer) => frames.write(chunk));
  socket.once('end', finish);
  // An engine that ends while we still write to it resets the connection: all it had to say came before.
  socket.on('error', finish);
  socket.once('close', finish);
  const ends = Object.values(streams).map(
    (stream) => new Promise<void>((resolve) => stream.once('close', resolve)),
  );
  return { ...streams, done: Promise.all(ends) };
}

/**
 * A command may end, or close its stdin, without having read all of it: then writing fails, and Node would
 * throw away what is still to be read.
 */
function outliveTheReader(socket: Socket, onGone: () => void): void {
  const write = socket._write.bind(socket);
  const writeAll = socket._writev!.bind(socket);
  const heedless =
    (done: (error?: Error | null) => void) =>
    (error?: Error | null): void => {
      if (error) onGone();
      done();
    };
  socket._write = (chunk, encoding, done) => write(chunk, encoding, heedless(done));
  socket._writev = (chunks, done) => writeAll(chunks, heedless(done));
}

function pipeInput(io: ClientIo, socket: Socket): void {
  io.stdin.pipe(socket);
  // A terminal that is gone, for one: no more will come.
  const stop = (): void => void socket.end();
  io.stdin.once('error', stop);
  socket.once('close', () => {
    io.stdin.unpipe(socket).off('error', stop);
    // Nobody reads it any more, and it must not keep the process alive.
    io.stdin.pause();
  });
}

/** The socket as what the caller writes to: to write behind its end harms nothing that is still to be read. */
function writerTo(socket: Socket): Writable {
  const writer = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (socket.writable) socket.write(chunk, () => done());
      else done();
    },
    final(done) {
      socket.end();
      done();
    },
  });
  writer.on('error', () => {});
  socket.once('close', () => writer.destroy());
  return writer;
}
