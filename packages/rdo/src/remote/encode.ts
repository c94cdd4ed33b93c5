/**
 * Text that passes unchanged through any login shell.
 *
 * sshd hands a command to the user's login shell, whichever that is. Between single quotes all of
 * bash, dash, zsh, ksh, fish, tcsh and busybox ash leave these alone: printable ASCII without `'`, `!`
 * (tcsh: history) and newline (tcsh: unmatched quote), and a backslash before a digit (fish reads `\\`
 * and `\'` only). So everything else travels as the `\0NNN` that `printf %b` undoes.
 */

/** What doesn't stand for itself: quotes, `!`, `\\`, controls, and what isn't ASCII. */
const SPECIAL = /[^ "#-&(-[\]-~]/g;

/** Bytes as text for `printf %b`, safe between single quotes in every login shell. */
export function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replaceAll(SPECIAL, (byte: string) => `\\0${byte.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

/** The start of the command: decodes its one argument and runs it. */
const DECODE_AND_RUN = 'eval "$(printf %b "$0")"';

/** The words that run `script` (POSIX sh, encoded) on the other machine; see `ChannelRequest.argv`. */
export function bootstrap(script: string): readonly string[] {
  return ['sh', '-c', DECODE_AND_RUN, script];
}

/** What the other machine need not see: comment lines, indentation and empty lines. */
export function withoutComments(source: string): string {
  return source.replaceAll(/^[ \t]*(?:#.*)?\n/gm, '').replaceAll(/^[ \t]+/gm, '');
}

/** One line for the login shell that runs exactly these words. `exec`: no shell stays in between. */
export function loginShellLine(argv: readonly string[]): string {
  for (const word of argv) {
    if (!/^(?:[ "#-&(-[\]-~]|\\(?=[0-9]))*$/.test(word)) {
      throw new TypeError(`not safe for every login shell: ${JSON.stringify(word)}`);
    }
  }
  return `exec ${argv.map((word) => `'${word}'`).join(' ')}`;
}
