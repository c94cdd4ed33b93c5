import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { takeLease } from '../leases.ts';
import { withLock } from '../lock.ts';
import { stateDir } from '../state.ts';

/** What keeps a Docker engine from running here, with what to do about it. */
export function whyNoDocker(): { readonly what: string; readonly how: string } | undefined {
  if (process.platform !== 'linux') return { what: 'Linux', how: 'run the tests on Linux' };
  const missing = ['docker', 'debootstrap'].find((program) => !isHere(program));
  if (missing) return { what: missing, how: 'apt-get install docker.io debootstrap' };
  if (process.getuid?.() !== 0) {
    return { what: 'root (to build the image of the tests)', how: 'run npm test as root' };
  }
  if (!engineAnswers() && !isHere('dockerd')) {
    return { what: 'a running Docker engine', how: 'start yours, or apt-get install docker.io' };
  }
  return undefined;
}

export function engineAnswers(): boolean {
  const words = ['version', '--format', '{{.Server.Version}}'];
  return spawnSync('docker', words, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/** Whether the engine that runs is one that the lab started. */
export function engineIsOurs(): boolean {
  const file = join(stateDir('docker'), 'dockerd.pid');
  return existsSync(file) && existsSync(`/proc/${readFileSync(file, 'utf8').trim()}`);
}

/**
 * Makes sure that a Docker engine answers. One that runs already is used as it is; else dockerd is
 * started, and it ends a few seconds after the last process that called this, however that ends.
 */
export async function ensureEngine(): Promise<void> {
  takeLease();
  await withLock('engine', async () => {
    if (engineAnswers()) return;
    const failures: string[] = [];
    // The engine's own choice first. Inside containers overlayfs and iptables may be out of reach.
    for (const [driver, withoutIptables] of [
      ['', ''],
      ['', '1'],
      ['vfs', ''],
      ['vfs', '1'],
    ] as const) {
      if (await start(driver, withoutIptables)) return;
      failures.push(logTail());
    }
    throw new Error(`dockerd doesn't start:\n${failures.at(-1)}`);
  });
}

async function start(driver: string, withoutIptables: string): Promise<boolean> {
  const file = fileURLToPath(new URL('./keeper.js', import.meta.url));
  const keeper: ChildProcess = spawn(process.execPath, [file, driver, withoutIptables], {
    stdio: 'ignore',
    detached: true,
    cwd: '/',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  keeper.unref();
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (keeper.exitCode !== null) return false;
    if (engineAnswers()) return true;
    await sleep(100);
  }
  keeper.kill('SIGTERM');
  return false;
}

function logTail(): string {
  const file = join(stateDir('docker'), 'dockerd.log');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(-5).join('\n') : '';
}

export function isHere(program: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program]).status === 0;
}
