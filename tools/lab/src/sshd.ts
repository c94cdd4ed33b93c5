import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { HOST } from './client-files.ts';
import { connectionPids, endInstance, INSTANCE_VARIABLE, listenerPid } from './instance.ts';
import { makeKey, writeKey } from './keys.ts';
import { processesWith, signalProcess, type LabProcess } from './processes.ts';
import {
  writeSshFiles,
  writeConfig,
  writeHostKeys,
  type Server,
  type SshdOptions,
} from './sshd-files.ts';
import { stateDir } from './state.ts';
import { ensureUsers } from './users.ts';

const SSHD = '/usr/sbin/sshd';

/** A real OpenSSH server on loopback, with its own keys and files. It ends with this process. */
export interface Sshd {
  readonly host: string;
  readonly port: number;
  /** Holds everything below; removed when the server is stopped. */
  readonly dir: string;
  /** The private key that every user accepts; the public one is beside it, with `.pub`. */
  readonly identity: string;
  readonly knownHosts: string;
  /** For `ssh -F`: one host per user, called `lab-bash` and so on. */
  readonly sshConfig: string;
  /** A folder with a program `ssh` that reads that configuration, to put first on PATH. */
  readonly bin: string;
  /** What sshd itself wrote so far. */
  log(): string;
  /** What runs in the sessions of this server, orphans too; sshd itself isn't counted. */
  processes(): readonly LabProcess[];
  /** The sshd processes that serve connections. */
  connections(): readonly number[];
  /** Kills every connection; the server goes on listening. Commands are left to their own devices. */
  drop(): void;
  /** Stops everything that sshd does, without closing a connection, as a dead network does. */
  pause(): void;
  resume(): void;
  /** Kills the server and every connection; what ran in them isn't touched. */
  kill(): void;
  /** Starts the server again on the same port; with `newHostKey`, as another machine would answer. */
  start(options?: { readonly newHostKey?: boolean }): Promise<void>;
  /** Ends the server and all that ran in it, and removes its folder. */
  stop(): Promise<void>;
}

/** Why no sshd can be started here, with what to do about it, or undefined when it can. */
export function whyNoSshd(): { readonly what: string; readonly how: string } | undefined {
  if (process.platform !== 'linux') return { what: 'Linux', how: 'run the tests on Linux' };
  if (process.getuid?.() !== 0) {
    return { what: 'root (to start sshd with users of its own)', how: 'run npm test as root' };
  }
  if (!existsSync(SSHD)) return { what: 'sshd', how: 'apt-get install openssh-server' };
  return undefined;
}

/** Starts a server that ends with this process. */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const dir = makeDir();
  const id = randomBytes(8).toString('hex');
  const guard = startGuard(dir, id);
  try {
    return control(await bringUp(dir, id, options), guard);
  } catch (error) {
    endInstance(dir, id);
    guard.stdin?.end();
    throw error;
  }
}

/** Starts the one server that stays until {@link stopStandingSshd}, or finds it running. */
export async function startStandingSshd(): Promise<Sshd> {
  const running = standingSshd();
  if (running) return running;
  // Not in the state folder: the users must be able to get at their authorized keys.
  const dir = makeDir();
  const server = await bringUp(dir, randomBytes(8).toString('hex'), {});
  writeFileSync(standingFile(), JSON.stringify(server));
  return control(server, undefined);
}

/** The server that {@link startStandingSshd} started, if it runs. */
export function standingSshd(): Sshd | undefined {
  if (!existsSync(standingFile())) return undefined;
  const server = JSON.parse(readFileSync(standingFile(), 'utf8')) as Server;
  return listenerPid(server.dir) === undefined ? undefined : control(server, undefined);
}

export async function stopStandingSshd(): Promise<void> {
  await standingSshd()?.stop();
  rmSync(standingFile(), { force: true });
}

function standingFile(): string {
  return join(stateDir(), 'sshd.json');
}

function makeDir(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'nearhand-sshd-')));
}

async function bringUp(dir: string, id: string, options: SshdOptions): Promise<Server> {
  const why = whyNoSshd();
  if (why) throw new Error(`no sshd: ${why.what} is missing; ${why.how}`);
  await ensureUsers();
  // sshd reads the keys of a user as that user.
  chmodSync(dir, 0o755);
  const key = makeKey();
  writeKey(join(dir, 'id_ed25519'), key);
  writeFileSync(join(dir, 'authorized_keys'), `${key.public}\n`);
  const server: Server = { dir, id, port: 0, types: options.hostKeys ?? ['ed25519'] };
  writeHostKeys(server);
  for (let attempt = 0; ; attempt += 1) {
    // Below the range from which the system gives ports to clients, or a restart might find it taken.
    server.port = randomInt(20_000, 30_000);
    writeConfig(server, options);
    if (await listen(server)) break;
    if (attempt === 9) throw new Error(`sshd doesn't start: ${readLog(dir)}`);
  }
  writeSshFiles(server);
  return server;
}

function control(server: Server, guard: ChildProcess | undefined): Sshd {
  const { dir, id, port } = server;
  const serving = (): number[] => {
    const listener = listenerPid(dir);
    return [...(listener === undefined ? [] : [listener]), ...connectionPids(dir)];
  };
  const signalAll = (pids: readonly number[], signal: NodeJS.Signals): void => {
    for (const pid of pids) signalProcess(pid, signal);
  };
  return {
    host: HOST,
    port,
    dir,
    identity: join(dir, 'id_ed25519'),
    knownHosts: join(dir, 'known_hosts'),
    sshConfig: join(dir, 'ssh_config'),
    bin: join(dir, 'bin'),
    log: () => readLog(dir),
    processes: () =>
      processesWith(INSTANCE_VARIABLE, id).filter(
        (process) => !process.argv[0]?.startsWith('sshd:'),
      ),
    connections: () => connectionPids(dir),
    drop: () => signalAll(connectionPids(dir), 'SIGKILL'),
    pause: () => signalAll(serving(), 'SIGSTOP'),
    resume: () => signalAll(serving(), 'SIGCONT'),
    kill: () => signalAll(serving(), 'SIGKILL'),
    async start({ newHostKey = false } = {}) {
      if (newHostKey) writeHostKeys(server);
      if (!(await listen(server))) throw new Error(`sshd doesn't start: ${readLog(dir)}`);
    },
    async stop() {
      endInstance(dir, id);
      guard?.stdin?.end();
      guard?.ref();
      if (guard && guard.exitCode === null && guard.signalCode === null) {
        await new Promise((resolve) => guard.once('exit', resolve));
      }
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function startGuard(dir: string, id: string): ChildProcess {
  const file = fileURLToPath(new URL('./guard.js', import.meta.url));
  const guard = spawn(process.execPath, [file, dir, id], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  guard.unref();
  // The pipe must not keep us alive either: our end is what the guard waits for.
  (guard.stdin as unknown as { unref(): void }).unref();
  return guard;
}

/** Starts the listener and waits until it answers; false when it ended first (the port is taken). */
async function listen({ dir, port }: Server): Promise<boolean> {
  // sshd wants its privilege separation folder, which the service would have made.
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  rmSync(join(dir, 'sshd.pid'), { force: true });
  const words = ['-f', join(dir, 'sshd_config'), '-E', join(dir, 'sshd.log')];
  // sshd puts itself into the background when it listens, or fails before.
  const result = spawnSync(SSHD, words, { stdio: 'ignore', cwd: '/' });
  if (result.status !== 0) return false;
  for (let attempt = 0; attempt < 800; attempt += 1) {
    if (listenerPid(dir) !== undefined && (await answers(port))) return true;
    await sleep(25);
  }
  return false;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST);
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString('latin1').startsWith('SSH-'));
    });
    socket.once('error', () => resolve(false));
    socket.once('end', () => resolve(false));
  });
}

function readLog(dir: string): string {
  const file = join(dir, 'sshd.log');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
