/** The way to the host: a TCP connection, or what ProxyCommand makes in its place. */
import { spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { transportError, type ClientIo } from '../../client.ts';
import type { Settings } from './settings.ts';

/** @throws ToolError in the phase `resolve` or `connect` */
export function openSocket(settings: Settings, io: ClientIo): Promise<Duplex> {
  if (settings.proxyCommand !== undefined)
    return Promise.resolve(openProxy(settings.proxyCommand, io));
  return openTcp(settings, io.signal);
}

function openTcp(settings: Settings, signal: AbortSignal | undefined): Promise<Socket> {
  const { hostName, port } = settings;
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostName,
      port,
      family: settings.addressFamily,
      noDelay: true,
      ...(settings.bindAddress === undefined ? {} : { localAddress: settings.bindAddress }),
    });
    const fail = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    const aborted = (): void =>
      fail(transportError('connect', `connecting to ${hostName} was given up`));
    if (signal?.aborted) return aborted();
    signal?.addEventListener('abort', aborted, { once: true });
    const seconds = settings.connectTimeout;
    const timer =
      seconds === undefined
        ? undefined
        : setTimeout(() => {
            fail(
              transportError(
                'connect',
                `${hostName} port ${port} didn't answer within ${seconds} s`,
                {
                  hint: 'Is the machine up, and the network between? ConnectTimeout in ~/.ssh/config sets the time.',
                },
              ),
            );
          }, seconds * 1000);
    const settled = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    };
    socket.once('connect', () => {
      settled();
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      settled();
      fail(connectError(error, settings));
    });
  });
}

function connectError(error: NodeJS.ErrnoException, { alias, hostName, port }: Settings): Error {
  const code = error.code ?? (error as { errors?: NodeJS.ErrnoException[] }).errors?.[0]?.code;
  if (error.syscall === 'getaddrinfo' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    const named = alias === hostName ? hostName : `${hostName} (HostName of ${alias})`;
    return transportError('resolve', `no address is known for ${named}`, {
      hint:
        code === 'EAI_AGAIN'
          ? 'The name server did not answer: is the network up?'
          : 'Is the name right? A Host of ~/.ssh/config would do as well.',
      cause: error,
    });
  }
  const reasons: Readonly<Record<string, readonly [string, string]>> = {
    ECONNREFUSED: ['nothing listens there', 'Is its SSH server running, and the port right?'],
    EHOSTUNREACH: ['there is no way to it', 'Is the machine up, and the network between?'],
    ENETUNREACH: ['there is no way to its network', 'Is the network up?'],
    ETIMEDOUT: ['it did not answer', 'Is the machine up, and the network between?'],
  };
  const [why, hint] = reasons[code ?? ''] ?? [error.message || code || 'unknown reason', undefined];
  return transportError('connect', `can't connect to ${hostName} port ${port}: ${why}`, {
    hint,
    cause: error,
  });
}

/** Only ~/.ssh/config, the system's, and `vagrant ssh-config` can name such a command. */
function openProxy(command: string, io: ClientIo): Duplex {
  const child = spawn(command, {
    shell: true,
    cwd: io.cwd,
    env: { ...io.env },
    stdio: ['pipe', 'pipe', io.ownDescriptors ? 'inherit' : 'ignore'],
  });
  const stream = Duplex.from({ writable: child.stdin, readable: child.stdout });
  child.stdin.on('error', () => {});
  child.once('error', (error) => stream.destroy(error));
  stream.once('close', () => child.kill());
  return stream;
}
