import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ToolError } from '@nearhand/core/errors';
import type { ClientIo, SshTarget } from '../client.ts';
import type { Driver } from '../driver.ts';
import { capture, machineDown } from './program.ts';
import { sshClient } from './ssh.ts';

/** A Lima instance: reached over SSH, with the ssh_config that Lima keeps for it. */
export const lima: Driver<'lima'> = async ({ program, instance, autoUp }, { io, progress }) => {
  const folder = instanceFolder(instance, io.env);
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
  return { client: await sshClient(limaTarget(instance, io.env), 'openssh', io) };
};

type Env = ClientIo['env'];

/** What reaches an instance over SSH: the file that Lima writes for it. */
export function limaTarget(instance: string, env: Env): SshTarget {
  return {
    host: `lima-${instance}`,
    user: undefined,
    port: undefined,
    identityFiles: [],
    options: {},
    flags: ['-F', join(instanceFolder(instance, env), 'ssh.config')],
    program: 'ssh',
    forwardAgent: false,
  };
}

function instanceFolder(instance: string, env: Env): string {
  return join(env['LIMA_HOME'] ?? join(env['HOME'] ?? homedir(), '.lima'), instance);
}
