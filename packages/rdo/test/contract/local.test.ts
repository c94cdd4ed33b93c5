import { mkdirSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { contract } from './contract.ts';
import { projectFolder, writeProject, type Machine } from './machine.ts';

describe('local', () => {
  let machine: Machine;
  beforeAll(() => {
    const folder = projectFolder();
    const { root } = folder;
    const [here, there] = [join(root, 'here'), join(root, 'there')];
    for (const dir of [here, there]) mkdirSync(dir);
    writeProject(here, there, `driver = local\ndirectory = ${realpathSync(there)}\n`);
    machine = {
      name: 'local',
      root: here,
      directory: there,
      env: { ...process.env, RDO_TEST_MACHINE: here },
      lacks: ['terminal'],
      async processes(text) {
        return processesWith(`RDO_TEST_MACHINE=${here}`).filter(
          (line) => line.includes(text) && !line.includes('rdo.cjs'),
        );
      },
      stop: async () => folder.remove(),
    };
  });
  afterAll(() => machine?.stop());
  contract(() => machine);
});

/** The command lines of the processes of this machine that have `entry` in their environment. */
function processesWith(entry: string): string[] {
  const lines: string[] = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const environ = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
      if (!environ.includes(entry)) continue;
      lines.push(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '));
    } catch {
      // Gone since.
    }
  }
  return lines;
}
