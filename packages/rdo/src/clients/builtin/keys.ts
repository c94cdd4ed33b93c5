/** The keys to log in with: the agent's and those in files, in OpenSSH's order. */
import { readFileSync, statSync } from 'node:fs';
import ssh2, {
  type BaseAgent,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2';
import { transportError } from '../../client.ts';
import type { Asker } from './ask.ts';
import { publicKeyOf } from './key-file.ts';
import type { Settings } from './settings.ts';

type Hash = SigningRequestOptions['hash'];
type Identities = NonNullable<Parameters<Parameters<BaseAgent['getIdentities']>[0]>[1]>;

interface Candidate {
  readonly key: ParsedKey;
  /** For messages: a file, or the agent. */
  readonly label: string;
  sign(data: Buffer, hash: Hash): Promise<Buffer>;
}

export interface LoginKeys {
  /** What ssh2 takes the keys from. */
  readonly agent: BaseAgent;
  readonly count: number;
  /** What is worth telling when the login fails. */
  readonly notes: string[];
}

/** How often a passphrase may be wrong. */
const TRIES = 3;

/**
 * Collects the keys. A file's private part is opened, and its passphrase asked for, only when the
 * server has said that it would take the key.
 */
export async function collectKeys(
  settings: Settings,
  asker: Asker | undefined,
): Promise<LoginKeys> {
  const notes: string[] = [];
  const held = await agentKeys(settings, notes);
  const files = settings.identityFiles.flatMap((file) => {
    const candidate = fileCandidate(file, { settings, asker, notes });
    return candidate ? [candidate] : [];
  });
  const isHeld = (key: ParsedKey): Candidate | undefined =>
    held.find((other) => sameKey(other.key, key));
  const named = files.flatMap((file) => isHeld(file.key) ?? []);
  const others = settings.identitiesOnly ? [] : held.filter((key) => !named.includes(key));
  const candidates = [...named, ...others, ...files.filter((file) => !isHeld(file.key))];
  return { agent: toAgent(candidates, notes), count: candidates.length, notes };
}

/** ssh2 asks an agent for keys and signatures; this one has all of ours, wherever they are. */
function toAgent(candidates: readonly Candidate[], notes: string[]): BaseAgent {
  class Keys extends ssh2.BaseAgent<ParsedKey> {
    override getIdentities(done: (error?: Error | null, keys?: ParsedKey[]) => void): void {
      done(
        undefined,
        candidates.map((candidate) => candidate.key),
      );
    }
    override sign(
      key: ParsedKey,
      data: Buffer,
      options: SigningRequestOptions | SignCallback,
      callback?: SignCallback,
    ): void {
      const [hash, done] =
        typeof options === 'function' ? [undefined, options] : [options.hash, callback!];
      void signWith(key, { data, hash, done });
    }
  }
  const signWith = async (
    key: ParsedKey,
    { data, hash, done }: { data: Buffer; hash: Hash; done: SignCallback },
  ): Promise<void> => {
    const candidate = candidates.find((one) => sameKey(one.key, key))!;
    try {
      done(undefined, await candidate.sign(data, hash));
    } catch (error) {
      notes.push(`${candidate.label}: ${(error as Error).message}`);
      done(error as Error);
    }
  };
  return new Keys();
}

function sameKey(a: ParsedKey, b: ParsedKey): boolean {
  return a.getPublicSSH().equals(b.getPublicSSH());
}

async function agentKeys(settings: Settings, notes: string[]): Promise<readonly Candidate[]> {
  const socket = settings.agentSocket;
  if (socket === undefined) return [];
  const agent = ssh2.createAgent(socket);
  return new Promise((resolve) => {
    agent.getIdentities((error, keys) => {
      if (error) notes.push(`the agent at ${socket} doesn't answer`);
      resolve(
        (keys ?? []).map((key) => agentCandidate(agent, key)).filter((one) => one !== undefined),
      );
    });
  });
}

function agentCandidate(agent: BaseAgent, held: Identities[number]): Candidate | undefined {
  const key = ssh2.utils.parseKey(held as string) as ParsedKey | Error;
  // A kind of key that ssh2 doesn't know.
  if (key instanceof Error) return undefined;
  return {
    key,
    label: 'the agent',
    sign: (data, hash) =>
      new Promise((resolve, reject) => {
        agent.sign(key, data, hash === undefined ? {} : { hash }, (error, signature) => {
          if (error || !signature) reject(error ?? new Error('it gave no signature'));
          else resolve(signature);
        });
      }),
  };
}

interface FileContext {
  readonly settings: Settings;
  readonly asker: Asker | undefined;
  readonly notes: string[];
}

function fileCandidate(
  file: string,
  { settings, asker, notes }: FileContext,
): Candidate | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) {
    if (!settings.identityFilesAreDefaults) notes.push(`${file}: there is no such file`);
    return undefined;
  }
  if (
    process.platform !== 'win32' &&
    stat.uid === process.getuid?.() &&
    (stat.mode & 0o077) !== 0
  ) {
    notes.push(`${file}: others can read it, so it isn't used (chmod 600 '${file}')`);
    return undefined;
  }
  let text: Buffer;
  try {
    text = readFileSync(file);
  } catch (error) {
    notes.push(`${file}: can't be read (${(error as NodeJS.ErrnoException).code})`);
    return undefined;
  }
  const key = publicKeyOf(file, text);
  if (key instanceof Error) {
    notes.push(`${file}: ${key.message}`);
    return undefined;
  }
  const batch = settings.batch;
  return {
    key,
    label: file,
    async sign(data, hash) {
      const opened = await openKey(file, text, batch ? undefined : asker);
      const signature = opened.sign(data, hash) as Buffer | Error;
      if (signature instanceof Error) throw signature;
      return signature;
    },
  };
}

async function openKey(file: string, text: Buffer, asker: Asker | undefined): Promise<ParsedKey> {
  const plain = parsePrivate(text);
  if (!(plain instanceof Error)) return plain;
  if (!/passphrase|encrypted/i.test(plain.message)) throw plain;
  if (!asker) {
    throw transportError(
      'auth',
      'it is encrypted, and there is no terminal to ask for its passphrase',
    );
  }
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const question = `Passphrase for ${file}: `;
    const passphrase = await asker.ask(question, { phase: 'auth', hidden: true });
    if (passphrase === '') break;
    const opened = parsePrivate(text, passphrase);
    if (!(opened instanceof Error)) return opened;
  }
  throw transportError('auth', 'the passphrase was wrong');
}

function parsePrivate(text: Buffer, passphrase?: string): ParsedKey | Error {
  const parsed = ssh2.utils.parseKey(text, passphrase) as ParsedKey | ParsedKey[] | Error;
  return Array.isArray(parsed) ? parsed[0]! : parsed;
}
