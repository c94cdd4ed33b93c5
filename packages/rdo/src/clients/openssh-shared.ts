/** The connection that all runs to one target share: its socket, and what is remembered about it. */
import { lstatSync, rmSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import type { ClientIo, SshTarget } from '../client.ts';
import { readFact, writeFact } from '../facts.ts';
import { shortHash } from '../hash.ts';
import { socketDir } from '../private-dir.ts';
import type { SessionSettings } from './openssh-settings.ts';
import { connectionWords } from './openssh-words.ts';

export interface SharedConnection {
  readonly socket: string;
  exists(): boolean;
  /** What of ~/.ssh/config concerns each session; undefined when only `ssh` itself can do it. */
  settings(): SessionSettings | undefined;
  remember(settings: SessionSettings | undefined): void;
  /** It was refused a session although few were open: from now on each is an `ssh`, which bears that. */
  rememberFew(): void;
  /** Asks the connection's owner; takes as long as a run. */
  isAlive(target: SshTarget, io: ClientIo): Promise<boolean>;
  /** Removes a socket that nobody listens on. */
  forget(): void;
}

interface Known {
  readonly settings?: SessionSettings | undefined;
  readonly few?: boolean | undefined;
}

/** The shared connection of a target, open or not. Undefined on Windows, whose ssh has none. */
export function sharedConnection(
  target: SshTarget,
  env: Readonly<Record<string, string | undefined>>,
): SharedConnection | undefined {
  if (platform() === 'win32') return undefined;
  const words = [
    target.program,
    target.host,
    ...connectionWords(target),
    env['SSH_AUTH_SOCK'] ?? '',
  ];
  const socket = join(socketDir(env), shortHash(words.join('\0')));
  const key = `sessions\0${socket}`;
  const known = (): Known | undefined => readFact(env, key) as Known | undefined;
  const keep = (fact: Known): void => {
    try {
      writeFact(env, key, fact);
    } catch {
      // No place to remember anything: then each session starts an ssh.
    }
  };
  return {
    socket,
    settings() {
      const fact = known();
      return fact?.few ? undefined : fact?.settings;
    },
    remember: (settings) => keep({ ...known(), settings }),
    rememberFew: () => keep({ ...known(), few: true }),
    exists: () => lstatSync(socket, { throwIfNoEntry: false })?.isSocket() ?? false,
    async isAlive(target, io) {
      const { control } = await import('./openssh-master.ts');
      const { code } = await control(target, { socket, command: 'check', io });
      return code === 0;
    },
    forget: () => rmSync(socket, { force: true }),
  };
}
