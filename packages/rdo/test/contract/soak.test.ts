import { spawnSync, type ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Sshd } from '@nearhand/lab';
import { needSshd } from '@nearhand/lab/need';
import { killAtRandom, RUNS } from './kills.ts';
import { rdo, type Machine } from './machine.ts';
import { sshMachine, startSshd } from './ssh-machines.ts';

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
    const victims = ['rdo', 'ssh', 'shared', 'sshd', 'nothing'];
    await killAtRandom({ machine, victims, kill });
    let left: readonly string[] = ['?'];
    for (let i = 0; i < 150 && left.length > 0; i += 1) {
      left = [...(await machine.processes('sleep')), ...(await machine.processes('rdo_n'))];
      await sleep(100);
    }
    expect(left).toEqual([]);
  }, 600_000);

  it('100 runs on one connection leave no process, socket or file behind', async () => {
    const files = (): string[] => readdirSync('/tmp').filter((name) => name.startsWith('.rdo-'));
    // A connection of its own: that of runs that were killed may be on its way to its end.
    const own = sshMachine(sshd, 'plain', { client: 'openssh' });
    onTestFinished(() => own.stop());
    const sockets = (): number => readdirSync(join(own.env['XDG_RUNTIME_DIR']!, 'rdo')).length;
    await rdo(own, ['true']);
    const before = [sockets(), files().length, sshd.connections().length] as const;
    for (let i = 0; i < 100; i += 1)
      expect(await rdo(own, ['true'])).toMatchObject({ code: 0, stderr: '' });
    let left: readonly string[] = ['?'];
    for (let i = 0; i < 100 && left.length > 0; i += 1) {
      left = await own.processes('');
      await sleep(50);
    }
    expect(left).toEqual([]);
    // Less than before is what an earlier test's connections left when they ended.
    const [socketsBefore, filesBefore, connectionsBefore] = before;
    expect(sockets()).toBe(socketsBefore);
    // Tests beside this one have such files, too, for a moment.
    for (let i = 0; i < 100 && files().length > filesBefore; i += 1) await sleep(50);
    expect(files().length).toBeLessThanOrEqual(filesBefore);
    expect(sshd.connections().length).toBeLessThanOrEqual(connectionsBefore);
  }, 300_000);

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
