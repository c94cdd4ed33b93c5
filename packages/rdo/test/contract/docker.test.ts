import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startContainer, type Container } from '@nearhand/lab';
import { needDocker } from '@nearhand/lab/need';
import { fakeProgram, need, runFile, tempDir } from '@nearhand/test-kit';
import { contract } from './contract.ts';
import { containerMachine, projectFolder, rdo, writeProject, type Machine } from './machine.ts';

const THERE = '/srv/the project';

describe.skipIf(!needDocker().met).each([
  { title: "Docker by the engine's API", extra: [] },
  { title: 'Docker by its program', extra: ['program = docker'] },
])('$title', ({ extra }) => {
  let container: Container;
  let machine: Machine;
  let home: string;
  beforeAll(async () => {
    const folder = projectFolder();
    const { root } = folder;
    home = mkdtempSync(join(tmpdir(), 'rdo-docker-'));
    container = await startContainer({
      mounts: { [root]: THERE },
    });
    const config = [
      'driver = docker',
      `name = ${container.name}`,
      `directory = ${THERE}`,
      ...extra,
      '[stopped]',
      `name = ${container.name}-none`,
      '[service]',
      'driver = compose',
      'service = web',
      'auto_up = yes',
      ...(extra.length > 0 ? ['program = docker-compose'] : []),
      '[other-service]',
      'driver = compose',
      'service = worker',
      ...(extra.length > 0 ? ['program = docker-compose'] : []),
      '[new]',
      `image = ${container.image}`,
      'exec = no',
    ];
    writeProject(root, root, config.join('\n'));
    const service = (name: string) =>
      `  ${name}:\n    image: ${container.image}\n    init: true\n    command: sleep infinity\n    volumes: ['.:${THERE}']\n`;
    writeFileSync(
      join(root, 'docker-compose.yml'),
      `version: '3.7'\nservices:\n${service('web')}${service('worker')}`,
    );
    machine = containerMachine({
      name: 'docker',
      folder,
      there: THERE,
      home,
      container,
      env: process.env,
      list: async () =>
        (await runFile('docker', ['top', container.name, '-eo', 'pid,args'])).stdout,
    });
    await rdo(machine, ['--trust']);
  }, 300_000);
  afterAll(() => machine?.stop());

  contract(() => machine);

  it('says that a container is not there', async () => {
    const result = await rdo(machine, ['-e', 'stopped', 'true']);
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toContain(`there is no container ${container.name}-none`);
  });

  it('says that a container is stopped, and what to type', async () => {
    await runFile('docker', ['pause', container.name]);
    const result = await rdo(machine, ['true']);
    await runFile('docker', ['unpause', container.name]);
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toContain(`docker unpause ${container.name}`);
  });

  it('runs in a container of its own, which is gone afterwards', async () => {
    const result = await rdo(machine, ['-e', 'new', 'sh', '-c', 'pwd; cat; exit 7'], {
      in: 'sub dir',
      input: 'in\n',
    });
    expect(result).toMatchObject({ code: 7, stdout: `${THERE}/sub dir\nin\n`, stderr: '' });
    const { stdout } = await runFile('docker', [
      'ps',
      '-a',
      '--filter',
      'name=rdo-',
      '--format',
      '{{.Names}}',
    ]);
    expect(stdout).toBe('');
  });

  const compose = need('docker-compose', 'apt-get install docker-compose', 'docker-compose');
  it.skipIf(!compose.met)(
    'finds the service of a Compose project, and remembers it',
    async () => {
      try {
        const first = await rdo(machine, ['-e', 'service', 'sh', '-c', 'hostname; pwd; exit 3']);
        expect(first.stderr).toContain('Creating');
        expect(first).toMatchObject({ code: 3 });
        expect(first.stdout).toMatch(/^[0-9a-f]{12}\n\/srv\/the project\n$/);
        const again = await rdo(machine, ['-e', 'service', 'sh', '-c', 'hostname; pwd; exit 3']);
        expect(again).toMatchObject({ code: 3, stdout: first.stdout, stderr: '' });
        if (extra.length === 0) {
          const docker = fakeProgram(tempDir(), 'docker', 'exit 1');
          const env = { PATH: `${docker.bin}:${process.env['PATH']}` };
          const warm = await rdo(machine, ['-e', 'service', 'true'], { env });
          expect([warm.code, docker.calls()]).toEqual([0, []]);
        }
        // Made anew, the container has another id.
        await runFile('docker', ['rm', '-f', first.stdout.split('\n')[0]!]);
        const third = await rdo(machine, ['-e', 'service', 'pwd']);
        expect(third).toMatchObject({ code: 0, stdout: `${THERE}\n` });
      } finally {
        await runFile('docker-compose', ['down', '-t', '0'], {
          cwd: machine.root,
          timeout: 30_000,
        });
      }
      const other = await rdo(machine, ['-e', 'other-service', 'true']);
      expect(other).toMatchObject({ code: 125 });
      expect(other.stderr).toMatch(/compose up -d worker/);
    },
    90_000,
  );
});
