import type { SshTarget } from '../client.ts';

export interface SshWords {
  /** Options of rdo's own, which come first: in ssh the first value given for a setting holds. */
  readonly before: readonly string[];
  readonly tty: boolean;
  /** The line for the login shell over there; none: the words end with the host. */
  readonly command?: string | undefined;
  /** For people: without what only matters to a program. */
  readonly plain?: boolean | undefined;
}

/** The arguments of `ssh` for a target. Pure: tests compare them. */
export function sshWords(target: SshTarget, options: SshWords): readonly string[] {
  const { before, tty, command, plain = false } = options;
  const words = [...before, ...connectionWords(target), ...(tty ? ['-tt'] : ['-T'])];
  // A remote command of ~/.ssh/config would take the place of ours, or make ssh refuse it.
  if (!plain) words.push('-o', 'RemoteCommand=none', '-e', 'none', '--');
  words.push(target.host);
  if (command !== undefined) words.push(command);
  return words;
}

/** What decides which connection it is; two targets that agree in these words may share one. */
export function connectionWords(target: SshTarget): readonly string[] {
  const words: string[] = [];
  for (const [name, value] of Object.entries(target.options)) words.push('-o', `${name}=${value}`);
  if (target.user !== undefined) words.push('-l', target.user);
  if (target.port !== undefined) words.push('-p', String(target.port));
  for (const file of target.identityFiles) words.push('-i', file);
  if (target.forwardAgent) words.push('-A');
  words.push(...target.flags);
  return words;
}
