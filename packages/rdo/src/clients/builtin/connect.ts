import type { Duplex } from 'node:stream';
import ssh2, { type Client as Ssh2Client, type ConnectConfig } from 'ssh2';
import { transportError, type ClientIo, type Phase, type SshTarget } from '../../client.ts';
import { algorithmLists } from './algorithms.ts';
import { findAsker } from './ask.ts';
import { checkHostKey, readHostKeys } from './host-key.ts';
import { loginHandler, type Login } from './login.ts';
import { collectKeys } from './keys.ts';
import { printable } from './printable.ts';
import { resolveSettings, type Settings } from './settings.ts';
import { openSocket } from './socket.ts';

/** A connection that has logged in. */
export interface Connection {
  readonly ssh: Ssh2Client;
  readonly settings: Settings;
  /** Why the connection broke, once it has. */
  failure(): Error | undefined;
  close(): Promise<void>;
}

/** How many hosts may lie on the way. */
const MAX_JUMPS = 8;
/** How long the server may take from the connection to its key, in ms, where ConnectTimeout is silent. */
const HANDSHAKE_TIMEOUT = 60_000;

/** @throws ToolError with the phase in which it failed, and a hint */
export async function connect(target: SshTarget, io: ClientIo, depth = 0): Promise<Connection> {
  const settings = resolveSettings(target, io);
  const jump =
    settings.proxyJump === undefined
      ? undefined
      : await connectJump(settings.proxyJump, target, { io, depth });
  try {
    const socket = jump ? await forward(jump, settings) : await openSocket(settings, io);
    const connection = await handshake(socket, settings, io);
    connection.ssh.once('close', () => jump?.ssh.end());
    return connection;
  } catch (error) {
    await jump?.close();
    throw error;
  }
}

/** The last host of `a,b,c` is reached by the others. */
async function connectJump(
  spec: string,
  target: SshTarget,
  { io, depth }: { readonly io: ClientIo; readonly depth: number },
): Promise<Connection> {
  if (depth >= MAX_JUMPS) {
    throw transportError('resolve', `ProxyJump leads over more than ${MAX_JUMPS} hosts: ${spec}`);
  }
  const hops = spec.split(',').map((word) => word.trim());
  const last = hops.pop()!;
  const match = /^(?:ssh:\/\/)?(?:([^@]+)@)?(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?\/?$/.exec(last);
  if (!match) throw transportError('resolve', `ProxyJump names no host: ${spec}`);
  return connect(
    {
      ...target,
      host: match[2] ?? match[3]!,
      user: match[1],
      port: match[4] === undefined ? undefined : Number(match[4]),
      identityFiles: [],
      options: hops.length > 0 ? { ProxyJump: hops.join(',') } : {},
      forwardAgent: false,
    },
    io,
    depth + 1,
  );
}

function forward(jump: Connection, { hostName, port }: Settings): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    jump.ssh.forwardOut('127.0.0.1', 0, hostName, port, (error, stream) => {
      if (!error) return resolve(stream);
      const message = `${jump.settings.alias} can't connect to ${hostName} port ${port}: ${printable(error.message)}`;
      reject(transportError('connect', message, { cause: error }));
    });
  });
}

async function handshake(socket: Duplex, settings: Settings, io: ClientIo): Promise<Connection> {
  const asker = findAsker(io);
  const hostKeys = readHostKeys(settings);
  const keys = await collectKeys(settings, asker);
  const login: Login = loginHandler({ settings, asker, keys });
  const ssh = new ssh2.Client();
  let phase: Phase = 'connect';
  let failure: Error | undefined;
  let accepted: Buffer | undefined;
  const config: ConnectConfig = {
    sock: socket as NonNullable<ConnectConfig['sock']>,
    username: settings.user,
    // The time at the host key's and the passphrase's questions is the user's: we watch ourselves.
    readyTimeout: 0,
    keepaliveInterval: settings.aliveInterval * 1000,
    keepaliveCountMax: settings.aliveCountMax,
    algorithms: algorithmLists(settings, hostKeys),
    hostVerifier: (blob: Buffer, verify: (accepted: boolean) => void) => {
      // A long session changes its keys, and the host shows its own again: it must be the same.
      if (accepted) return verify(accepted.equals(blob));
      phase = 'host key';
      clearTimeout(timer);
      checkHostKey(blob, hostKeys, { settings, asker }).then(
        () => {
          accepted = Buffer.from(blob);
          verify(true);
        },
        (error: Error) => {
          failure = error;
          verify(false);
        },
      );
    },
    authHandler: login.next,
    ...(settings.forwardAgent && settings.agentSocket !== undefined
      ? { agent: settings.agentSocket, agentForward: true }
      : {}),
  };
  const giveUp = (error: Error): void => {
    failure ??= error;
    socket.destroy();
  };
  const timer = setTimeout(
    () =>
      giveUp(
        transportError(
          'connect',
          `${settings.hostName} port ${settings.port} doesn't answer as an SSH server`,
        ),
      ),
    settings.connectTimeout === undefined ? HANDSHAKE_TIMEOUT : settings.connectTimeout * 1000,
  );
  const aborted = (): void =>
    giveUp(transportError(phase, `connecting to ${settings.alias} was given up`));
  io.signal?.addEventListener('abort', aborted, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (error?: Error & { level?: string }): void => {
        // The agent's own troubles are among the login's notes, and other keys follow.
        if (error?.level === 'agent') return;
        failure ??= phaseError(phase, error, { settings, login });
        reject(failure);
        socket.destroy();
      };
      ssh.on('handshake', () => (phase = 'auth'));
      ssh.on('error', fail);
      ssh.on('close', () => fail());
      ssh.once('ready', resolve);
      ssh.connect(config);
    });
  } finally {
    clearTimeout(timer);
    io.signal?.removeEventListener('abort', aborted);
  }
  ssh.removeAllListeners('error').on('error', (error: Error) => (failure ??= error));
  io.signal?.addEventListener('abort', () => socket.destroy(), { once: true });
  return {
    ssh,
    settings,
    failure: () => failure,
    close: () => closeGently(ssh, socket),
  };
}

function phaseError(
  phase: Phase,
  error: Error | undefined,
  { settings, login }: { readonly settings: Settings; readonly login: Login },
): Error {
  const { alias, hostName, port } = settings;
  if (phase === 'auth') return login.error(error);
  const why = printable(error?.message ?? 'it closed the connection');
  if (/no matching|Handshake failed/i.test(why)) {
    return transportError(
      'connect',
      `${hostName} port ${port} and the built-in SSH client have no algorithm in common: ${why}`,
      {
        hint: 'Use OpenSSH for this host: install it, or set client = openssh.',
        cause: error,
      },
    );
  }
  return transportError(phase, `can't connect to ${alias} (${hostName} port ${port}): ${why}`, {
    hint: 'Is that port an SSH server?',
    cause: error,
  });
}

/** Says goodbye, and doesn't wait long for the answer. */
function closeGently(ssh: Ssh2Client, socket: Duplex): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve();
    const timer = setTimeout(() => socket.destroy(), 1000);
    ssh.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    ssh.end();
  });
}
