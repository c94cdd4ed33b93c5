import type { ToolError } from '@nearhand/core/errors';
import { transportError, type Phase } from '../client.ts';

interface Known {
  readonly pattern: RegExp;
  readonly phase: Phase;
  readonly hint: string;
}

/** What OpenSSH says when it fails, by the step that failed. The first match holds. */
const KNOWN: readonly Known[] = [
  {
    pattern: /could not resolve hostname|name or service not known|no address associated/i,
    phase: 'resolve',
    hint: 'Check `host` in the configuration, and that this machine can look names up.',
  },
  {
    pattern: /remote host identification has changed/i,
    phase: 'host key',
    hint: 'Another machine answers under that name, or it was set up anew. If you expected that, remove the old key with ssh-keygen -R HOST.',
  },
  {
    pattern: /host key verification failed|no .* host key is known|revoked/i,
    phase: 'host key',
    hint: 'Connect once with plain ssh to see and accept the key, then try again.',
  },
  {
    pattern:
      /permission denied|too many authentication failures|no such identity|unprotected private key|no supported authentication|load key/i,
    phase: 'auth',
    hint: 'Check `user` and `ident`, or load the key into the agent (ssh-add).',
  },
  {
    pattern:
      /connection (?:refused|timed out|reset|closed)|no route to host|network is unreachable|kex_exchange|banner exchange|operation timed out|broken pipe|unable to negotiate/i,
    phase: 'connect',
    hint: 'Check that the machine runs, and `host` and `port` in the configuration.',
  },
];

/** The error behind ssh's exit status 255 and what it wrote to stderr. */
export function explainFailure(
  stderr: string,
  { connected }: { readonly connected: boolean },
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
  return transportError(phase, line ?? 'ssh failed without a word', { hint: known?.hint });
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
