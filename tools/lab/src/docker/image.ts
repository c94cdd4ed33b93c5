import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from '../lock.ts';
import { stateDir } from '../state.ts';

/** What the tests' commands find in a container, besides the smallest Debian. */
const PACKAGES = ['openssh-server', 'sudo', 'make', 'rsync', 'procps'];
/** What no test reads, and only makes the image slow to load. */
const LEFT_OUT = [
  'var/cache/apt',
  'var/lib/apt/lists',
  'usr/share/doc',
  'usr/share/man',
  'usr/share/locale',
];

const RECIPE = createHash('sha256')
  .update(JSON.stringify([PACKAGES, LEFT_OUT]))
  .digest('hex');

/** The name of the image that the tests' containers are made from. */
export const IMAGE = `nearhand-lab/debian:${RECIPE.slice(0, 12)}`;

/**
 * Makes sure that the engine has {@link IMAGE}: from the engine itself, from the archive that an
 * earlier run kept, or built from the packages of this machine's own Debian mirror (about a minute).
 */
export async function ensureImage(): Promise<void> {
  await withLock('image', async () => {
    if (spawnSync('docker', ['image', 'inspect', IMAGE], { stdio: 'ignore' }).status === 0) return;
    const archive = await imageArchive();
    await run('docker', ['import', '--change', 'CMD ["sleep", "infinity"]', archive, IMAGE]);
  });
}

/** The file system of {@link IMAGE}, kept for later runs. Call it with the lock `image`. */
export async function imageArchive(): Promise<string> {
  const archive = join(stateDir('docker'), `debian-${RECIPE.slice(0, 12)}.tar`);
  if (!existsSync(archive)) await makeArchive(archive);
  return archive;
}

async function makeArchive(archive: string): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'nearhand-root-'));
  try {
    const { suite, mirror } = release();
    const include = `--include=${PACKAGES.join(',')}`;
    await run('debootstrap', ['--variant=minbase', include, suite, root, mirror]);
    const excludes = LEFT_OUT.map((path) => `--exclude=./${path}/*`);
    await run('tar', [
      '--create',
      '--file',
      `${archive}.new`,
      '--directory',
      root,
      ...excludes,
      '.',
    ]);
    renameSync(`${archive}.new`, archive);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** This machine's own release, and the first of its package mirrors that has it. */
function release(): { suite: string; mirror: string } {
  const osRelease = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const suite = /^VERSION_CODENAME=(\S+)$/m.exec(osRelease)?.[1] ?? 'bookworm';
  const format = '$(REPO_URI) $(CODENAME)';
  const words = ['indextargets', '--format', format, 'Created-By: Packages'];
  const { stdout } = spawnSync('apt-get', words, { encoding: 'utf8' });
  const line = (stdout ?? '').split('\n').find((text) => text.endsWith(` ${suite}`));
  const mirror = line?.split(' ')[0];
  if (mirror === undefined) {
    throw new Error(`apt has no package lists of Debian ${suite} here: run apt-get update`);
  }
  return { suite, mirror };
}

/** Runs a program to its end; what it said is in the error when it fails. */
export function run(
  file: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let all = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      all += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => (all += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(out.trim());
      else reject(new Error(`${file} ${args.join(' ')} (exit ${code}):\n${all.slice(-2000)}`));
    });
  });
}
