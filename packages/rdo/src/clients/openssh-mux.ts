/**
 * Channels over a shared connection of OpenSSH without a program in between: we speak to the connection's
 * owner over its socket, as `ssh -O proxy` would. A run then starts no `ssh`, which is most of what a warm run
 * would cost, and the owner ends our channels when we die.
 */
import { connect } from 'node:net';
import { transportError, type Channel, type ChannelRequest, type ClientIo } from '../client.ts';
import { withGrace } from '../grace.ts';
import { loginShellLine } from '../remote/encode.ts';
import { readsNothing } from './null-device.ts';
import { openMuxChannel, type MuxChannel } from './mux-channel.ts';
import {
  CLOSE,
  NOT_OPENED,
  OPENED,
  greeting,
  isGranted,
  isHello,
  packetReader,
} from './mux-packets.ts';

export interface Mux {
  /**
   * Opens a channel; what goes wrong shows in its end.
   *
   * @param onGone - called when the other side has let go of it, too
   */
  open(request: ChannelRequest, onGone: () => void): Channel;
  /** False after the socket closed. */
  alive(): boolean;
  /** Whether the owner ever agreed: OpenSSH does since 7.4. */
  granted(): boolean;
  /** Resolves when all that was written is on its way. */
  close(): Promise<void>;
}

export interface MuxOptions {
  readonly socket: string;
  /** The variables that ~/.ssh/config sends along (SendEnv, SetEnv). */
  readonly environment: readonly (readonly [name: string, value: string])[];
  readonly io: ClientIo;
}

/** Waits so long at the end for a channel that is being opened. */
const ANSWER_MS = 2000;

export function connectMux({ socket: path, environment, io }: MuxOptions): Mux {
  const channels = new Map<number, MuxChannel & { readonly onGone: () => void }>();
  let onAnswered: () => void = () => {};
  let next = 0;
  let granted = false;
  let alive = true;

  const socket = connect({ path });
  const lose = (): void => {
    alive = false;
    const error = transportError('exec', 'the connection was lost', {
      hint: 'How the command ended is not known; its process group is ended there.',
    });
    for (const channel of channels.values()) {
      channel.lose(error);
      channel.onGone();
    }
    channels.clear();
    onAnswered();
  };
  const read = packetReader((packet) => {
    if (granted) {
      const id = packet.readUInt32BE(2);
      const type = packet[1]!;
      const channel = channels.get(id);
      channel?.receive(type, packet.subarray(6));
      if (type === CLOSE || type === NOT_OPENED) {
        channel?.onGone();
        channels.delete(id);
      }
      if (type === OPENED || type === NOT_OPENED) onAnswered();
    } else if (isGranted(packet)) granted = true;
    else if (!isHello(packet)) socket.destroy();
  });
  // What is written in one go is one system call, and wakes the owner once.
  let corked = false;
  const write = (bytes: Uint8Array | string): void => {
    if (!corked) {
      corked = true;
      socket.cork();
      process.nextTick(() => {
        corked = false;
        socket.uncork();
      });
    }
    socket.write(bytes, 'latin1');
  };
  socket.on('data', (chunk: Buffer) => {
    if (!read(chunk)) socket.destroy();
  });
  socket.on('error', lose);
  socket.on('close', lose);
  write(greeting());

  return {
    open(asked, onGone) {
      const id = next++;
      const request =
        asked.stdin === 'inherit' && readsNothing(io)
          ? { ...asked, stdin: 'none' as const }
          : asked;
      const opened = openMuxChannel({
        id,
        request,
        environment,
        command: loginShellLine(request.argv),
        wire: {
          write,
          whenFlushed(then) {
            if (socket.writableNeedDrain) socket.once('drain', then);
            else then();
          },
        },
        onStdin(stdin) {
          if (request.stdin === 'inherit') io.stdin.pipe(stdin);
        },
      });
      channels.set(id, { ...opened, onGone });
      if (!alive) lose();
      return opened.channel;
    },
    alive: () => alive,
    granted: () => granted,
    async close() {
      const answered = (): boolean => [...channels.values()].every((one) => one.answered());
      if (alive && !answered()) {
        // To leave before the other side has said yes or no would end the connection's owner, see
        // openssh-places.ts.
        const all = new Promise<boolean>((resolve) => {
          onAnswered = () => {
            if (!alive || answered()) resolve(true);
          };
        });
        await withGrace(all, { milliseconds: ANSWER_MS, otherwise: false });
      }
      if (alive && socket.writableLength > 0) {
        await new Promise<void>((resolve) => {
          socket.write('', () => resolve());
          socket.once('close', resolve);
        });
      }
      // To destroy a socket makes Node open stderr, which takes it a millisecond: a command, which is about
      // to end, leaves that to the system.
      if (io.ownDescriptors) socket.unref();
      else socket.destroy();
    },
  };
}
