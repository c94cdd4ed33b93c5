import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedVagrant, writeVagrantProject, type VagrantProject } from '@nearhand/lab';
import { needVagrant } from '@nearhand/lab/need';
import { fakeProgram, runFile, tempDir } from '@nearhand/test-kit';
import { contract } from './contract.ts';
import { rdo, writeProject, type Machine } from './machine.ts';

describe.skipIf(!needVagrant().met)('Vagrant', () => {
  let project: VagrantProject;
  let home: string;
  let machine: Machine;
  beforeAll(async () => {
    project = await sharedVagrant();
    home = mkdtempSync(join(tmpdir(), 'rdo-vagrant-'));
    mkdirSync(join(home, 'run'), { mode: 0o700 });
    const env = { ...project.env, HOME: home, XDG_RUNTIME_DIR: join(home, 'run') };
    writeProject(project.dir, project.dir, 'driver = vagrant\n');
    machine = {
      name: 'vagrant',
      root: project.dir,
      directory: '/vagrant',
      env,
      async processes(text) {
        const { stdout } = await runFile('vagrant', ['ssh', '-c', 'ps axww -o args'], {
          cwd: project.dir,
          env: project.env,
          timeout: 60_000,
        });
        return stdout
          .split('\n')
          .filter((line) => line.includes(text) && !line.includes('ps axww'));
      },
      async stop() {
        rmSync(home, { recursive: true, force: true });
      },
    };
    // The first call asks Vagrant.
    await rdo(machine, ['true'], { timeout: 60_000 });
  }, 300_000);
  afterAll(() => machine?.stop());

  contract(() => machine);

  it('asks Vagrant once, and again when what it knew no longer holds', async () => {
    const dir = tempDir();
    const asked = fakeProgram(dir, 'vagrant', 'exec /usr/bin/vagrant "$@"');
    const env = { PATH: `${asked.bin}:${machine.env['PATH']}` };
    expect(await rdo(machine, ['true'], { env })).toMatchObject({ code: 0 });
    expect(asked.calls()).toEqual([]);
    // The machine got another port.
    const cache = join(home, '.cache/rdo');
    for (const name of readdirSync(cache)) {
      const text = readFileSync(join(cache, name), 'utf8');
      writeFileSync(join(cache, name), text.replace(/"port":\d+/, '"port":1'));
    }
    const options = { env, timeout: 60_000 };
    expect(await rdo(machine, ['echo', 'found'], options)).toMatchObject({ stdout: 'found\n' });
    expect(asked.calls().map(({ argv }) => argv[0])).toEqual(['ssh-config']);
  }, 90_000);

  it('says that a machine is down, and what to type', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'rdo-down-'));
    try {
      await writeVagrantProject(dir);
      writeProject(dir, dir, 'driver = vagrant\n');
      const down = { ...machine, root: dir };
      const untrusted = await rdo(down, ['true']);
      expect(untrusted).toMatchObject({ code: 125, stdout: '' });
      expect(untrusted.stderr).toContain('never brought up here');
      await rdo(down, ['--trust']);
      const result = await rdo(down, ['true'], { timeout: 60_000 });
      expect(result).toMatchObject({ code: 125, stdout: '' });
      expect(result.stderr).toContain('not running (not created)');
      expect(result.stderr).toContain('vagrant up');
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }, 90_000);
});
