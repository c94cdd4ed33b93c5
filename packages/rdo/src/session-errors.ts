import { ToolError } from '@nearhand/core/errors';
import { EXIT_CANNOT_RUN, EXIT_NOT_FOUND } from '@nearhand/core/process';
import { transportError, type ChannelEnd } from './client.ts';
import type { MarkerStream } from './markers.ts';

/** What run.sh reported before the command started, as an error. */
export function remoteFailure(
  text: string,
  request: { readonly argv: readonly Uint8Array[]; readonly directory: Uint8Array },
  guardSaid = '',
): ToolError {
  const [, reason = '', ...rest] = text.split(':');
  const folder = rest.join(':') || show(request.directory);
  const program = request.argv[0] ? show(request.argv[0]) : 'the login shell';
  switch (reason) {
    case 'dir-missing':
      return new ToolError(`the directory ${folder} does not exist there, so nothing was run`, {
        code: 'REMOTE_DIRECTORY_MISSING',
        phase: 'exec',
        exitCode: 125,
        hint: 'Make it there, or check `directory` in the configuration (rdo --explain).',
      });
    case 'dir-file':
      return new ToolError(`${folder} is not a directory there, so nothing was run`, {
        code: 'REMOTE_DIRECTORY_MISSING',
        phase: 'exec',
        exitCode: 125,
      });
    case 'dir-denied':
      return new ToolError(`the directory ${folder} cannot be entered there, so nothing was run`, {
        code: 'REMOTE_DIRECTORY_DENIED',
        phase: 'exec',
        exitCode: 125,
        hint: 'Let that user in there, set another `user`, or use_sudo = yes.',
      });
    case 'not-found':
      return new ToolError(`${program}: command not found`, {
        code: 'PROGRAM_NOT_FOUND',
        exitCode: EXIT_NOT_FOUND,
        hint: shellHint(program) ?? pathHint(program, rest.join(':')),
      });
    case 'not-executable':
      return new ToolError(`${program}: permission denied`, {
        code: 'PROGRAM_CANNOT_RUN',
        exitCode: EXIT_CANNOT_RUN,
        hint: 'It is no executable file there: chmod +x, or name what runs it, as in: rdo sh FILE',
      });
    case 'is-directory':
      return new ToolError(`${program}: is a directory`, {
        code: 'PROGRAM_CANNOT_RUN',
        exitCode: EXIT_CANNOT_RUN,
      });
    case 'guard':
      return transportError('exec', 'the channel that watches over the command did not come up', {
        hint: `${lastLine(guardSaid)}rdo needs a second channel, and a folder there that it may write to (/tmp).`,
      });
    default:
      return transportError('exec', `the other machine reported ${JSON.stringify(text)}`);
  }
}

interface Said {
  readonly streams: readonly MarkerStream[];
  readonly guardSaid?: string | undefined;
  /** Whether sudo stood before the command. */
  readonly sudo: boolean;
}

/** The channel ended and the start marker never came: what the login shell said is all there is. */
export function neverStarted(end: ChannelEnd, { streams, guardSaid = '', sudo }: Said): ToolError {
  if (end.kind === 'lost') return end.error;
  const how = end.kind === 'exit' ? `exit status ${end.code}` : `signal ${end.signal}`;
  const said = streams.map((stream) => stream.noise().toString('utf8').trim()).filter(Boolean);
  const hint = (said.length > 0 ? said.join('\n') : guardSaid.trim()).slice(0, 2000);
  const failure = sudo ? sudoFailure(hint) : undefined;
  if (failure) return failure;
  return transportError(
    'exec',
    `the login shell there ended (${how}) before the command could start`,
    {
      hint: hint === '' ? undefined : printable(hint),
    },
  );
}

/** With `use_sudo`: what sudo says, or the login shell says of it. */
function sudoFailure(said: string): ToolError | undefined {
  if (/\bsudo\b.*not found|(?:not found|unknown command).*\bsudo\b/i.test(said)) {
    return transportError('exec', 'there is no sudo on the other machine', {
      hint: 'Install it there, or remove use_sudo: are you root there already?',
    });
  }
  const refused = /^sudo: (.*)$/m.exec(said)?.[1];
  if (refused === undefined) return undefined;
  return transportError('exec', `sudo there: ${printable(refused.trim())}`, {
    hint: 'use_sudo needs a sudo that asks for nothing: a line `USER ALL=(ALL) NOPASSWD: ALL` in its sudoers.',
  });
}

function pathHint(program: string, path: string): string | undefined {
  if (path === '') return undefined;
  return `Is it installed there? It is in no folder of the PATH that a command gets: ${printable(path)}\nIf a login shell knows more: rdo bash -lc ${printable(program)}`;
}

function shellHint(program: string): string | undefined {
  if (!/[\s;&|<>$`()]/.test(program)) return undefined;
  const quoted = program.replaceAll("'", `'\\''`);
  return `One argument is one word here. A shell is asked for by name: rdo sh -c '${printable(quoted)}'`;
}

function lastLine(text: string): string {
  const line = text.trim().split('\n').at(-1) ?? '';
  return line === '' ? '' : `${printable(line)}\n`;
}

function show(bytes: Uint8Array): string {
  return printable(Buffer.from(bytes).toString('utf8'));
}

/** Nothing that another machine sends may move the cursor here. */
function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '?');
}
