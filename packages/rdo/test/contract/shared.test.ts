import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sshd } from '@nearhand/lab';
import { needSshd } from '@nearhand/lab/need';
import { connect, loadTarget } from '../../src/index.ts';
import { rdo, startRdo, type Machine } from './machine.ts';
import { sshMachine, startSshd } from './ssh-machines.ts';

/** What many runs do to the one connection that they share. */
describe.skipIf(!needSshd().met)('a shared connection', () => {
  let sshd: Sshd;
  let machine: Machine;
  let connections: number;
  beforeAll(async () => {
    sshd = await startSshd({ config: ['AcceptEnv LC_* NEAR_*'] });
    machine = sshMachine(sshd, 'plain', { client: 'openssh' });
    await rdo(machine, ['true']);
    connections = sshd.connections().length;
  });
  afterAll(async () => {
    await machine?.stop();
    await sshd?.stop();
  });
  const places = (): string[] =>
    readdirSync(join(machine.env['XDG_RUNTIME_DIR']!, 'rdo')).filter((name) => /-\d$/.test(name));

  const settled = async (): Promise<void> => {
    for (let i = 0; i < 100 && sshd.connections().length !== connections; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(sshd.connections().length).toBe(connections);
  };

  it('is used by no more runs at once than a server bears, and by the others neither', async () => {
    const runs = Array.from({ length: 16 }, async (_, i) => {
      const result = await rdo(machine, ['sh', '-c', `sleep 0.3; cat; exit ${i}`], { input: 'x' });
      return [result.code, result.stdout, result.stderr];
    });
    expect(await Promise.all(runs)).toEqual(Array.from({ length: 16 }, (_, i) => [i, 'x', '']));
    // Its owner has come to no harm; the others' connections end a moment after their runs.
    await settled();
    expect(places()).toEqual([]);
  });

  it('carries many commands of one program', async () => {
    const target = await loadTarget({ cwd: machine.root, env: machine.env });
    const connection = await connect(target);
    try {
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, i) => connection.run(['sh', '-c', `echo ${i}; exit ${i}`])),
      );
      expect(results.map(({ outcome, stdout }) => [outcome, stdout.toString()])).toEqual(
        results.map((_, i) => [{ kind: 'exit', code: i }, `${i}\n`]),
      );
    } finally {
      await connection.close();
    }
    expect(places()).toEqual([]);
  });

  it('bears a run that is interrupted at any moment of its start', async () => {
    await Promise.all(
      Array.from({ length: 4 }, async (_, worker) => {
        for (let i = 0; i < 6; i += 1) {
          const child = startRdo(machine, ['sleep', '5']);
          const ended = new Promise((resolve) => child.once('close', resolve));
          await new Promise((resolve) => setTimeout(resolve, 30 + worker * 7 + i * 11));
          child.kill('SIGINT');
          await ended;
        }
      }),
    );
    expect(await rdo(machine, ['echo', 'still there'])).toMatchObject({ stdout: 'still there\n' });
    await settled();
  });

  it('gives the place of a killed run to the next', async () => {
    const child = startRdo(machine, ['sleep', '60']);
    for (let i = 0; i < 200 && places().length < 2; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    // After the session was opened; before that its owner would end with it.
    for (let i = 0; i < 200; i += 1) {
      if ((await machine.processes('sleep 60')).length > 0) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(places().length).toBe(2);
    expect(await rdo(machine, ['echo', 'next'])).toMatchObject({ stdout: 'next\n', code: 0 });
    expect(places()).toEqual([]);
  });
});
