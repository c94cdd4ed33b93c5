import { randomBytes } from 'node:crypto';
import { isLiveLease, leaseName } from '../leases.ts';
import { ensureEngine } from './engine.ts';
import { ensureImage, IMAGE, run } from './image.ts';

const OWNER = 'nearhand-lab.owner';

export interface ContainerOptions {
  /** Folders of this machine to mount: local path to path in the container. */
  readonly mounts?: Readonly<Record<string, string>>;
  /** Further words for `docker run`, before the image. */
  readonly flags?: readonly string[];
  /** What to run. Default: `sleep infinity`. */
  readonly command?: readonly string[];
}

/** A running container of the tests' Debian. */
export interface Container {
  readonly name: string;
  readonly id: string;
  readonly image: string;
  /** Runs a command in it and gives its stdout, without the last newline. */
  exec(...argv: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/**
 * Makes sure of an engine and the image of the tests; returns the image's name. The first call on a
 * machine takes about a minute, later ones two seconds or less.
 */
export async function ensureDocker(): Promise<string> {
  await ensureEngine();
  await ensureImage();
  await sweep({ program: 'docker' });
  return IMAGE;
}

/** Starts a container. What a killed run left is removed by the next one. */
export async function startContainer(options: ContainerOptions = {}): Promise<Container> {
  return startWith({ program: 'docker', image: await ensureDocker() }, options);
}

/** A program that runs containers, and the image of the tests there. */
export interface ContainerProgram {
  readonly program: string;
  /** Default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
  readonly image: string;
}

export async function startWith(
  { program, env, image }: ContainerProgram,
  options: ContainerOptions,
): Promise<Container> {
  const call = (words: readonly string[]): Promise<string> => run(program, words, env && { env });
  const name = `nearhand-lab-${randomBytes(4).toString('hex')}`;
  const mounts = Object.entries(options.mounts ?? {}).flatMap(([from, to]) => [
    '-v',
    `${from}:${to}`,
  ]);
  const words = [
    '--detach',
    '--init',
    '--name',
    name,
    '--label',
    `${OWNER}=${leaseName(process.pid)}`,
  ];
  const id = await call([
    'run',
    ...words,
    ...mounts,
    ...(options.flags ?? []),
    image,
    ...(options.command ?? []),
  ]);
  return {
    name,
    id,
    image,
    exec: (...argv) => call(['exec', name, ...argv]),
    remove: async () => void (await call(['rm', '--force', '--volumes', name])),
  };
}

/** Removes the containers of processes that are gone. */
export async function sweep({ program, env }: Omit<ContainerProgram, 'image'>): Promise<void> {
  const call = (words: readonly string[]): Promise<string> => run(program, words, env && { env });
  const format = `{{.ID}} {{.Label "${OWNER}"}}`;
  const list = await call(['ps', '--all', '--filter', `label=${OWNER}`, '--format', format]);
  for (const line of list.split('\n').filter(Boolean)) {
    const [id = '', owner = ''] = line.split(' ');
    if (!isLiveLease(owner)) await call(['rm', '--force', '--volumes', id]).catch(() => {});
  }
}
