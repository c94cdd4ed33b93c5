import type { Readable, Writable } from 'node:stream';
import { once } from 'node:events';
import { runProgram } from '@nearhand/core/process';
import { explainFailure, explainMissing } from './failure.ts';
import type { Argv } from './plan.ts';

/** What all calls of one command have in common. */
export interface Engine {
  readonly program: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The folder as the user named it. */
  readonly folder: string;
  readonly remoteHost?: string | undefined;
}

export interface Called {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a plan to its end. `tee` shows both streams while it runs.
 *
 * @throws ToolError `PROGRAM_NOT_FOUND` when the program isn't there; how it ends is no error here.
 */
export async function call(engine: Engine, argv: Argv, tee?: Writable): Promise<Called> {
  const [program = '', ...args] = argv;
  let streams: Promise<[string, string]> = Promise.resolve(['', '']);
  const outcome = await runProgram(program, args, {
    env: { ...engine.env },
    cwd: engine.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    onStart: (child) => {
      streams = Promise.all([text(child.stdout!, tee), text(child.stderr!, tee)]);
    },
  });
  if (outcome.kind === 'not-started') throw explainMissing(program, outcome.error, engine.folder);
  const [stdout, stderr] = await streams;
  return { ok: outcome.kind === 'exit' && outcome.code === 0, stdout: stdout.trim(), stderr };
}

/** {@link call}, where a failure is an error that is explained. Gives stdout. */
export async function mustCall(engine: Engine, argv: Argv, tee?: Writable): Promise<string> {
  const { ok, stdout, stderr } = await call(engine, argv, tee);
  if (ok) return stdout;
  const { folder, remoteHost } = engine;
  // A build says on stdout what failed in it.
  throw explainFailure({
    argv,
    stderr: `${tee ? stdout : ''}
${stderr}`,
    shown: tee !== undefined,
    folder,
    remoteHost,
  });
}

async function text(stream: Readable, tee: Writable | undefined): Promise<string> {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    tee?.write(chunk);
  });
  await once(stream, 'close');
  return Buffer.concat(chunks).toString('utf8');
}
