import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ensureDocker,
  ensurePodman,
  startContainer,
  startEmbedded,
  startPodmanContainer,
  type Container,
  type EmbeddedServer,
  type Sshd,
} from '@nearhand/lab';
import { needDocker, needPodman, needSshd } from '@nearhand/lab/need';
import { binFile, fakeProgram, need, writeTree } from '@nearhand/test-kit';
import { connect, loadTarget, run } from '../../src/index.ts';
import { projectFolder, rdo, type Machine } from '../contract/machine.ts';
import { embeddedMachine, sshMachine, startSshd } from '../contract/ssh-machines.ts';
import { git, rsync, tree } from './project.ts';

function sends(machine: () => Machine): void {
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
}

/** What a sync must do on every machine; the rest doesn't depend on how it is reached. */
function syncContract(machine: () => Machine): void {
  const look = (script: string) => rdo(machine(), ['--no-sync', 'sh', '-c', script]);
  sends(machine);

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

const needCompose = need('docker-compose', 'apt-get install docker-compose', 'docker-compose');
const SUDOERS =
  'id dev >/dev/null 2>&1 || useradd dev; echo "dev ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/dev';

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
      machine = containerMachine(`driver = docker\nname = ${container.name}`, {
        list: ['docker', 'top', container.name, '-eo', 'pid,args'],
      });
      await prepare(machine);
    }, 300_000);
    afterAll(async () => {
      await machine?.stop();
      await container?.remove();
    });
    syncContract(() => machine);

    describe.each([
      ['by the program', 'program = docker'],
      ['as root by sudo', 'user = dev\nuse_sudo = yes'],
    ])('%s', (_, extra) => {
      let other: Machine;
      beforeAll(async () => {
        await container.exec('sh', '-c', SUDOERS);
        other = containerMachine(`driver = docker\nname = ${container.name}\n${extra}`);
        await prepare(other);
      });
      afterAll(() => other?.stop());
      sends(() => other);
    });

    it("says who may not, where sudo asks or the folder is another user's", async () => {
      await container.exec('sh', '-c', 'id other >/dev/null 2>&1 || useradd other');
      const text = `driver = docker\nname = ${container.name}\nuser = other\n`;
      const asks = containerMachine(`${text}use_sudo = yes`);
      const mayNot = containerMachine(text);
      for (const each of [asks, mayNot]) await prepare(each);
      const sudo = await rdo(asks, ['echo', 'ran']);
      expect(sudo).toMatchObject({ code: 125, stdout: '' });
      expect(sudo.stderr).toMatch(/^rdo: sudo there: a password is required\n {2}use_sudo needs /);
      const denied = await rdo(mayNot, ['echo', 'ran']);
      expect(denied).toMatchObject({ code: 125, stdout: '' });
      expect(denied.stderr).toContain(`sync: cannot write there as other: ${mayNot.directory}\n`);
      const doctor = await rdo(mayNot, ['--doctor']);
      expect([doctor.code, doctor.stdout]).toEqual([
        1,
        expect.stringContaining('FAIL  write         other cannot write'),
      ]);
      for (const each of [asks, mayNot]) await each.stop();
    });
  });

  describe.skipIf(!needDocker().met || !needCompose.met)('into a service of Compose', () => {
    let machine: Machine;
    const compose = (...words: readonly string[]) =>
      execFileSync('docker-compose', [...words], { cwd: machine.root, stdio: 'pipe' });
    beforeAll(async () => {
      const image = await ensureDocker();
      machine = containerMachine('driver = compose\nservice = web');
      const service = `image: ${image}\n    init: true\n    command: sleep infinity`;
      writeTree(machine.root, {
        'compose.yaml': `version: '3.7'\nservices:\n  web:\n    ${service}\n`,
      });
      await prepare(machine);
      compose('up', '-d');
    }, 300_000);
    afterAll(async () => {
      compose('down', '-t', '0');
      await machine?.stop();
    });
    sends(() => machine);
  });

  describe.skipIf(!needPodman().met)('into a container of podman', () => {
    let container: Container;
    let machine: Machine;
    beforeAll(async () => {
      const { env } = await ensurePodman();
      container = await startPodmanContainer();
      const text = `driver = docker\nprogram = podman\nname = ${container.name}`;
      machine = containerMachine(text, { env });
      await prepare(machine);
    }, 300_000);
    afterAll(async () => {
      await machine?.stop();
      await container?.remove();
    });
    sends(() => machine);
  });
});

interface ContainerMachineOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Lists the processes there. */
  readonly list?: readonly [string, ...string[]];
}

let made = 0;
/** A project here, and a folder in a container that is still to be made. */
function containerMachine(config: string, options: ContainerMachineOptions = {}): Machine {
  const folder = projectFolder();
  const root = join(folder.root, 'here');
  const home = join(folder.root, 'home');
  for (const dir of [root, home]) mkdirSync(dir);
  const directory = `/srv/new folder/app${(made += 1)}`;
  writeFileSync(join(root, '.rdo.conf'), `${config}\ndirectory = ${directory}\n[elsewhere]\n`);
  return {
    name: config,
    root,
    directory,
    env: { ...(options.env ?? process.env), HOME: home, XDG_STATE_HOME: '' },
    async processes(text) {
      const [program, ...words] = options.list ?? ['true'];
      const all = execFileSync(program, words, { encoding: 'utf8' });
      return all.split('\n').filter((line) => line.includes(text));
    },
    stop: async () => folder.remove(),
  };
}
