import { toDisplay } from '@nearhand/core/quote';
import { sshWords } from './clients/openssh-words.ts';
import type { Plan } from './plan.ts';
import { bootstrap, encode, loginShellLine } from './remote/encode.ts';

/** What every login shell reads as itself, without quotes and within single ones. */
const PLAIN = /^[A-Za-z0-9_@%+:,./-]+$/;
const QUOTABLE = /^[ "#-&(-[\]-~]*$/;

/**
 * A line for a shell of this machine that does what the plan says, over a connection of its own and
 * without the guard. Values of variables are left out.
 */
export function dryRunLine(plan: Plan): string {
  const { transport } = plan;
  const there = remoteLine(plan);
  const tty = plan.tty ? '-tt' : '-T';
  const noStdin = plan.stdin === 'none' ? ' </dev/null' : '';
  switch (transport.driver) {
    case 'ssh': {
      const words = sshWords(transport.target, { before: [], tty: plan.tty, plain: true });
      return toDisplay([transport.target.program, ...words, there]) + noStdin;
    }
    case 'vagrant': {
      const machine = transport.machine === undefined ? [] : [transport.machine];
      const line = toDisplay(['vagrant', 'ssh', ...machine, '--', tty, there]);
      return `cd ${toDisplay([plan.settings.config.root])} && ${line}${noStdin}`;
    }
    case 'local':
      return `${toDisplay(['sh', '-c', there])}${noStdin}`;
    default:
      return toDisplay(['sh', '-c', there]);
  }
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
