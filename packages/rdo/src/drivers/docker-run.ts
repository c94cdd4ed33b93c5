import { createProcessClient } from '../clients/process.ts';
import { transportError, type Channel, type Client, type ClientIo } from '../client.ts';
import { withGrace } from '../grace.ts';
import { newNonce } from '../nonce.ts';
import type { Pair } from '../values.ts';
import { execWords } from './docker-program.ts';
import { capture } from './program.ts';

export interface NewContainer {
  /** Default: docker. */
  readonly program: string | undefined;
  readonly image: string;
  readonly mounts: readonly Pair[];
  readonly user: string | undefined;
}

/**
 * A container of its own for each run: its main process waits on its stdin, which ends when rdo does,
 * however that happens, and with it goes the container.
 */
export function createContainerClient(target: NewContainer, io: ClientIo): Client {
  const { program = 'docker', image, mounts, user } = target;
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
      ...mounts.flatMap(([here, there]) => ['--mount', `type=bind,source=${here},target=${there}`]),
      '--entrypoint',
      'sh',
      image,
      '-c',
      'echo up; cat >/dev/null',
    ],
  });
  let holder: Channel | undefined;
  return createProcessClient({
    name: program,
    io,
    ownsTerminal: io.isTerminal(0) && io.isTerminal(1),
    async prepare() {
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
    },
    command: (request) => [
      program,
      'exec',
      ...execWords(request, { user, io }),
      name,
      ...request.argv,
    ],
    async close() {
      if (!holder) return;
      // `docker run --rm` ends when the container is removed.
      holder.stdin?.end();
      const gone = holder.ended.then(() => true);
      if (await withGrace(gone, { milliseconds: 5000, otherwise: false })) return;
      await capture([program, 'rm', '--force', name], { io }).catch(() => {});
    },
  });
}
