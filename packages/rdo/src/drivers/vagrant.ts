/**
 * A Vagrant machine: SSH with the facts of `vagrant ssh-config`. Asking Vagrant takes a second or more, so
 * the facts are kept per machine id, and asked for anew only when they no longer hold.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from '@nearhand/core/errors';
import type { ClientIo, SshTarget } from '../client.ts';
import type { Driver } from '../driver.ts';
import type { Transport } from '../plan.ts';
import { capture, machineDown } from './program.ts';
import { sshClient } from './ssh.ts';
import { readFacts, writeFacts, type SshFacts } from './vagrant-facts.ts';

type VagrantTransport = Extract<Transport, { readonly driver: 'vagrant' }>;

export const vagrant: Driver<'vagrant'> = async (transport, { plan, io, progress }) => {
  const { root } = plan.settings.config;
  const project = vagrantRoot(root, io);
  const machine = transport.machine ?? onlyMachine(project);
  const id = machineId(project, machine);
  const known = id === undefined ? undefined : readFacts(io.env, id);
  const client = (facts: SshFacts) => sshClient(targetOf(facts, transport), transport.client, io);
  const ask = async (): Promise<SshFacts> => {
    const facts = await askVagrant(transport, { project, io, progress });
    const now = machineId(project, transport.machine ?? onlyMachine(project));
    if (now !== undefined) writeFacts(io.env, now, facts);
    return facts;
  };
  if (!known) return { client: await client(await ask()) };
  return {
    client: await client(known),
    async recover({ phase }) {
      // The machine was made anew, or has another port since.
      return phase === 'exec' ? undefined : client(await ask());
    },
  };
};

function targetOf(facts: SshFacts, transport: VagrantTransport): SshTarget {
  return {
    host: facts.host,
    user: facts.user,
    port: facts.port,
    identityFiles: facts.identityFiles,
    options: facts.options,
    flags: transport.flags,
    program: transport.program,
    forwardAgent: transport.forwardAgent,
  };
}

interface AskOptions {
  readonly project: string;
  readonly io: ClientIo;
  readonly progress: (text: string) => void;
}

async function askVagrant(
  { machine, autoUp }: VagrantTransport,
  { project, io, progress }: AskOptions,
): Promise<SshFacts> {
  const named = machine === undefined ? [] : [machine];
  const asked = await capture(['vagrant', 'ssh-config', ...named], { io, cwd: project });
  if (asked.code === 0) return parseSshConfig(asked.stdout);
  const state = await stateOf(machine, { project, io });
  const up = ['vagrant', 'up', ...named];
  if (state === 'running') {
    throw new ToolError(firstLine(asked.stderr) ?? 'vagrant ssh-config failed', {
      code: 'VAGRANT_FAILED',
      phase: 'resolve',
      exitCode: 125,
    });
  }
  const which = machine === undefined ? 'the Vagrant machine' : `the Vagrant machine ${machine}`;
  if (state === undefined) {
    throw new ToolError(firstLine(asked.stderr) ?? `${which}: vagrant ssh-config failed`, {
      code: 'VAGRANT_FAILED',
      phase: 'resolve',
      exitCode: 125,
      hint: `Vagrant was asked in ${project}.`,
    });
  }
  if (!autoUp) throw machineDown(`${which} is not running (${state.replaceAll('_', ' ')})`, up);
  await capture(up, { io, cwd: project, progress });
  const again = await capture(['vagrant', 'ssh-config', ...named], { io, cwd: project });
  if (again.code !== 0) throw machineDown(`${which} did not come up`, up);
  return parseSshConfig(again.stdout);
}

async function stateOf(
  machine: string | undefined,
  { project, io }: { readonly project: string; readonly io: ClientIo },
): Promise<string | undefined> {
  const words = [
    'vagrant',
    'status',
    '--machine-readable',
    ...(machine === undefined ? [] : [machine]),
  ];
  const { stdout } = await capture(words, { io, cwd: project });
  const states = stdout
    .split('\n')
    .map((line) => line.trim().split(','))
    .filter(([, , type]) => type === 'state')
    .map(([, , , state]) => state ?? '');
  return states.find((state) => state !== 'running') ?? states[0];
}

/** The `Host` block that `vagrant ssh-config` prints. */
export function parseSshConfig(text: string): SshFacts {
  let host = '';
  let user: string | undefined;
  let port: number | undefined;
  const options: Record<string, string> = {};
  const files: string[] = [];
  let hosts = 0;
  for (const line of text.split('\n')) {
    const match = /^\s*(\S+)\s+(?:"(.*)"|(.*?))\s*$/.exec(line);
    if (!match) continue;
    const [, name = '', quoted, plain] = match;
    const value = quoted ?? plain ?? '';
    if (name === 'Host') hosts += 1;
    // `vagrant ssh-config` of several machines: without `machine` it would be a guess.
    if (hosts > 1) {
      throw new ToolError('the Vagrantfile has several machines', {
        code: 'VAGRANT_SEVERAL',
        phase: 'resolve',
        exitCode: 125,
        hint: 'Say which: machine = NAME',
      });
    }
    if (name === 'HostName') host = value;
    else if (name === 'User') user = value;
    else if (name === 'Port') port = Number(value);
    else if (name === 'IdentityFile') files.push(value);
    else if (name !== 'Host') options[name] = value;
  }
  if (host === '') {
    throw new ToolError('vagrant ssh-config named no host', {
      code: 'VAGRANT_FAILED',
      phase: 'resolve',
      exitCode: 125,
    });
  }
  return { host, user, port, identityFiles: files, options };
}

/** The folder of the Vagrantfile, which Vagrant searches upward for. */
export function vagrantRoot(root: string, io: Pick<ClientIo, 'env'>): string {
  const name = io.env['VAGRANT_VAGRANTFILE'] ?? 'Vagrantfile';
  for (let dir = root; ; dir = join(dir, '..')) {
    if (existsSync(join(dir, name))) return dir;
    if (dir === join(dir, '..')) break;
  }
  throw new ToolError(`there is no Vagrantfile in ${root} or above`, {
    code: 'VAGRANT_NO_FILE',
    phase: 'resolve',
    exitCode: 125,
    hint: 'The default driver is vagrant. For a server write `driver = ssh` and `host = NAME` in .rdo.conf.',
  });
}

/** The machine's name where the project has just one that was ever made. */
function onlyMachine(project: string): string | undefined {
  try {
    const names = readdirSync(join(project, '.vagrant/machines'));
    return names.length === 1 ? names[0] : undefined;
  } catch {
    return undefined;
  }
}

/** Vagrant's own id of the machine; undefined when it was never brought up here. */
export function machineId(project: string, machine: string | undefined): string | undefined {
  const machines = join(project, '.vagrant/machines', machine ?? 'default');
  try {
    for (const provider of readdirSync(machines)) {
      const file = join(machines, provider, 'id');
      if (existsSync(file)) return `${project}\0${provider}\0${readFileSync(file, 'utf8').trim()}`;
    }
  } catch {
    // Never brought up.
  }
  return undefined;
}

function firstLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '');
}
