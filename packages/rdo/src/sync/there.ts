import { PassThrough } from 'node:stream';
import { startSession } from '../session.ts';
import { bytesOf, type SyncContext } from './context.ts';

/** So many bytes of names fit into one command line, whatever its encoding adds. */
const CHUNK_BYTES = 16_384;

/**
 * Runs a program in the folder there, with names behind its words, as often as it takes.
 *
 * @returns what it said on stderr, of the runs that failed
 * @throws ToolError of the connection
 */
export async function runThere(
  { client, plan, sync, signal }: SyncContext,
  words: readonly string[],
  names: readonly string[],
): Promise<string> {
  const failures: string[] = [];
  for (const part of chunks(names)) {
    signal.throwIfAborted();
    const stderr = new PassThrough();
    const said: Buffer[] = [];
    stderr.on('data', (chunk: Buffer) => said.push(chunk));
    const session = startSession(
      client,
      {
        argv: [
          ...words.map((word) => Buffer.from(word)),
          ...part.map((name) => bytesOf(`./${name}`)),
        ],
        directory: Buffer.from(sync.directory, 'utf8'),
        environment: [],
        tty: false,
        stdin: 'none',
        detach: true,
        wrap: plan.sudo ? ['sudo', '-n', '--'] : [],
      },
      { stdout: new PassThrough().resume(), stderr },
    );
    const stop = (): void => session.abort();
    signal.addEventListener('abort', stop, { once: true });
    const outcome = await session.outcome;
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
    if (outcome.kind === 'not-started') throw outcome.error;
    if (outcome.kind === 'signal' || outcome.code !== 0) {
      failures.push(Buffer.concat(said).toString('utf8').trim());
    }
  }
  return failures.join('\n');
}

function chunks(names: readonly string[]): readonly (readonly string[])[] {
  const all: string[][] = [];
  let length = CHUNK_BYTES;
  for (const name of names) {
    if (length + name.length > CHUNK_BYTES) {
      all.push([]);
      length = 0;
    }
    all.at(-1)!.push(name);
    length += name.length + 1;
  }
  return all;
}
