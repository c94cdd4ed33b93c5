/**
 * The engine for other programs: `loadTarget` reads the configuration, `run` runs a command, and
 * `target.connect()` keeps one connection for many commands.
 */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import type { ToolError } from '@nearhand/core/errors';
import type { Outcome } from '@nearhand/core/process';
import type { ClientIo } from './client.ts';
import { loadConfig, selectTarget, type Settings } from './config.ts';
import { reach } from './drivers/index.ts';
import { planCommand, type Plan } from './plan.ts';
import { runPlan, sessionOf, synced } from './run.ts';
import { requireTrust } from './trusting.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface LoadOptions {
  /** Where the search for `.rdo.conf` starts. Default: the process's working directory. */
  readonly cwd?: string | undefined;
  /** Default: the process's environment. */
  readonly env?: Env | undefined;
  /** The section of the configuration. Default: `$RDO_ENV`, else `default`. */
  readonly target?: string | undefined;
}

/** A machine that commands can be run on. */
export interface Target {
  readonly settings: Settings;
  readonly cwd: string;
  readonly env: Env;
}

export interface RunOptions {
  /** The local folder whose twin the command runs in. Default: the target's. */
  readonly cwd?: string | undefined;
  /** Variables to set there. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** What the command reads. Default: nothing, an end at once. */
  readonly stdin?: Readable | undefined;
  /** Where its output goes. Default: collected, and given back. */
  readonly stdout?: Writable | undefined;
  readonly stderr?: Writable | undefined;
  /** `false`: neither push nor pull, whatever the configuration says. Default: true. */
  readonly sync?: boolean | undefined;
  /** Ends the command's whole process group when it fires. */
  readonly signal?: AbortSignal | undefined;
}

export interface RunResult {
  /** How the command ended, or why it never began. */
  readonly outcome: Outcome;
  /** Why the files that `pull` names could not be fetched, where that failed after the command. */
  readonly pullError?: ToolError | undefined;
  /** What it wrote; empty where a stream was given. */
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** One connection for many commands. */
export interface Connection {
  run(argv: readonly (string | Uint8Array)[], options?: RunOptions): Promise<RunResult>;
  /** Ends what this process holds of it. */
  close(): Promise<void>;
}

/**
 * Reads the configuration that holds for a folder.
 *
 * @throws ToolError `CONFIG_MISSING`, `CONFIG_…` (with the place), `UNTRUSTED`
 */
export async function loadTarget(options: LoadOptions = {}): Promise<Target> {
  const env = options.env ?? process.env;
  const cwd = realFolder(options.cwd ?? process.cwd());
  const config = loadConfig({ env, cwd });
  const named = options.target ?? (env['RDO_ENV'] || undefined);
  const settings = selectTarget(
    config,
    named === undefined
      ? { value: 'default', origin: { kind: 'default' } }
      : { value: named, origin: { kind: 'option', option: 'target' } },
  );
  requireTrust(settings, env);
  return { settings, cwd, env };
}

/**
 * Runs a command and waits for its end. Never rejects for what the command or the connection does: see
 * `outcome`.
 */
export async function run(
  target: Target,
  argv: readonly (string | Uint8Array)[],
  options: RunOptions = {},
): Promise<RunResult> {
  const io = ioOf(target, options);
  const out = collector(options.stdout);
  const err = collector(options.stderr);
  let pullError: ToolError | undefined;
  const outcome = await runPlan(planOf(target, argv, options), {
    io,
    stdout: out.stream,
    stderr: err.stream,
    onSession: (session) => onAbort(options.signal, () => session.abort()),
    onPullError: (error) => (pullError = error),
  });
  return { outcome, pullError, stdout: out.bytes(), stderr: err.bytes() };
}

/** Connects, for many commands after one another or at once. */
export async function connect(target: Target): Promise<Connection> {
  const plan = planOf(target, ['true'], {});
  const reached = await reach({ plan, io: ioOf(target, {}), progress: () => {} });
  return {
    async run(argv, options = {}) {
      const out = collector(options.stdout);
      const err = collector(options.stderr);
      const command = planOf(target, argv, options);
      let pullError: ToolError | undefined;
      const outcome = await synced(
        {
          plan: command,
          client: reached.client,
          io: ioOf(target, options),
          onPullError: (error) => (pullError = error),
        },
        () => {
          const session = sessionOf(command, reached.client, {
            stdin: options.stdin,
            stdout: out.stream,
            stderr: err.stream,
          });
          onAbort(options.signal, () => session.abort());
          return session.outcome;
        },
      );
      return { outcome, pullError, stdout: out.bytes(), stderr: err.bytes() };
    },
    close: async () => reached.client.close(),
  };
}

function planOf(target: Target, argv: readonly (string | Uint8Array)[], options: RunOptions): Plan {
  const plan = planCommand(
    target.settings,
    {
      argv: argv.map((word) => (typeof word === 'string' ? Buffer.from(word, 'utf8') : word)),
      tty: false,
      noStdin: options.stdin === undefined,
      noSync: options.sync === false,
      setEnv: Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`),
    },
    {
      env: target.env,
      cwd: options.cwd === undefined ? target.cwd : realFolder(options.cwd, target.cwd),
      isTerminal: () => false,
    },
  );
  return plan;
}

/** The folder without symbolic links, as the root of the project is found. */
function realFolder(path: string, base: string = process.cwd()): string {
  const absolute = resolve(base, path);
  try {
    return realpathSync(absolute);
  } catch {
    // It is missing; whatever comes of that is said in terms of this path.
    return absolute;
  }
}

function ioOf(target: Target, options: RunOptions): ClientIo {
  const stdin = options.stdin ?? PassThrough.from([]);
  return {
    env: target.env,
    cwd: target.cwd,
    stdin,
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    isTerminal: () => false,
    signal: options.signal,
    ownDescriptors: false,
  };
}

function collector(given: Writable | undefined): { readonly stream: Writable; bytes(): Buffer } {
  if (given) return { stream: given, bytes: () => Buffer.alloc(0) };
  const chunks: Buffer[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, bytes: () => Buffer.concat(chunks) };
}

function onAbort(signal: AbortSignal | undefined, abort: () => void): void {
  if (signal?.aborted) abort();
  else signal?.addEventListener('abort', abort, { once: true });
}
