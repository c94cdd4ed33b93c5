import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startSshd, userName, type LabUser, type Sshd } from '@nearhand/lab';
import { projectFolder, writeProject, type Machine } from './machine.ts';

export interface SshMachineOptions {
  readonly client: 'openssh' | 'builtin';
  readonly extra?: string;
}

/** A user of the lab's sshd as a machine. The project there is a folder beside the local one. */
export function sshMachine(sshd: Sshd, user: LabUser, options: SshMachineOptions): Machine {
  const folder = projectFolder();
  const there = join(folder.root, 'there');
  const here = join(folder.root, 'here');
  const home = join(folder.root, 'home');
  for (const dir of [there, here, home]) mkdirSync(dir);
  mkdirSync(join(home, 'run'), { mode: 0o700 });
  mkdirSync(join(home, '.ssh'), { mode: 0o700 });
  copyFileSync(sshd.knownHosts, join(home, '.ssh/known_hosts'));
  const config = [
    'driver = ssh',
    `host = ${sshd.host}`,
    `port = ${sshd.port}`,
    `user = ${userName(user)}`,
    `ident = ${sshd.identity}`,
    `directory = ${there}`,
    `client = ${options.client}`,
    options.extra ?? '',
  ].join('\n');
  writeProject(here, there, config);
  return {
    name: `${options.client}, ${user}`,
    root: here,
    directory: there,
    env: {
      ...process.env,
      HOME: home,
      XDG_RUNTIME_DIR: join(home, 'run'),
      SSH_AUTH_SOCK: '',
      PATH: `${sshd.bin}:${process.env['PATH']}`,
    },
    async processes(text) {
      return sshd
        .processes()
        .map(({ argv }) => argv.join(' '))
        .filter((line) => line.includes(text));
    },
    async stop() {
      folder.remove();
    },
  };
}

export { startSshd };
