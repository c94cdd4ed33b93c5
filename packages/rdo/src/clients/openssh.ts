/**
 * The system's OpenSSH as a client: ~/.ssh/config, ProxyJump, agents, certificates and hardware keys
 * work as everywhere else. One connection is shared by all runs (see `openssh-master.ts`). A channel
 * speaks to its owner itself (`openssh-mux.ts`), or where that can't be is one short-lived `ssh`.
 */
import { fstatSync } from 'node:fs';
import type {
  Channel,
  ChannelEnd,
  ChannelRequest,
  Client,
  ClientIo,
  SshTarget,
} from '../client.ts';
import { connectMux, type Mux } from './openssh-mux.ts';
import { takePlace, type Leave } from './openssh-places.ts';
import { sessionEnvironment } from './openssh-settings.ts';
import { sharedConnection, type SharedConnection } from './openssh-shared.ts';

const LARGE_BYTES = 4 * 1024 * 1024;

function isLargeFile(fd: number): boolean {
  const stat = fstatSync(fd);
  return stat.isFile() && stat.size >= LARGE_BYTES;
}

export function createOpensshClient(target: SshTarget, io: ClientIo): Client {
  const shared = sharedConnection(target, io.env);
  let connecting: Promise<SharedConnection | undefined> | undefined;
  let refused: Promise<void> | undefined;
  let mux: Mux | undefined;
  let muxWorks = true;
  let doomed = false;
  const taken = new Set<Leave>();

  // A socket that is there is taken to be alive: asking first would cost as much as trying.
  const connect = (): Promise<SharedConnection | undefined> => {
    connecting ??= shared?.exists()
      ? Promise.resolve(shared)
      : import('./openssh-master.ts').then(({ openMaster }) => openMaster(target, shared, io));
    return connecting;
  };
  const onRefused = async (): Promise<void> => {
    if (!shared) return;
    if (!(await shared.isAlive(target, io))) {
      shared.forget();
      connecting = undefined;
    } else if (mux && !mux.granted()) {
      // An OpenSSH before 7.4, which knows its own program only.
      muxWorks = false;
    } else {
      // It lives and takes no more sessions (MaxSessions): this run gets connections of its own.
      if (mux) {
        shared.rememberFew();
        doomed = true;
      }
      connecting = Promise.resolve(undefined);
    }
  };
  const muxFor = (connection: SharedConnection, request: ChannelRequest): Mux | undefined => {
    // A terminal is best left to the program that knows all about them; and a large file goes quicker where
    // the connection's owner, which is handed the descriptor, reads it itself.
    if (!muxWorks || request.tty) return undefined;
    if (request.stdin === 'inherit' && io.ownDescriptors && isLargeFile(0)) return undefined;
    if (mux?.alive()) return mux;
    const settings = connection.settings();
    if (!settings) return undefined;
    const environment = sessionEnvironment(settings, io.env);
    mux = connectMux({ socket: connection.socket, environment, io });
    return mux;
  };
  /** When a channel could not be opened, finds out why, once, and lets the session try again. */
  const orRetry = (channel: Channel, mayRetry: (end: ChannelEnd) => boolean): Channel => {
    const first = refused === undefined;
    const ended = channel.ended.then(async (end): Promise<ChannelEnd> => {
      if (end.kind !== 'lost' || !first || !mayRetry(end)) return end;
      refused ??= onRefused();
      await refused;
      return { ...end, retry: true };
    });
    return { ...channel, ended };
  };

  return {
    name: 'openssh',
    async open(request) {
      const common = await connect();
      const leave = common && takePlace(common.socket);
      // When it is full, a connection of its own.
      const connection = leave ? common : undefined;
      const quick = connection && muxFor(connection, request);
      if (leave) taken.add(leave);
      const leaving = (): void => {
        leave?.();
        if (leave) taken.delete(leave);
      };
      if (quick) {
        const channel = quick.open(request, leaving);
        return orRetry(channel, (end) => end.kind === 'lost' && end.retry === true);
      }
      const { spawnSsh } = await import('./openssh-spawn.ts');
      const channel = spawnSsh(target, { request, connection, io });
      void channel.ended.then(leaving);
      return connection ? orRetry(channel, () => true) : channel;
    },
    async close() {
      await mux?.close();
      // Its owner ends with us, and would leave the socket behind.
      if (doomed) shared?.forget();
      for (const leave of taken) leave();
      taken.clear();
    },
  };
}
