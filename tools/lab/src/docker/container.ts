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
  await sweep();
  return IMAGE;
}

/** Starts a container. What a killed run left is removed by the next one. */
export async function startContainer(options: ContainerOptions = {}): Promise<Container> {
  const image = await ensureDocker();
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
  const id = await run('docker', [
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
    exec: (...argv) => run('docker', ['exec', name, ...argv]),
    remove: async () => void (await run('docker', ['rm', '--force', '--volumes', name])),
  };
}

/** Removes the containers of processes that are gone. */
async function sweep(): Promise<void> {
  const format = `{{.ID}} {{.Label "${OWNER}"}}`;
  const list = await run('docker', [
    'ps',
    '--all',
    '--filter',
    `label=${OWNER}`,
    '--format',
    format,
  ]);
  for (const line of list.split('\n').filter(Boolean)) {
    const [id = '', owner = ''] = line.split(' ');
    if (!isLiveLease(owner))
      await run('docker', ['rm', '--force', '--volumes', id]).catch(() => {});
  }
}
