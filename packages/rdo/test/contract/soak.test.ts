import { spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sshd } from '@nearhand/lab';
import { needSshd } from '@nearhand/lab/need';
import { rdo, startRdo, type Machine } from './machine.ts';
import { sshMachine, startSshd } from './ssh-machines.ts';

const RUNS = 200;
const AT_ONCE = 4;

/** A fixed sequence, so that a failure can be run again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe.skipIf(!needSshd().met)('soak', () => {
  let sshd: Sshd;
  let machine: Machine;
  beforeAll(async () => {
    sshd = await startSshd();
    machine = sshMachine(sshd, 'plain', { client: 'openssh' });
    spawnSync('chmod', ['777', machine.directory]);
  });
  afterAll(async () => {
    await machine?.stop();
    await sshd?.stop();
  });

  it(`${RUNS} runs with random kills: no orphan, and no success that was none`, async () => {
    const random = randomFrom(20_260_101);
    const mark = `0.${String(Date.now()).slice(-6)}1`;
    const lies: string[] = [];
    let next = 0;
    let successes = 0;
    const worker = async (): Promise<void> => {
      while (next < RUNS) {
        const number = (next += 1);
        const wait = random() * 500;
        const victim = ['rdo', 'ssh', 'shared', 'sshd', 'nothing'][Math.floor(random() * 5)]!;
        const script = `sleep ${mark}; sleep 0.1; : >done-${number}; exit 0`;
        const child = startRdo(machine, ['sh', '-c', script]);
        child.stdin?.end();
        child.stdout?.resume();
        child.stderr?.resume();
        const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
        await Promise.race([sleep(wait), ended]);
        kill(victim, child);
        const code = await ended;
        const done = existsSync(join(machine.directory, `done-${number}`));
        if (code === 0) successes += 1;
        if (code === 0 && !done) lies.push(`run ${number}: ${victim} killed after ${wait} ms`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(lies).toEqual([]);
    expect(successes).toBeGreaterThan(0);
    let left: readonly string[] = ['?'];
    for (let i = 0; i < 150 && left.length > 0; i += 1) {
      left = [...(await machine.processes('sleep')), ...(await machine.processes('rdo_n'))];
      await sleep(100);
    }
    expect(left).toEqual([]);
  }, 600_000);

  it('100 runs on one connection leave no process, socket or file behind', async () => {
    const files = (): string[] => readdirSync('/tmp').filter((name) => name.startsWith('.rdo-'));
    await rdo(machine, ['true']);
    const before = [sockets(), files().length, sshd.connections().length];
    for (let i = 0; i < 100; i += 1)
      expect(await rdo(machine, ['true'])).toMatchObject({ code: 0 });
    let left: readonly string[] = ['?'];
    for (let i = 0; i < 100 && left.length > 0; i += 1) {
      left = await machine.processes('');
      await sleep(50);
    }
    expect(left).toEqual([]);
    expect([sockets(), files().length <= before[1]!, sshd.connections().length]).toEqual([
      before[0],
      true,
      before[2],
    ]);
  }, 300_000);

  const sockets = (): number => readdirSync(join(machine.env['XDG_RUNTIME_DIR']!, 'rdo')).length;

  function kill(victim: string, child: ChildProcess): void {
    if (victim === 'rdo') child.kill('SIGKILL');
    if (victim === 'sshd') sshd.drop();
    if (victim === 'ssh') signalAll(childrenOf(child.pid!));
    if (victim === 'shared') signalAll(masters());
  }

  function childrenOf(pid: number): number[] {
    return numbers(spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).stdout);
  }

  /** The ssh in the background that owns the shared connection: the one that listens on our socket. */
  function masters(): number[] {
    const dir = join(machine.env['XDG_RUNTIME_DIR']!, 'rdo');
    return numbers(spawnSync('pgrep', ['-f', `ssh: ${dir}`], { encoding: 'utf8' }).stdout);
  }

  const numbers = (text: string): number[] => text.split('\n').filter(Boolean).map(Number);

  function signalAll(pids: readonly number[]): void {
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
  }
});
