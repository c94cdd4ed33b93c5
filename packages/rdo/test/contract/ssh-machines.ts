import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { binFile } from '@nearhand/test-kit';
import { startSshd, userName, type EmbeddedServer, type LabUser, type Sshd } from '@nearhand/lab';
import { projectFolder, writeProject, type Machine } from './machine.ts';

export interface SshMachineOptions {
  readonly client: 'openssh' | 'builtin';
  readonly extra?: string;
  /** Trust the configuration, whose `extra` needs it. */
  readonly trusted?: boolean;
}

/** A user of the lab's sshd as a machine. The project there is a folder beside the local one. */
export function sshMachine(sshd: Sshd, user: LabUser, options: SshMachineOptions): Machine {
  return machineAt({ ...sshd, user: userName(user) }, options);
}

/** The SSH server inside the process as a machine. */
export function embeddedMachine(server: EmbeddedServer, options: SshMachineOptions): Machine {
  return machineAt(server, options);
}

interface SshHost {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly identity: string;
  readonly knownHosts: string;
  /** Programs that go before those of PATH. */
  readonly bin?: string;
  processes(): readonly { readonly argv: readonly string[] }[];
}

function machineAt(host: SshHost, options: SshMachineOptions): Machine {
  const folder = projectFolder();
  const there = join(folder.root, 'there');
  const here = join(folder.root, 'here');
  const home = join(folder.root, 'home');
  for (const dir of [there, here, home]) mkdirSync(dir);
  mkdirSync(join(home, 'run'), { mode: 0o700 });
  mkdirSync(join(home, '.ssh'), { mode: 0o700 });
  copyFileSync(host.knownHosts, join(home, '.ssh/known_hosts'));
  const config = [
    'driver = ssh',
    `host = ${host.host}`,
    `port = ${host.port}`,
    `user = ${host.user}`,
    `ident = ${host.identity}`,
    `directory = ${there}`,
    `client = ${options.client}`,
    options.extra ?? '',
  ].join('\n');
  writeProject(here, there, config);
  const env = {
    ...process.env,
    HOME: home,
    XDG_RUNTIME_DIR: join(home, 'run'),
    SSH_AUTH_SOCK: '',
    PATH: [...(host.bin === undefined ? [] : [host.bin]), process.env['PATH']].join(':'),
  };
  if (options.trusted) spawnSync(process.execPath, [binFile('rdo'), '--trust'], { cwd: here, env });
  return {
    // The program ssh would not know this server.
    ...(host.bin === undefined ? { lacks: ['line'] } : {}),
    name: `${options.client}, ${host.user}`,
    root: here,
    directory: there,
    env,
    async processes(text) {
      return host
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
