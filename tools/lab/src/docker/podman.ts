import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../lock.ts';
import { stateDir } from '../state.ts';
import {
  startWith,
  sweep,
  type Container,
  type ContainerOptions,
  type ContainerProgram,
} from './container.ts';
import { isHere } from './engine.ts';
import { IMAGE, imageArchive, run } from './image.ts';

/** Podman with a store of its own, and settings that work inside containers and virtual machines, too. */
export interface Podman extends ContainerProgram {
  readonly program: 'podman';
  /** Every `podman` that shall find the containers of the tests needs this environment. */
  readonly env: NodeJS.ProcessEnv;
}

/** What keeps podman from running here, with what to do about it. */
export function whyNoPodman(): { readonly what: string; readonly how: string } | undefined {
  if (process.platform !== 'linux') return { what: 'Linux', how: 'run the tests on Linux' };
  const missing = ['podman', 'catatonit', 'debootstrap'].find((program) => !isHere(program));
  if (missing) return { what: missing, how: 'apt-get install podman catatonit debootstrap' };
  if (process.getuid?.() !== 0) {
    return { what: 'root (to build the image of the tests)', how: 'run npm test as root' };
  }
  return undefined;
}

/** A runtime, how it groups its processes, and a way to store images: what works differs from machine to machine. */
const WAYS = ['overlay', 'vfs'].flatMap((storage) => [
  { storage, runtime: 'runc', cgroups: 'enabled' },
  { storage, runtime: 'crun', cgroups: 'enabled' },
  { storage, runtime: 'crun', cgroups: 'disabled' },
]);
type Way = (typeof WAYS)[number];

/** Makes sure that podman runs containers here, and has the image of the tests. */
export function ensurePodman(): Promise<Podman> {
  return withLock('podman', async () => {
    const known = join(stateDir('podman'), 'way.json');
    const before = existsSync(known) ? (JSON.parse(readFileSync(known, 'utf8')) as Way) : undefined;
    const failures: string[] = [];
    for (const way of [...(before ? [before] : []), ...WAYS]) {
      if (!isHere(way.runtime)) continue;
      const podman = settle(way);
      try {
        await ensureImage(podman);
        await run('podman', ['run', '--rm', '--init', IMAGE, 'true'], { env: podman.env });
        keep(known, JSON.stringify(way));
        await sweep(podman);
        return podman;
      } catch (error) {
        failures.push(`${Object.values(way).join(', ')}: ${(error as Error).message}`);
      }
    }
    throw new Error(`podman runs no container here:\n${failures.join('\n')}`);
  });
}

/** Starts a container of podman's. What a killed run left is removed by the next one. */
export async function startPodmanContainer(options: ContainerOptions = {}): Promise<Container> {
  return startWith(await ensurePodman(), options);
}

/** Whether podman has the image of the tests here. */
export function podmanIsReady(): boolean {
  return existsSync(join(stateDir('podman'), 'way.json'));
}

/** Removes every container that the tests made with podman. */
export async function removePodmanContainers(): Promise<void> {
  const known = join(stateDir('podman'), 'way.json');
  if (!existsSync(known)) return;
  const { env } = settle(JSON.parse(readFileSync(known, 'utf8')) as Way);
  await run('podman', ['rm', '--all', '--force', '--time', '0'], { env });
}

/** Writes podman's settings for a way. */
function settle({ storage, runtime, cgroups }: Way): Podman {
  const dir = stateDir('podman');
  const store = join(dir, storage);
  const [containersFile, storageFile] = [join(dir, 'containers.conf'), join(dir, 'storage.conf')];
  const lines = [
    '[containers]',
    // Podman asks for more than a root without all its rights may have.
    `default_ulimits = ["nofile=1024:1024", "nproc=${processLimit()}"]`,
    // No test needs one, and its helpers may be missing.
    'netns = "none"',
    `cgroups = "${cgroups}"`,
    '[engine]',
    `runtime = "${runtime}"`,
    'cgroup_manager = "cgroupfs"',
    'events_logger = "file"',
  ];
  keep(containersFile, `${lines.join('\n')}\n`);
  const where = `graphroot = "${store}"\nrunroot = "/run/nearhand-lab-podman/${storage}"`;
  keep(storageFile, `[storage]\ndriver = "${storage}"\n${where}\n`);
  const env = {
    ...process.env,
    CONTAINERS_CONF: containersFile,
    CONTAINERS_STORAGE_CONF: storageFile,
  };
  return { program: 'podman', env, image: IMAGE };
}

/** Another process may read the file at any time. */
function keep(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** At most as many processes as we may have ourselves: `soft:hard`. Podman itself lowers the limit further. */
function processLimit(): string {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const own = Number(/^Max processes +\S+ +(\d+)/m.exec(limits)?.[1] ?? Infinity);
  const limit = Math.min(own, 16_384);
  return `${limit}:${limit}`;
}

async function ensureImage({ env }: Podman): Promise<void> {
  if (spawnSync('podman', ['image', 'exists', IMAGE], { env, stdio: 'ignore' }).status === 0) {
    return;
  }
  const archive = await withLock('image', imageArchive);
  await run('podman', ['import', '--change', 'CMD ["sleep", "infinity"]', archive, IMAGE], { env });
}
