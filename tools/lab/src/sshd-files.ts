import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOST, writeClientFiles } from './client-files.ts';
import { INSTANCE_VARIABLE } from './instance.ts';
import { makeKey, writeKey, type KeyType } from './keys.ts';
import { LAB_USERS, userName, type LabUser } from './users.ts';

const BANNER = 'This banner is shown before the login; it belongs to no command.\n';

export interface SshdOptions {
  /** More lines for sshd_config; the first word on a subject wins, and these come first. */
  readonly config?: readonly string[];
  /** Default: ed25519 alone. */
  readonly hostKeys?: readonly KeyType[];
  /** Show a banner before the login. Default: true. */
  readonly banner?: boolean;
}

/** An instance of sshd: what its files are made from. */
export interface Server {
  readonly dir: string;
  readonly id: string;
  readonly types: readonly KeyType[];
  port: number;
}

/** Makes fresh host keys; the clients' files don't know them before {@link writeSshFiles}. */
export function writeHostKeys({ dir, types }: Server): void {
  for (const type of types) writeKey(join(dir, `host_${type}`), makeKey(type));
}

export function writeConfig({ dir, id, port, types }: Server, options: SshdOptions): void {
  const lines = [
    ...(options.config ?? []),
    `ListenAddress ${HOST}:${port}`,
    `PidFile ${dir}/sshd.pid`,
    ...types.map((type) => `HostKey ${dir}/host_${type}`),
    `AuthorizedKeysFile ${dir}/authorized_keys`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'UseDNS no',
    'MaxStartups 200',
    'MaxSessions 200',
    'LogLevel VERBOSE',
    `AllowUsers ${LAB_USERS.map(userName).join(' ')}`,
    `SetEnv ${INSTANCE_VARIABLE}=${id}`,
    'Subsystem sftp internal-sftp',
    ...((options.banner ?? true) ? [`Banner ${dir}/banner`] : []),
  ];
  writeFileSync(join(dir, 'banner'), BANNER);
  writeFileSync(join(dir, 'sshd_config'), `${lines.join('\n')}\n`);
}

/** What `ssh` needs to reach every user of the server; and a program `ssh` that has it. */
export function writeSshFiles({ dir, port, types }: Server): void {
  const hostKeys = types.map((type) => ({
    public: readFileSync(join(dir, `host_${type}.pub`), 'utf8').trim(),
  }));
  const users = Object.fromEntries(LAB_USERS.map((user) => [hostAlias(user), userName(user)]));
  writeClientFiles({ dir, port, hostKeys, users });
  mkdirSync(join(dir, 'bin'), { recursive: true });
  const wrapper = join(dir, 'bin/ssh');
  writeFileSync(wrapper, `#!/bin/sh\nexec /usr/bin/ssh -F '${dir}/ssh_config' "$@"\n`);
  chmodSync(wrapper, 0o755);
}

/** `lab-bash` and so on: the host of that user in the server's ssh configuration. */
export function hostAlias(user: LabUser): string {
  return `lab-${user}`;
}
