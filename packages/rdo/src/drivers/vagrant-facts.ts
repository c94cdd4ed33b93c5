import { readFact, writeFact } from '../facts.ts';

/** What `vagrant ssh-config` says of a machine. */
export interface SshFacts {
  readonly host: string;
  readonly user: string | undefined;
  readonly port: number | undefined;
  readonly identityFiles: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

type Env = Readonly<Record<string, string | undefined>>;

/** The facts kept for the machine with that id, or undefined. */
export function readFacts(env: Env, id: string): SshFacts | undefined {
  return readFact(env, `vagrant\0${id}`) as SshFacts | undefined;
}

export function writeFacts(env: Env, id: string, facts: SshFacts): void {
  writeFact(env, `vagrant\0${id}`, facts);
}
