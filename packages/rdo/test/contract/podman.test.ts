import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensurePodman, startPodmanContainer, type Container } from '@nearhand/lab';
import { needPodman } from '@nearhand/lab/need';
import { runFile } from '@nearhand/test-kit';
import { contract } from './contract.ts';
import { containerMachine, projectFolder, rdo, writeProject, type Machine } from './machine.ts';

const THERE = '/srv/the project';

describe.skipIf(!needPodman().met)('podman', () => {
  let container: Container;
  let machine: Machine;
  let podman: (...words: string[]) => Promise<string>;
  beforeAll(async () => {
    const folder = projectFolder();
    const { root } = folder;
    const home = mkdtempSync(join(tmpdir(), 'rdo-podman-'));
    const { env } = await ensurePodman();
    podman = async (...words) => (await runFile('podman', words, { env })).stdout;
    container = await startPodmanContainer({ mounts: { [root]: THERE } });
    const config = [
      'driver = docker',
      'program = podman',
      `name = ${container.name}`,
      `directory = ${THERE}`,
      '[missing]',
      `name = ${container.name}-none`,
      '[starting]',
      'auto_up = yes',
      '[new]',
      `image = ${container.image}`,
      'exec = no',
    ];
    writeProject(root, root, config.join('\n'));
    machine = containerMachine({
      name: 'podman',
      folder,
      there: THERE,
      home,
      container,
      env,
      list: () => podman('top', container.name, 'pid', 'args'),
    });
    await rdo(machine, ['--trust']);
  }, 300_000);
  afterAll(() => machine?.stop());

  contract(() => machine);

  it('says that a container is not there', async () => {
    const result = await rdo(machine, ['-e', 'missing', 'true']);
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toContain(`there is no container ${container.name}-none`);
    expect(result.stderr).toContain('podman ps -a');
  });

  it('says that a container is stopped and what to type, or starts it', async () => {
    await podman('stop', '--time', '0', container.name);
    const result = await rdo(machine, ['true']);
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toContain(`podman start ${container.name}`);
    const started = await rdo(machine, ['-e', 'starting', 'echo', 'up']);
    expect(started).toMatchObject({ code: 0, stdout: `up\n` });
  });

  it('runs in a container of its own, which is gone afterwards', async () => {
    const result = await rdo(machine, ['-e', 'new', 'sh', '-c', 'pwd; cat; exit 7'], {
      in: 'sub dir',
      input: 'in\n',
    });
    expect(result).toMatchObject({ code: 7, stdout: `${THERE}/sub dir\nin\n`, stderr: '' });
    expect(await podman('ps', '-a', '--filter', 'name=rdo-', '--format', '{{.Names}}')).toBe('');
  });
});
