import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startContainer, type Container } from '@nearhand/lab';
import { needDocker } from '@nearhand/lab/need';
import { fakeProgram, runFile, tempDir } from '@nearhand/test-kit';
import { connect, loadTarget } from '../../src/index.ts';
import { deadSocket, openDoor } from './engine-door.ts';
import { killAtRandom, RUNS } from './kills.ts';
import { projectFolder, rdo, startRdo, writeProject, type Machine } from './machine.ts';

/** What is particular to speaking with the engine itself. */
describe.skipIf(!needDocker().met)("the engine's API", () => {
  let container: Container;
  let machine: Machine;
  /** A `docker` that records that it was called, and does nothing. */
  let asked: ReturnType<typeof fakeProgram>;
  const undo: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const folder = projectFolder();
    const { root } = folder;
    container = await startContainer({ mounts: { [root]: '/srv/project' } });
    const config = `driver = docker\nname = ${container.name}\ndirectory = /srv/project\n`;
    writeProject(root, root, `${config}[nobody]\nuser = nobody\n[missing]\nname = no-such-one\n`);
    const home = join(root, 'home');
    mkdirSync(home);
    asked = fakeProgram(home, 'docker', 'exit 1');
    machine = {
      name: 'engine',
      root,
      directory: '/srv/project',
      env: { ...process.env, HOME: home, PATH: `${asked.bin}:${process.env['PATH']}` },
      async processes(text) {
        const words = ['top', container.name, '-eo', 'pid,args'];
        const { stdout } = await runFile('docker', words);
        return stdout.split('\n').filter((line) => line.includes(text));
      },
      async stop() {
        await container.remove();
        folder.remove();
      },
    };
  }, 300_000);
  afterAll(async () => {
    await Promise.all(undo.map((each) => each()));
    await machine?.stop();
  });
  const door = async (options?: Parameters<typeof openDoor>[0]) => {
    const opened = await openDoor(options);
    undo.push(() => opened.close());
    return opened;
  };

  it('needs no program', async () => {
    const words = ['sh', '-c', 'id -un; cat; exit 3'];
    const result = await rdo(machine, ['-e', 'nobody', ...words], { input: 'in' });
    expect(result).toMatchObject({ code: 3, stdout: 'nobody\nin', stderr: '' });
    const missing = await rdo(machine, ['-e', 'missing', 'true']);
    expect(missing).toMatchObject({ code: 125, stdout: '' });
    expect(missing.stderr).toContain('there is no container no-such-one');
    expect(asked.calls()).toEqual([]);
  });

  it.each([
    ['old', 'client version 1.44 is too new. Maximum supported API version is 1.41'],
    ['new', 'client version 1.44 is too old. Minimum supported API version is 1.50'],
  ])('goes by the version of an engine that is too %s', async (_which, message) => {
    const { host } = await door({
      refuse: (request) =>
        request.includes('/v1.44/')
          ? `HTTP/1.1 400 Bad Request\r\nApi-Version: 1.41\r\nServer: Docker/20.10\r\n\r\n{"message":"${message}"}\n`
          : undefined,
    });
    const env = { DOCKER_HOST: host };
    expect(await rdo(machine, ['echo', 'over'], { env })).toMatchObject({ stdout: 'over\n' });
    expect(asked.calls()).toEqual([]);
  });

  it('is left to the program where something imitates the engine', async () => {
    const { host } = await door({
      answer: (text) => text.replace(/^Server: .*$/m, 'Server: Libpod/4.3.1 (linux)'),
    });
    const real = (await runFile('sh', ['-c', 'command -v docker'])).stdout.trim();
    const program = fakeProgram(tempDir(), 'docker', `exec ${real} "$@"`);
    const env = { DOCKER_HOST: host, PATH: `${program.bin}:${process.env['PATH']}` };
    const result = await rdo(machine, ['echo', 'over'], { env });
    expect([result.stdout, result.stderr]).toEqual(['over\n', '']);
    expect(program.calls().map(({ argv }) => argv[0])).toEqual(['exec', 'exec']);
  });

  it('says that the engine is down, and what to try', async () => {
    const result = await rdo(machine, ['true'], { env: { DOCKER_HOST: deadSocket() } });
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toMatch(/engine does not answer .*ECONNREFUSED\)\n.*docker info\n$/);
  });

  it('says that the connection broke, and ends the command', async () => {
    const engine = await door();
    const env = { ...machine.env, DOCKER_HOST: engine.host };
    const mark = `41.${randomBytes(3).readUIntBE(0, 3)}`;
    const child = startRdo({ ...machine, env }, ['sh', '-c', `echo ready; sleep ${mark}`]);
    let errors = '';
    child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout!.once('data', () => engine.drop());
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(125);
    expect(errors).toMatch(/connection .*(?:broke|lost)/);
    for (let i = 0; i < 100 && (await machine.processes(mark)).length > 0; i += 1) await sleep(50);
    expect(await machine.processes(mark)).toEqual([]);
  });

  it('reads the output of a command that left its input unread', async () => {
    const input = Buffer.alloc(40_000_000, 'x');
    const words = ['sh', '-c', 'head -c 3; echo; seq 100000'];
    for (let i = 0; i < 3; i += 1) {
      const result = await rdo(machine, words, { input });
      expect(result).toMatchObject({ code: 0, stderr: '' });
      expect(result.stdout.length).toBe(4 + 588_895);
    }
  });

  it('gives a slow reader everything, of both streams', async () => {
    const target = await loadTarget({ cwd: machine.root, env: machine.env });
    const connection = await connect(target);
    const sizes = [0, 0];
    const slow = (index: 0 | 1): PassThrough => {
      const stream = new PassThrough({ highWaterMark: 4096 });
      void (async () => {
        for await (const chunk of stream) {
          sizes[index]! += (chunk as Buffer).length;
          if (sizes[index]! % 7 === 0) await sleep(1);
        }
      })();
      return stream;
    };
    const script =
      'for i in 1 2 3 4; do head -c 5000001 /dev/zero; head -c 3000001 /dev/zero >&2; done';
    const { outcome } = await connection.run(['sh', '-c', script], {
      stdout: slow(0),
      stderr: slow(1),
    });
    expect(outcome).toEqual({ kind: 'exit', code: 0 });
    const all = [20_000_004, 12_000_004];
    // The readers may still have some of it before them.
    for (let i = 0; i < 500 && String(sizes) !== String(all); i += 1) await sleep(20);
    expect(sizes).toEqual(all);
    await connection.close();
  });

  it('leaves no process, socket or file behind after 100 commands on one connection', async () => {
    const engine = await door();
    const env = { ...machine.env, DOCKER_HOST: engine.host };
    const connection = await connect(await loadTarget({ cwd: machine.root, env }));
    const files = (): number => readdirSync('/proc/self/fd').length;
    const state = async (): Promise<unknown> => ({
      processes: await machine.processes('rdo_n'),
      files: await container.exec('sh', '-c', 'ls -a /tmp | grep -c "^.rdo-" || true'),
      connections: engine.connections(),
    });
    const before = files();
    for (let i = 0; i < 100; i += 1) {
      const stdin = i % 2 === 0 ? Readable.from([Buffer.from('in')]) : undefined;
      const { outcome, stdout } = await connection.run(['cat'], { stdin });
      expect([outcome, String(stdout)]).toEqual([{ kind: 'exit', code: 0 }, stdin ? 'in' : '']);
    }
    const clean = { processes: [], files: '0', connections: 0 };
    for (let i = 0; i < 60; i += 1) {
      if (JSON.stringify(await state()) === JSON.stringify(clean)) break;
      await sleep(50);
    }
    expect(await state()).toEqual(clean);
    expect(files()).toBeLessThanOrEqual(before);
    await connection.close();
  }, 120_000);

  it(`${RUNS} runs with random kills: no orphan, and no success that was none`, async () => {
    const engine = await door();
    const env = { ...machine.env, DOCKER_HOST: engine.host };
    await killAtRandom({
      machine: { ...machine, env },
      folder: machine.root,
      victims: ['rdo', 'rdo', 'connections', 'nothing'],
      kill(victim, child) {
        if (victim === 'rdo') child.kill('SIGKILL');
        if (victim === 'connections') engine.drop();
      },
    });
    const left = async (): Promise<readonly string[]> => [
      ...(await machine.processes('sleep 0.')),
      ...(await machine.processes('rdo_n')),
    ];
    for (let i = 0; i < 150 && (await left()).length > 0; i += 1) await sleep(100);
    expect(await left()).toEqual([]);
    expect(await container.exec('sh', '-c', 'ls -a /tmp | grep "^.rdo-" || true')).toBe('');
  }, 600_000);
});
