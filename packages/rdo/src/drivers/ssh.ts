import { findExecutable } from '@nearhand/core/process';
import type { Client, ClientIo, SshTarget } from '../client.ts';
import { createOpensshClient } from '../clients/openssh.ts';
import type { Driver } from '../driver.ts';
import type { SshClientChoice } from '../plan.ts';

export const ssh: Driver<'ssh'> = async ({ target, client }, { io }) => ({
  client: await sshClient(target, client, io),
});

/** The client that was asked for; with `auto` the ssh program where there is one. */
export async function sshClient(
  target: SshTarget,
  choice: SshClientChoice,
  io: ClientIo,
): Promise<Client> {
  const openssh = choice === 'openssh' || (choice === 'auto' && hasProgram(target.program, io));
  if (openssh) return createOpensshClient(target, io);
  const { createBuiltinClient } = await import('../clients/builtin.ts');
  return createBuiltinClient(target, io);
}

function hasProgram(name: string, io: ClientIo): boolean {
  return findExecutable(name, { path: io.env['PATH'] ?? '', cwd: io.cwd }).kind === 'found';
}
