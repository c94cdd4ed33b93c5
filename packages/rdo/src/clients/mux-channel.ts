/** One channel of the connection protocol (RFC 4254, section 5), as streams. */
import { Readable, Writable } from 'node:stream';
import type { ToolError } from '@nearhand/core/errors';
import { transportError, type Channel, type ChannelEnd, type ChannelRequest } from '../client.ts';
import * as packets from './mux-packets.ts';

/** What may be on its way to us unread, as OpenSSH's own. */
const WINDOW = 2 * 1024 * 1024;
const LARGEST_PACKET = 32 * 1024;

export interface MuxWire {
  /** Bytes, or text with a character for each. */
  write(bytes: Uint8Array | string): void;
  /** Calls when what was written is on its way. */
  whenFlushed(then: () => void): void;
}

export interface MuxChannel {
  readonly channel: Channel;
  /** Messages for this channel: the type, and what follows the recipient. */
  receive(type: number, body: Buffer): void;
  /** Whether the other side has said yes or no to it. */
  answered(): boolean;
  /** The socket is gone. */
  lose(error: ToolError): void;
}

export interface MuxChannelOptions {
  readonly id: number;
  readonly wire: MuxWire;
  readonly request: ChannelRequest;
  /** The line for the login shell. */
  readonly command: string;
  readonly environment: readonly (readonly [name: string, value: string])[];
  /** Called as soon as the program over there may read. */
  readonly onStdin: (stdin: Writable) => void;
}

export function openMuxChannel(options: MuxChannelOptions): MuxChannel {
  const { id, wire, request, command, environment } = options;
  let there: number | undefined;
  let room = 0;
  let largest = LARGEST_PACKET;
  let closeSent = false;
  let over = false;
  let givenUp = false;
  let said: ChannelEnd | undefined;
  let settle!: (end: ChannelEnd) => void;
  const ended = new Promise<ChannelEnd>((resolve) => (settle = resolve));

  const send = (type: number, ...values: packets.Field[]): void => {
    if (there !== undefined && !closeSent) wire.write(packets.message(type, there, ...values));
  };

  const sendClose = (): void => {
    send(packets.CLOSE);
    closeSent = there !== undefined;
  };

  // What was taken by its reader is allowed to come again, in large portions.
  let credit = 0;
  const grant = (bytes: number): void => {
    credit += bytes;
    if (credit < WINDOW / 2 || over) return;
    send(packets.WINDOW_ADJUST, credit);
    credit = 0;
  };
  const output = (): { readonly stream: Readable; push(bytes: Buffer): void } => {
    let waiting = 0;
    const stream = new Readable({
      read() {
        grant(waiting);
        waiting = 0;
      },
    });
    return {
      stream,
      push(bytes) {
        if (stream.destroyed || stream.push(bytes)) grant(bytes.length);
        else waiting += bytes.length;
      },
    };
  };
  const stdout = output();
  const stderr = output();

  // One chunk at a time waits here for room over there.
  let held: { bytes: Uint8Array; readonly taken: (error?: Error | null) => void } | undefined;
  const flush = (): void => {
    if (there === undefined || closeSent) return;
    while (held && room > 0) {
      const length = Math.min(held.bytes.length, room, largest);
      wire.write(packets.dataHead(there, length));
      wire.write(held.bytes.subarray(0, length));
      room -= length;
      if (length < held.bytes.length) held.bytes = held.bytes.subarray(length);
      else {
        const { taken } = held;
        held = undefined;
        wire.whenFlushed(taken);
      }
    }
  };
  const stdin = new Writable({
    write(chunk: Uint8Array, _encoding, taken) {
      if (over || chunk.length === 0) taken();
      else {
        held = { bytes: chunk, taken };
        flush();
      }
    },
    final(done) {
      if (there === undefined) endLater = true;
      else send(packets.EOF);
      done();
    },
  });
  let endLater = false;
  stdin.on('error', () => {});

  const finish = (how: ChannelEnd): void => {
    if (over) return;
    over = true;
    // Nothing was asked of the other side yet.
    const retry = there === undefined && !givenUp;
    const end = how.kind === 'lost' ? { ...how, retry } : how;
    held?.taken();
    held = undefined;
    stdin.destroy();
    stdout.stream.push(null);
    stderr.stream.push(null);
    void Promise.all([drained(stdout.stream), drained(stderr.stream)]).then(() => settle(end));
  };

  const onOpened = (body: Buffer): void => {
    there = body.readUInt32BE(0);
    room = body.readUInt32BE(4);
    largest = Math.min(body.readUInt32BE(8), LARGEST_PACKET);
    // Given up meanwhile.
    if (over) return sendClose();
    for (const [name, value] of environment) send(packets.REQUEST, 'env', false, name, value);
    send(packets.REQUEST, 'exec', false, command);
    if (endLater || request.stdin === 'none') send(packets.EOF);
    else options.onStdin(stdin);
    flush();
  };

  const onRequest = (body: Buffer): void => {
    const length = body.readUInt32BE(0);
    const name = body.toString('latin1', 4, 4 + length);
    const rest = body.subarray(5 + length);
    if (name === 'exit-status') said = { kind: 'exit', code: rest.readUInt32BE(0) & 255 };
    else if (name === 'exit-signal') {
      said = { kind: 'signal', signal: rest.toString('latin1', 4, 4 + rest.readUInt32BE(0)) };
    } else if (name === 'eow@openssh.com') {
      // Nobody reads our stdin any more.
      held?.taken();
      held = undefined;
      stdin.destroy();
    }
  };

  const letGo = (end: ChannelEnd): void => {
    sendClose();
    givenUp = true;
    stdout.stream.destroy();
    stderr.stream.destroy();
    finish(end);
  };

  wire.write(packets.message(packets.OPEN, 'session', id, WINDOW, LARGEST_PACKET));
  return {
    channel: {
      stdin: request.stdin === 'pipe' ? stdin : undefined,
      stdout: stdout.stream,
      stderr: stderr.stream,
      ended,
      closeStdout() {
        send(packets.REQUEST, 'eow@openssh.com', false);
        stdout.stream.destroy();
      },
      release: () => letGo({ kind: 'exit', code: 0 }),
      destroy: () => letGo({ kind: 'lost', error: transportError('exec', 'given up') }),
    },
    receive(type, body) {
      if (over && type !== packets.OPENED) return;
      switch (type) {
        case packets.OPENED:
          onOpened(body);
          break;
        case packets.NOT_OPENED:
          finish({ kind: 'lost', error: transportError('exec', 'the session was refused') });
          break;
        case packets.WINDOW_ADJUST:
          room += body.readUInt32BE(0);
          flush();
          break;
        case packets.DATA:
          stdout.push(body.subarray(4));
          break;
        case packets.EXTENDED_DATA:
          stderr.push(body.subarray(8));
          break;
        case packets.EOF:
          stdout.stream.push(null);
          stderr.stream.push(null);
          break;
        case packets.REQUEST:
          onRequest(body);
          break;
        case packets.CLOSE:
          sendClose();
          // sshd tells how its child ended, unless it was the one that died.
          finish(
            said ?? {
              kind: 'lost',
              error: transportError('exec', 'the connection was lost'),
              maybeKilled: true,
            },
          );
          break;
      }
    },
    answered: () => there !== undefined || (over && !givenUp),
    lose(error) {
      finish({ kind: 'lost', error });
    },
  };
}

/** Resolves when a stream has given all it had, or is not read any more. */
function drained(stream: Readable): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    stream.once('end', resolve).once('close', resolve);
  });
}
