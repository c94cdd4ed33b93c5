import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sshd } from '@nearhand/lab';
import { needSshd } from '@nearhand/lab/need';
import { contract } from './contract.ts';
import { rdo, type Machine } from './machine.ts';
import { sshMachine, startSshd } from './ssh-machines.ts';

/** What `limactl start` leaves behind, over a real sshd in place of a virtual machine's. */
const LIMACTL = String.raw`#!/bin/sh
[ "$*" = 'start stopped' ] || { echo "limactl: unexpected words: $*" >&2; exit 2; }
echo 'INFO[0000] Starting the instance' >&2
: >"$LIMA_HOME/stopped/ha.sock"
`;

describe.skipIf(!needSshd().met)('lima', () => {
  let sshd: Sshd;
  let machine: Machine;
  let home: string;
  beforeAll(async () => {
    sshd = await startSshd();
    const plain = sshMachine(sshd, 'plain', { client: 'openssh' });
    const root = join(plain.root, '..');
    home = join(root, 'lima');
    for (const name of ['default', 'stopped']) {
      const folder = join(home, name);
      mkdirSync(folder, { recursive: true });
      // As Lima writes it, with a shared connection of its own.
      const config = [
        `Host lima-${name}`,
        `  IdentityFile "${sshd.identity}"`,
        '  StrictHostKeyChecking no',
        '  UserKnownHostsFile /dev/null',
        '  NoHostAuthenticationForLocalhost yes',
        '  GSSAPIAuthentication no',
        '  PreferredAuthentications publickey',
        '  Compression no',
        '  BatchMode yes',
        '  IdentitiesOnly yes',
        '  User nearhand-plain',
        '  ControlMaster auto',
        `  ControlPath "${folder}/ssh.sock"`,
        '  ControlPersist yes',
        `  Hostname ${sshd.host}`,
        `  Port ${sshd.port}`,
      ];
      writeFileSync(join(folder, 'ssh.config'), `${config.join('\n')}\n`);
    }
    writeFileSync(join(home, 'default/ha.sock'), '');
    const lines = [
      'driver = lima',
      `directory = ${plain.directory}`,
      '[stopped]',
      'instance = stopped',
      '[starting]',
      'instance = stopped',
      'auto_up = yes',
      '[missing]',
      'instance = none',
      '[elsewhere]',
      'directory = /nowhere',
    ];
    writeFileSync(join(plain.root, '.rdo.conf'), `${lines.join('\n')}\n`);
    const bin = join(root, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'limactl'), LIMACTL, { mode: 0o755 });
    const env = { ...plain.env, LIMA_HOME: home, PATH: `${bin}:${plain.env['PATH']}` };
    machine = { ...plain, name: 'lima', env };
    await rdo(machine, ['--trust']);
  }, 120_000);
  afterAll(async () => {
    await machine?.stop();
    await sshd?.stop();
  });

  contract(() => machine);

  it('says that an instance is stopped and what to type, or starts it', async () => {
    const result = await rdo(machine, ['-e', 'stopped', 'true']);
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toMatch(/"?stopped"? is not running\n.*limactl start stopped/);
    const started = await rdo(machine, ['-e', 'starting', 'echo', 'up']);
    expect(started).toMatchObject({ code: 0, stdout: 'up\n' });
    expect(started.stderr).toContain('Starting the instance');
    rmSync(join(home, 'stopped/ha.sock'));
  });

  it('says that there is no such instance', async () => {
    const result = await rdo(machine, ['-e', 'missing', 'true']);
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toMatch(/no Lima instance "none"\n.*limactl start --name=none/);
  });
});
