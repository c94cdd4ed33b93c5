import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  startContainer,
  startEmbedded,
  type Container,
  type EmbeddedServer,
  type Sshd,
} from '@nearhand/lab';
import { needDocker, needSshd } from '@nearhand/lab/need';
import { binFile, fakeProgram, writeTree } from '@nearhand/test-kit';
import { connect, loadTarget, run } from '../../src/index.ts';
import { projectFolder, rdo, type Machine } from '../contract/machine.ts';
import { embeddedMachine, sshMachine, startSshd } from '../contract/ssh-machines.ts';
import { git, rsync, tree } from './project.ts';

/** What a sync must do on every machine; the rest doesn't depend on how it is reached. */
function syncContract(machine: () => Machine): void {
  const look = (script: string) => rdo(machine(), ['--no-sync', 'sh', '-c', script]);

  it('sends, removes and fetches', async () => {
    const { root } = machine();
    writeTree(root, { '.gitignore': '*.log\nout\n', a: 'a', 'd/b': 'b', 'no.log': '' });
    writeFileSync(Buffer.from(`${root}/odd \n'\u00ff`, 'latin1'), 'odd');
    const first = await rdo(machine(), [
      'sh',
      '-c',
      'mkdir -p out; cat a d/b odd* >out/all; echo mine >d/mine',
    ]);
    expect(first).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(root, 'out/all'), 'utf8')).toBe('abodd');
    rmSync(join(root, 'd'), { recursive: true });
    writeTree(root, { a: 'new' });
    const second = await rdo(machine(), ['sh', '-c', 'cat a; echo; find . -type f | sort']);
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(second.stdout.split('\n')).toEqual(
      expect.arrayContaining(['new', './.gitignore', './d/mine', './out/all']),
    );
    expect(second.stdout).not.toMatch(/no\.log|d\/b/);
  });

  it('carries a big file, and leaves nothing running when rdo is killed', async () => {
    const { root, directory, env } = machine();
    execFileSync('sh', ['-c', 'head -c 9000000 /dev/urandom >big'], { cwd: root });
    const slow = fakeProgram(
      mkdtempSync(join(tmpdir(), 'rdo-slow-')),
      'rsync',
      'exec /usr/bin/rsync --bwlimit=2000 "$@"',
    );
    const before = (await machine().processes('rsync --server')).length;
    const child = spawn(process.execPath, [binFile('rdo'), 'true'], {
      cwd: root,
      env: { ...env, PATH: `${slow.bin}:${env['PATH']}` },
      stdio: 'ignore',
    });
    const exit = new Promise((resolve) => child.once('exit', resolve));
    while (!(await look('ls -A')).stdout.includes('.big.')) await sleep(20);
    child.kill('SIGKILL');
    await exit;
    const left = async () => (await machine().processes('rsync --server')).length > before;
    for (let i = 0; i < 100 && (await left()); i += 1) await sleep(50);
    expect(await left()).toBe(false);
    const sum = execFileSync('cksum', ['big'], { cwd: root, encoding: 'utf8' });
    expect(await rdo(machine(), ['cksum', 'big'])).toMatchObject({ stdout: sum, stderr: '' });
    expect(directory).toBeDefined();
    rmSync(join(root, 'big'));
    rmSync(join(slow.bin, '..'), { recursive: true });
  });

  it('is part of what the library runs', async () => {
    const { root, env } = machine();
    writeTree(root, { lib: 'library' });
    const target = await loadTarget({ cwd: root, env });
    const one = await run(target, ['sh', '-c', 'cat lib; echo got >out/lib']);
    expect([one.outcome, String(one.stdout)]).toEqual([{ kind: 'exit', code: 0 }, 'library']);
    expect(readFileSync(join(root, 'out/lib'), 'utf8')).toBe('got\n');
    writeTree(root, { lib: 'changed' });
    const connection = await connect(target);
    const results = await Promise.all([
      connection.run(['cat', 'lib'], { sync: false }),
      connection.run(['cat', 'lib']).then(() => connection.run(['cat', 'lib'])),
    ]);
    await connection.close();
    expect(String(results[1].stdout)).toBe('changed');
  });
}

async function prepare(machine: Machine, more = ''): Promise<void> {
  execFileSync('git', ['init', '-q', machine.root]);
  const file = join(machine.root, '.rdo.conf');
  const text = readFileSync(file, 'utf8').replace(
    '[elsewhere]',
    `sync = rsync\npull = out\n${more}[elsewhere]`,
  );
  writeFileSync(file, text);
  await rdo(machine, ['--trust']);
}

describe.skipIf(!rsync.met || !git.met)('sync', () => {
  describe.skipIf(!needSshd().met)('over ssh', () => {
    let sshd: Sshd;
    beforeAll(async () => {
      sshd = await startSshd();
    });
    afterAll(() => sshd?.stop());
    describe.each([
      ['openssh', 'plain'],
      ['builtin', 'fish'],
    ] as const)('client %s, login shell %s', (client, user) => {
      let machine: Machine;
      beforeAll(async () => {
        machine = sshMachine(sshd, user, { client });
        execFileSync('chmod', ['777', machine.directory]);
        await prepare(machine);
      });
      afterAll(() => machine?.stop());
      syncContract(() => machine);
    });
  });

  describe('over the SSH server inside the process', () => {
    let server: EmbeddedServer;
    let machine: Machine;
    beforeAll(async () => {
      server = await startEmbedded();
      machine = embeddedMachine(server, { client: 'builtin' });
      await prepare(machine);
    });
    afterAll(async () => {
      await machine?.stop();
      await server?.stop();
    });
    it('sends and fetches', async () => {
      writeTree(machine.root, { x: 'x' });
      expect(await rdo(machine, ['sh', '-c', 'mkdir out; cat x >out/x'])).toMatchObject({
        code: 0,
        stderr: '',
      });
      expect(tree(machine.root)['out/x']).toBe('x');
    });
  });

  describe.skipIf(!needDocker().met)('into a container', () => {
    let container: Container;
    let machine: Machine;
    beforeAll(async () => {
      container = await startContainer();
      const folder = projectFolder();
      const root = join(folder.root, 'here');
      const home = join(folder.root, 'home');
      for (const dir of [root, home]) mkdirSync(dir);
      const config = `driver = docker\nname = ${container.name}\ndirectory = /srv/new folder/app\n[elsewhere]\n`;
      writeFileSync(join(root, '.rdo.conf'), config);
      machine = {
        name: 'docker',
        root,
        directory: '/srv/new folder/app',
        env: { ...process.env, HOME: home, XDG_STATE_HOME: '' },
        async processes(text) {
          const top = execFileSync('docker', ['top', container.name, '-eo', 'pid,args'], {
            encoding: 'utf8',
          });
          return top.split('\n').filter((line) => line.includes(text));
        },
        async stop() {
          await container.remove();
          folder.remove();
        },
      };
      await prepare(machine);
    }, 300_000);
    afterAll(() => machine?.stop());
    syncContract(() => machine);
  });
});
