import { createProcessClient } from '../clients/process.ts';
import { transportError, type Channel, type Client, type ClientIo } from '../client.ts';
import { withGrace } from '../grace.ts';
import { newNonce } from '../nonce.ts';
import type { Pair } from '../values.ts';
import { capture } from './program.ts';

export interface NewContainer {
  /** Default: docker. */
  readonly program: string | undefined;
  readonly image: string;
  readonly mounts: readonly Pair[];
}

/** A container for one run, which its exec channels start. */
export interface OwnContainer {
  readonly name: string;
  /** Makes `client`, which runs in the container of that name, start it first and end it at its close. */
  around(client: Client): Client;
}

export function mountWords(mounts: readonly Pair[]): readonly string[] {
  return mounts.flatMap(([here, there]) => ['--mount', `type=bind,source=${here},target=${there}`]);
}

/**
 * A container of its own for each run: its main process waits on its stdin, which ends when rdo does,
 * however that happens, and with it goes the container.
 */
export function createContainer(target: NewContainer, io: ClientIo): OwnContainer {
  const { program = 'docker', image, mounts } = target;
  const name = `rdo-${newNonce().slice(0, 12)}`;
  const container = createProcessClient({
    name: program,
    io,
    command: () => [
      program,
      'run',
      '--rm',
      '-i',
      '--init',
      '--name',
      name,
      ...mountWords(mounts),
      '--entrypoint',
      'sh',
      image,
      '-c',
      'echo up; cat >/dev/null',
    ],
  });
  let holder: Channel | undefined;
  const start = async (): Promise<void> => {
    holder = await container.open({ argv: [], stdin: 'pipe', tty: false, role: 'guard' });
    const errors: Buffer[] = [];
    holder.stderr?.on('data', (chunk: Buffer) => {
      errors.push(chunk);
    });
    const { stdout, ended } = holder;
    const up = new Promise<'up'>((resolve) => stdout.once('data', () => resolve('up')));
    const first = await Promise.race([up, ended]);
    if (first === 'up') return;
    if (first.kind === 'lost') throw first.error;
    const said = Buffer.concat(errors).toString('utf8').trim().split('\n');
    throw transportError('connect', said[0] || `${program} run ${image} failed`, {
      hint: `Try it: ${program} run --rm ${image} true`,
    });
  };
  const end = async (): Promise<void> => {
    if (!holder) return;
    // `docker run --rm` ends when the container is removed.
    holder.stdin?.end();
    const gone = holder.ended.then(() => true);
    if (await withGrace(gone, { milliseconds: 5000, otherwise: false })) return;
    await capture([program, 'rm', '--force', name], { io }).catch(() => {});
  };
  return {
    name,
    around(client) {
      let started: Promise<void> | undefined;
      return {
        ...client,
        async open(request) {
          await (started ??= start());
          return client.open(request);
        },
        async close() {
          await client.close();
          await end();
        },
      };
    },
  };
}
