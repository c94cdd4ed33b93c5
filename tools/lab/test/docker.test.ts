import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFile, tempDir } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { ensurePodman, sharedVagrant, startContainer, startPodmanContainer } from '../src/index.ts';
import { needDocker, needPodman, needVagrant } from '../src/need.ts';

describe.skipIf(!needDocker().met)('a container', () => {
  it('has what commands of tests need, and a folder of ours', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'file'), 'from here');
    const container = await startContainer({ mounts: { [dir]: '/app' } });
    try {
      expect(await container.exec('cat', '/app/file')).toBe('from here');
      const programs = ['make', 'rsync', 'sudo', 'sshd', 'ps'];
      const found = await container.exec('which', ...programs);
      expect(found.split('\n')).toHaveLength(programs.length);
    } finally {
      await container.remove();
    }
    const left = await runFile('docker', [
      'ps',
      '--all',
      '--quiet',
      '--filter',
      `id=${container.id}`,
    ]);
    expect(left).toMatchObject({ code: 0, stdout: '' });
  });

  it('of a killed run is removed by the next one', async () => {
    const source = new URL('../src/index.ts', import.meta.url).href;
    const script = `
      const { startContainer } = await import(${JSON.stringify(source)});
      console.log((await startContainer()).id);
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const next = await startContainer();
    const words = ['ps', '--all', '--no-trunc', '--format', '{{.ID}}'];
    const { stdout } = await runFile('docker', words);
    await next.remove();
    expect(stdout).toContain(next.id);
    expect(stdout).not.toContain(line.toString().trim());
  });
});

describe.skipIf(!needPodman().met)("podman's container", () => {
  it('has a folder of ours, and is gone afterwards', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'file'), 'from here');
    const container = await startPodmanContainer({ mounts: { [dir]: '/app' } });
    try {
      expect(await container.exec('cat', '/app/file')).toBe('from here');
    } finally {
      await container.remove();
    }
    const { env } = await ensurePodman();
    const words = ['container', 'exists', container.id];
    expect(await runFile('podman', words, { env })).toMatchObject({ code: 1 });
  });
});

describe.skipIf(!needVagrant().met)('the Vagrant machine', () => {
  it('is up, shares its project folder, and is used again', async () => {
    const project = await sharedVagrant();
    writeFileSync(join(project.dir, 'shared-file'), 'from here');
    expect(await project.vagrant('ssh', '-c', 'cat /vagrant/shared-file')).toContain('from here');
    const again = await sharedVagrant();
    expect(await again.vagrant('ssh-config')).toBe(await project.vagrant('ssh-config'));
  });
});
