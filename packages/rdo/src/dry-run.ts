import { toDisplay } from '@nearhand/core/quote';
import type { SshTarget } from './client.ts';
import { sshWords } from './clients/openssh-words.ts';
import type { Plan, Transport } from './plan.ts';
import { bootstrap, encode, loginShellLine } from './remote/encode.ts';

/** What every login shell reads as itself, without quotes and within single ones. */
const PLAIN = /^[A-Za-z0-9_@%+:,./-]+$/;
const QUOTABLE = /^[ "#-&(-[\]-~]*$/;

export interface DryRunWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether there is such a program here. */
  readonly has: (program: string) => boolean;
}

/**
 * A line for a shell of this machine that does what the plan says, over a connection of its own and
 * without the guard. Values of variables are left out.
 */
export async function dryRunLine(plan: Plan, world: DryRunWorld): Promise<string> {
  return (await lineFor(plan, world)) + (plan.stdin === 'none' ? ' </dev/null' : '');
}

/** Loads, as a run does, only the driver that is used. */
async function lineFor(plan: Plan, { env, has }: DryRunWorld): Promise<string> {
  const { transport, settings, tty } = plan;
  const there = remoteLine(plan);
  const inRoot = (words: readonly string[]): string =>
    `cd ${toDisplay([settings.config.root])} && ${toDisplay(words)}`;
  switch (transport.driver) {
    case 'ssh':
      return sshLine(transport.target, plan);
    case 'lima': {
      const { limaTarget } = await import('./drivers/lima.ts');
      return sshLine(limaTarget(transport.instance, env), plan);
    }
    case 'vagrant': {
      const machine = transport.machine === undefined ? [] : [transport.machine];
      return inRoot(['vagrant', 'ssh', ...machine, '--', tty ? '-tt' : '-T', there]);
    }
    case 'docker':
      return toDisplay(await dockerWords(transport, { plan, there }));
    case 'compose': {
      const { service, user } = transport;
      const standalone = has('docker-compose') ? ['docker-compose'] : ['docker', 'compose'];
      const words = [...(tty ? [] : ['-T']), ...(user === undefined ? [] : ['-u', user]), service];
      return inRoot([...(transport.program ?? standalone), 'exec', ...words, 'sh', '-c', there]);
    }
    case 'kubectl':
      return kubectlLine(transport, { plan, there });
    case 'local':
      return toDisplay(['sh', '-c', there]);
  }
}

function sshLine(target: SshTarget, plan: Plan): string {
  const words = sshWords(target, { before: [], tty: plan.tty, plain: true });
  return toDisplay([target.program, ...words, remoteLine(plan)]);
}

interface Given {
  readonly plan: Plan;
  /** The line for a shell there. */
  readonly there: string;
}

async function dockerWords(
  { program = 'docker', how, user }: Extract<Transport, { readonly driver: 'docker' }>,
  { plan, there }: Given,
): Promise<readonly string[]> {
  const words = [
    ...(plan.stdin === 'none' ? [] : ['-i']),
    ...(plan.tty ? ['-t', '-e', 'TERM'] : []),
    ...(user === undefined ? [] : ['-u', user]),
  ];
  if (how.kind === 'exec') return [program, 'exec', ...words, how.name, 'sh', '-c', there];
  const { mountWords } = await import('./drivers/docker-run.ts');
  return [
    program,
    'run',
    '--rm',
    '--init',
    ...words,
    ...mountWords(how.mounts),
    '--entrypoint',
    'sh',
    how.image,
    '-c',
    there,
  ];
}

async function kubectlLine(
  transport: Extract<Transport, { readonly driver: 'kubectl' }>,
  { plan, there }: Given,
): Promise<string> {
  const { findPodWords, kubectlWords } = await import('./drivers/kubectl.ts');
  const { stdin, tty } = plan;
  const request = { argv: ['sh', '-c', there], stdin, tty, role: 'command' } as const;
  const found = `"$(${toDisplay(findPodWords(transport))} | head -n 1)"`;
  const words = kubectlWords(transport, { pod: transport.pod ?? found, request });
  // Each by itself, for the pod that is yet to be found is shell text already.
  return words.map((word) => (word === found ? word : toDisplay([word]))).join(' ');
}

/** What the login shell there is given: readable where every login shell reads it alike. */
export function remoteLine(plan: Plan): string {
  const words = [plan.directory, ...plan.argv.map((word) => Buffer.from(word).toString('latin1'))];
  const sudo = plan.sudo ? 'sudo -n -- ' : '';
  // A login shell expands `~` at the start of a word, and quotes keep it from doing so.
  const home = /^~(?:\/[A-Za-z0-9_@%+:,./-]*)?$/.test(plan.directory);
  if (words.slice(home ? 1 : 0).every((word) => QUOTABLE.test(word))) {
    const [directory = '', ...argv] = words;
    const command = argv.length === 0 ? '$SHELL -l' : argv.map(quote).join(' ');
    return `cd ${home ? directory : quote(directory)} && exec ${sudo}${command}`;
  }
  const quoted = [Buffer.from(plan.directory), ...plan.argv].map((word) =>
    Buffer.from(`'${Buffer.from(word).toString('latin1').replaceAll("'", `'\\''`)}'`, 'latin1'),
  );
  const [directory = Buffer.alloc(0), ...argv] = quoted;
  const script = [Buffer.from('cd '), directory, Buffer.from(` && exec ${sudo}`)];
  if (argv.length === 0) script.push(Buffer.from('"$SHELL" -l'));
  for (const word of argv) script.push(word, Buffer.from(' '));
  return loginShellLine(bootstrap(encode(Buffer.concat(script))));
}

function quote(word: string): string {
  return PLAIN.test(word) ? word : `'${word}'`;
}
