import { readFileSync } from 'node:fs';
import type { ToolError } from '@nearhand/core/errors';
import { toDisplay } from '@nearhand/core/quote';
import { transportError, type Phase, type SshTarget } from '../client.ts';
import { connectionWords } from './openssh-words.ts';

interface Known {
  readonly pattern: RegExp;
  readonly phase: Phase;
  /** In place of the line that matched. */
  readonly message?: (target: SshTarget) => string;
  /** @param said - all that ssh said */
  readonly hint: (target: SshTarget, said: string) => string;
}

/** What OpenSSH says when it fails, by the step that failed. The first match holds. */
const KNOWN: readonly Known[] = [
  {
    pattern: /could not resolve hostname|name or service not known|no address associated/i,
    phase: 'resolve',
    hint: () => 'Check `host` in the configuration, and that this machine can look names up.',
  },
  {
    pattern: /remote host identification has changed/i,
    phase: 'host key',
    message: ({ host }) => `the host key of ${host} has changed`,
    hint: changedKeyHint,
  },
  {
    pattern: /host key verification failed|no .* host key is known|revoked/i,
    phase: 'host key',
    hint: (target) =>
      `See the key and accept it, once: ${toDisplay([target.program, ...connectionWords(target), target.host])}`,
  },
  {
    pattern:
      /permission denied|too many authentication failures|no such identity|unprotected private key|no supported authentication|load key/i,
    phase: 'auth',
    hint: keyHint,
  },
  {
    pattern:
      /connection (?:refused|timed out|reset|closed)|no route to host|network is unreachable|kex_exchange|banner exchange|operation timed out|broken pipe|unable to negotiate/i,
    phase: 'connect',
    hint: () => 'Check that the machine runs, and `host` and `port` in the configuration.',
  },
];

/** The error behind ssh's exit status 255 and what it wrote to stderr. */
export function explainFailure(
  stderr: string,
  { connected, target }: { readonly connected: boolean; readonly target: SshTarget },
): ToolError {
  const lines = stderr
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:\*\* |Warning: Permanently added)/.test(line));
  const all = lines.join('\n');
  if (connected && lines.length === 0) {
    return transportError('exec', 'the connection was lost', {
      hint: 'How the command ended is not known; its process group is ended there.',
    });
  }
  const known = KNOWN.find(({ pattern }) => pattern.test(all));
  const line = lines.findLast((text) => known?.pattern.test(text)) ?? lines.at(-1);
  const phase = known?.phase ?? (connected ? 'exec' : 'connect');
  const message = known?.message?.(target) ?? line ?? 'ssh failed without a word';
  return transportError(phase, message, { hint: known?.hint(target, all) });
}

function changedKeyHint({ host }: SshTarget, said: string): string {
  const [, type, fingerprint] =
    /fingerprint for the (\S+) key sent by the remote host is\s+(\S+?)\.?$/m.exec(said) ?? [];
  const remove = /^ssh-keygen .*-R .*$/m.exec(said)?.[0] ?? `ssh-keygen -R ${host}`;
  return [
    ...(fingerprint === undefined ? [] : [`It showed ${type} ${fingerprint}.`]),
    'Another machine answers under that name, or it was set up anew.',
    `If you expected that, remove the old key: ${remove}`,
  ].join('\n');
}

/** What ssh says of a key that it can't use, before it says that it wasn't let in. */
const KEY_TROUBLE = /^(?:Warning: Identity file|no such identity:|Load key|Permissions \d).*$/gm;

function keyHint({ identityFiles }: SshTarget, said: string): string {
  const encrypted = identityFiles
    .filter(isEncrypted)
    .map(
      (file) =>
        `${file} is encrypted: load it into the agent first, ${toDisplay(['ssh-add', file])}`,
    );
  return [
    ...new Set([...said.matchAll(KEY_TROUBLE)].slice(0, 4).map(([line]) => line)),
    ...encrypted,
    ...(encrypted.length > 0
      ? []
      : ['Check `user` and `ident`, or load the key into the agent (ssh-add).']),
  ].join('\n');
}

/** Whether a private key asks for a passphrase: ssh keeps silent about it where it can't ask. */
function isEncrypted(file: string): boolean {
  try {
    const text = readFileSync(file, 'latin1');
    const [, body] = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*?)-----END/.exec(text) ?? [];
    if (body === undefined) return /^Proc-Type: 4,ENCRYPTED|BEGIN ENCRYPTED/m.test(text);
    // The magic, and behind its length the name of the cipher (PROTOCOL.key of OpenSSH).
    return !Buffer.from(body, 'base64').subarray(19, 23).equals(Buffer.from('none'));
  } catch {
    return false;
  }
}

/** The ssh program itself cannot be run. */
export function noProgram(program: string, cause: NodeJS.ErrnoException): ToolError {
  const missing = cause.code === 'ENOENT';
  return transportError(
    'connect',
    missing ? `${program}: no such program here` : `${program}: ${cause.message}`,
    {
      hint: missing
        ? 'Install the OpenSSH client, or set `client = builtin`.'
        : 'Check `ssh` in the configuration.',
      cause,
    },
  );
}
