import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ToolError } from '@nearhand/core/errors';
import type { Driver } from '../driver.ts';
import { capture, machineDown } from './program.ts';
import { sshClient } from './ssh.ts';

/** A Lima instance: reached over SSH, with the ssh_config that Lima keeps for it. */
export const lima: Driver<'lima'> = async ({ program, instance, autoUp }, { io, progress }) => {
  const home = io.env['LIMA_HOME'] ?? join(io.env['HOME'] ?? homedir(), '.lima');
  const folder = join(home, instance);
  const file = join(folder, 'ssh.config');
  if (!existsSync(folder)) {
    throw new ToolError(`there is no Lima instance ${JSON.stringify(instance)}`, {
      code: 'MACHINE_MISSING',
      phase: 'resolve',
      exitCode: 125,
      hint: `Make it: limactl start --name=${instance}`,
    });
  }
  // Lima keeps this file while the instance runs.
  if (!existsSync(join(folder, 'ssh.sock')) && !existsSync(join(folder, 'ha.sock'))) {
    const up = [program, 'start', instance] as const;
    if (!autoUp) throw machineDown(`the Lima instance ${instance} is not running`, up);
    await capture(up, { io, progress });
  }
  const target = {
    host: `lima-${instance}`,
    user: undefined,
    port: undefined,
    identityFiles: [],
    options: {},
    flags: ['-F', file],
    program: 'ssh',
    forwardAgent: false,
  };
  return { client: await sshClient(target, 'openssh', io) };
};
