import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type Connection, type ServerChannel, type Session } from 'ssh2';
import { HOST, writeClientFiles } from '../client-files.ts';
import { INSTANCE_VARIABLE } from '../instance.ts';
import { makeKey, writeKey, type KeyType } from '../keys.ts';
import { processesWith, signalProcess, type LabProcess } from '../processes.ts';
import { runCommand, type CommandRequest, type RunningCommand } from './command.ts';
import { decideLogin } from './login.ts';

const USER = 'demo';
const PATH = '/usr/local/bin:/usr/bin:/bin';

export interface EmbeddedOptions {
  /** What runs every command. Default: `/bin/sh`. */
  readonly shell?: string;
  /** The working directory of every session. Default: a new folder. */
  readonly home?: string;
  /** Let the throw-away key in. Default: true. */
  readonly key?: boolean;
  /** Public keys to let in as well, in OpenSSH's format. */
  readonly authorized?: readonly string[];
  /** Let clients go on to other hosts from here. Default: false. */
  readonly forwarding?: boolean;
  /** Let this password in, typed or as the answer to a question. Default: none. */
  readonly password?: string;
  /** Default: ed25519 alone. */
  readonly hostKeys?: readonly KeyType[];
  /** Shown before the login. Default: none. */
  readonly banner?: string;
}

/**
 * An SSH server inside this process, on loopback, for one kind of user: whoever holds its
 * throw-away key. Commands run as the user that this process runs as.
 */
export interface EmbeddedServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Holds everything below; removed when the server is stopped. */
  readonly dir: string;
  readonly home: string;
  /** Where every session looks for programs. */
  readonly path: string;
  readonly identity: string;
  readonly knownHosts: string;
  /** For `ssh -F`: the host is called `lab-embedded`. */
  readonly sshConfig: string;
  /** What runs in the sessions of this server, orphans too. Linux only; elsewhere empty. */
  processes(): readonly LabProcess[];
  /** How many connections went on to other hosts from here. */
  forwarded(): number;
  /** Breaks every connection. */
  drop(): void;
  /** Ends the server, its connections and their commands, and removes its folder. */
  stop(): Promise<void>;
}

export async function startEmbedded(options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'nearhand-ssh-')));
  const removeDir = (): void => rmSync(dir, { recursive: true, force: true });
  process.once('exit', removeDir);
  const home = options.home ?? join(dir, 'home');
  mkdirSync(home, { recursive: true });
  const id = randomBytes(8).toString('hex');
  const key = makeKey();
  writeKey(join(dir, 'id_ed25519'), key);
  const hostKeys = (options.hostKeys ?? ['ed25519']).map((type) => makeKey(type));
  const logins = {
    keys: [...((options.key ?? true) ? [key.public] : []), ...(options.authorized ?? [])],
    password: options.password,
  };
  const connections = new Set<Connection>();
  const commands = new Set<RunningCommand>();
  const server = new ssh2.Server(
    {
      hostKeys: hostKeys.map((pair) => pair.private),
      ...(options.banner === undefined ? {} : { banner: options.banner }),
    },
    (connection) => {
      connections.add(connection);
      // A client that goes away without a word is no error of ours.
      connection.on('error', () => {});
      connection.on('close', () => connections.delete(connection));
      connection.on('authentication', (attempt) => decideLogin(logins, attempt));
      connection.on('ready', () => {
        if (options.forwarding)
          connection.on('tcpip', (accept, reject, to) => goOn({ accept, reject }, to));
        connection.on('session', (accept) => {
          serve(accept(), { shell: options.shell ?? '/bin/sh', home, id, commands });
        });
      });
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  writeClientFiles({ dir, port, hostKeys, users: { 'lab-embedded': USER } });
  let forwarded = 0;
  const goOn = (
    channel: { accept: () => ServerChannel; reject: () => void },
    to: { readonly destIP: string; readonly destPort: number },
  ): void => {
    const socket = connect(to.destPort, to.destIP);
    socket.once('error', channel.reject);
    socket.once('connect', () => {
      forwarded += 1;
      const stream = channel.accept();
      stream.on('error', () => socket.destroy());
      socket.off('error', channel.reject).on('error', () => stream.close());
      stream.pipe(socket).pipe(stream);
    });
  };
  const processes = (): readonly LabProcess[] =>
    process.platform === 'linux' ? processesWith(INSTANCE_VARIABLE, id) : [];
  return {
    host: HOST,
    port,
    user: USER,
    dir,
    home,
    path: PATH,
    identity: join(dir, 'id_ed25519'),
    knownHosts: join(dir, 'known_hosts'),
    sshConfig: join(dir, 'ssh_config'),
    processes,
    forwarded: () => forwarded,
    drop: () => connections.forEach(breakOff),
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const command of commands) command.signal('SIGKILL');
      for (const { pid } of processes()) signalProcess(pid, 'SIGKILL');
      connections.forEach(breakOff);
      await closed;
      process.off('exit', removeDir);
      removeDir();
    },
  };
}

function breakOff(connection: Connection): void {
  (connection as unknown as { _sock: { destroy(): void } })._sock.destroy();
}

interface SessionContext {
  readonly shell: string;
  readonly home: string;
  readonly id: string;
  readonly commands: Set<RunningCommand>;
}

function serve(session: Session, { shell, home, id, commands }: SessionContext): void {
  const env: Record<string, string> = {
    HOME: home,
    LANG: 'C.UTF-8',
    LOGNAME: USER,
    PATH,
    SHELL: shell,
    USER: USER,
    [INSTANCE_VARIABLE]: id,
  };
  let terminal: CommandRequest['terminal'];
  let running: RunningCommand | undefined;
  session.on('env', (accept, _reject, { key, val }) => {
    // What sshd's own default would let in.
    if (/^(LANG|LC_.*)$/.test(key)) env[key] = val;
    accept?.();
  });
  session.on('pty', (accept, _reject, info) => {
    const { term } = info as unknown as { term?: string };
    const name = term ?? 'xterm';
    terminal = { name, columns: info.cols || 80, rows: info.rows || 24 };
    env['TERM'] = name;
    accept?.();
  });
  session.on('window-change', (accept, _reject, { cols, rows }) => {
    running?.resize(cols, rows);
    accept?.();
  });
  session.on('signal', (accept, _reject, { name }) => {
    running?.signal(`SIG${name}` as NodeJS.Signals);
    accept?.();
  });
  const start = (channel: ServerChannel, command: string | undefined): void => {
    const started = runCommand({ shell, command, cwd: home, env, terminal }, channel);
    running = started;
    commands.add(started);
    channel.once('close', () => {
      started.hangUp();
      commands.delete(started);
    });
  };
  session.on('exec', (accept, _reject, { command }) => start(accept(), command));
  session.on('shell', (accept) => start(accept(), undefined));
}
