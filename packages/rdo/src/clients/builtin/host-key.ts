import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { transportError } from '../../client.ts';
import type { Asker } from './ask.ts';
import {
  fingerprint,
  judgeHostKey,
  keyType,
  knownHostName,
  knownHostsLine,
  knownKeyTypes,
  parseKnownHosts,
  type HostKeyVerdict,
  type KnownHostLine,
} from './known-hosts.ts';
import type { Settings } from './settings.ts';

/** The known hosts that the settings name, and the name under which this host is to be found there. */
export interface HostKeyFile {
  readonly name: string;
  readonly lines: readonly KnownHostLine[];
}

export function readHostKeys(settings: Settings): HostKeyFile {
  const files = [...settings.userKnownHosts, ...settings.globalKnownHosts];
  return {
    name: settings.hostKeyAlias?.toLowerCase() ?? knownHostName(settings.hostName, settings.port),
    lines: files.flatMap((file) => parseKnownHosts(readIfThere(file), file)),
  };
}

/**
 * The host key algorithms to ask the server for: those that we know a key of come first, or a host
 * that we know by one key would look strange with another.
 */
export function preferredAlgorithms(keys: HostKeyFile, all: readonly string[]): readonly string[] {
  const known = knownKeyTypes(keys.lines, keys.name);
  const isKnown = (algorithm: string): boolean =>
    known.includes(algorithm) || (known.includes('ssh-rsa') && algorithm.startsWith('rsa-sha2-'));
  return [...all.filter(isKnown), ...all.filter((algorithm) => !isKnown(algorithm))];
}

/**
 * Lets the key pass, or throws. Fails closed: without a line in known_hosts, and with nobody there to
 * ask, a key passes only under StrictHostKeyChecking `accept-new` or `no`; a changed or a revoked key
 * never does, whatever that setting says.
 *
 * @throws ToolError in the phase `host key`
 */
export async function checkHostKey(
  blob: Buffer,
  keys: HostKeyFile,
  context: { readonly settings: Settings; readonly asker: Asker | undefined },
): Promise<void> {
  const { settings, asker } = context;
  const shown = `${shortType(blob)} ${fingerprint(blob)}`;
  const verdict = judge(blob, keys, settings);
  switch (verdict.kind) {
    case 'known':
      return;
    case 'revoked':
      throw transportError(
        'host key',
        `the host key of ${keys.name} is revoked (${verdict.place})`,
        {
          hint: `It showed ${shown}. Do not connect; ask whoever runs the machine.`,
        },
      );
    case 'changed':
      throw transportError(
        'host key',
        `the host key of ${keys.name} is not the one in ${verdict.place}`,
        {
          hint: `It showed ${shown}. Either the machine was made anew, or somebody stands in between.\nIf it was made anew: ssh-keygen -R '${keys.name}'`,
        },
      );
    case 'unknown':
      break;
  }
  if (settings.strict === 'accept-new' || settings.strict === 'no')
    return remember(blob, keys, settings);
  const others =
    verdict.otherTypes.length > 0
      ? ` It is known by other keys: ${verdict.otherTypes.join(', ')}.`
      : '';
  if (settings.strict === 'ask' && asker && !settings.batch) {
    await confirm({ shown, others, name: keys.name, fingerprint: fingerprint(blob), asker });
    return remember(blob, keys, settings);
  }
  if (verdict.authority !== undefined) {
    throw transportError(
      'host key',
      `${keys.name} is known by a certificate authority (${verdict.authority}), which the built-in SSH client can't check`,
      {
        hint: 'Use OpenSSH for this host: install it, or set client = openssh.',
      },
    );
  }
  throw transportError('host key', `the host key of ${keys.name} is not known`, {
    hint: `It showed ${shown}.${others}\nIf that is right, add it: ssh-keyscan ${scanWords(settings)} >>~/.ssh/known_hosts`,
  });
}

function judge(blob: Buffer, keys: HostKeyFile, settings: Settings): HostKeyVerdict {
  const verdict = judgeHostKey(keys.lines, keys.name, blob);
  if (verdict.kind !== 'unknown' || settings.port === 22 || settings.hostKeyAlias) return verdict;
  // As OpenSSH does: a key that is known for the host without a port will do on any port.
  const plain = judgeHostKey(keys.lines, settings.hostName.toLowerCase(), blob);
  return plain.kind === 'known' || plain.kind === 'revoked' ? plain : verdict;
}

async function confirm(facts: {
  readonly shown: string;
  readonly others: string;
  readonly name: string;
  readonly fingerprint: string;
  readonly asker: Asker;
}): Promise<void> {
  const lines = [
    `The host key of ${facts.name} is not known.${facts.others}`,
    `It showed ${facts.shown}.`,
    'Is that right? (yes, no, or the fingerprint as you know it) ',
  ];
  for (
    let question = lines.join('\n');
    ;
    question = "Please type 'yes', 'no' or the fingerprint: "
  ) {
    const answer = await facts.asker.ask(question, { phase: 'host key', hidden: false });
    if (answer.trim().toLowerCase() === 'yes' || answer.trim() === facts.fingerprint) return;
    if (answer.trim().toLowerCase() === 'no' || answer.trim().startsWith('SHA256:')) {
      throw transportError('host key', `the host key of ${facts.name} was not accepted`);
    }
  }
}

function remember(blob: Buffer, keys: HostKeyFile, settings: Settings): void {
  const [file] = settings.userKnownHosts;
  if (file === undefined || file === '/dev/null') return;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const before = readIfThere(file);
    const gap = before === '' || before.endsWith('\n') ? '' : '\n';
    appendFileSync(file, gap + knownHostsLine(keys.name, blob, settings.hashKnownHosts), {
      mode: 0o600,
    });
  } catch {
    // The key was accepted; the next run asks again.
  }
}

function scanWords({ hostName, port }: Settings): string {
  return port === 22 ? hostName : `-p ${port} ${hostName}`;
}

/** `ED25519`, as OpenSSH calls it. */
function shortType(blob: Buffer): string {
  const type = keyType(blob);
  return (
    /^(?:ssh-|ecdsa-sha2-)?(ed25519|rsa|dss)?/.exec(type)?.[1] ??
    (type.startsWith('ecdsa') ? 'ecdsa' : type)
  ).toUpperCase();
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
