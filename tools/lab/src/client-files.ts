import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyPair } from './keys.ts';

/** Every machine of the lab listens here and nowhere else. */
export const HOST = '127.0.0.1';

interface ClientFiles {
  /** Holds the private key `id_ed25519`, and gets `known_hosts` and `ssh_config`. */
  readonly dir: string;
  readonly port: number;
  readonly hostKeys: readonly Pick<KeyPair, 'public'>[];
  /** The user behind each host alias. */
  readonly users: Readonly<Record<string, string>>;
}

/** Writes what a client needs to reach a server of the lab. */
export function writeClientFiles({ dir, port, hostKeys, users }: ClientFiles): void {
  const known = hostKeys.map((key) => key.public.split(' ').slice(0, 2).join(' '));
  writeFileSync(
    join(dir, 'known_hosts'),
    known.map((key) => `[${HOST}]:${port} ${key}\n`).join(''),
  );
  const hosts = Object.entries(users).map(([alias, user]) => `Host ${alias}\n  User ${user}\n`);
  const common = [
    `HostName ${HOST}`,
    `Port ${port}`,
    `IdentityFile ${dir}/id_ed25519`,
    'IdentitiesOnly yes',
    `UserKnownHostsFile ${dir}/known_hosts`,
    'GlobalKnownHostsFile /dev/null',
    'StrictHostKeyChecking yes',
  ];
  const lines = common.map((line) => `  ${line}\n`).join('');
  writeFileSync(join(dir, 'ssh_config'), `${hosts.join('')}Host lab-* ${HOST}\n${lines}`);
}
