/**
 * The scripts that run on the other machine, with what they are to do written before them.
 */
import endGroupScript from './end-group.sh';
import guardScript from './guard.sh';
import lateGuardScript from './late-guard.sh';
import lateRunScript from './late-run.sh';
import meetingScript from './meeting.sh';
import runScript from './run.sh';
import { bootstrap, encode } from './encode.ts';

export interface RunScript {
  readonly nonce: string;
  /** Where to run; `~` and `~/...` are below the remote home. */
  readonly directory: Uint8Array;
  /** The command and its arguments; empty: a login shell. */
  readonly argv: readonly Uint8Array[];
  readonly tty: boolean;
  /** Messages come through the guard, and nothing but the command's own bytes through its streams. */
  readonly recordsByGuard: boolean;
  /** Wait for the guard, which must know our process group before the command starts. */
  readonly guarded: boolean;
  /** Shell text comes through the guard, and is evaluated before anything else. */
  readonly handedOver: boolean;
  /**
   * The guard comes later than the command, which gets the text that is handed over, or an empty line, ahead
   * of its stdin; see `Client.guardComesLater`.
   */
  readonly late?: boolean | undefined;
}

export interface GuardScript {
  readonly nonce: string;
  /** The first line of stdin is text for run.sh. */
  readonly handsOver: boolean;
  /** End the command when rdo is gone. */
  readonly kills: boolean;
  /** See `RunScript.late`. */
  readonly late?: boolean | undefined;
}

/**
 * The longest single word that Linux takes is 128 KiB, and sshd gives the login shell all in one; a
 * longer command goes through the guard.
 */
const LONGEST_COMMAND = 100_000;

/** The command to run on the other machine, and what the guard must hand over to it. */
export interface Prepared {
  readonly argv: readonly string[];
  /** One line for the guard's stdin (or with `late` the command's), without its newline. */
  readonly handOver: string | undefined;
}

/**
 * Makes the command that runs `script` there.
 *
 * @param environment - variables to set; their values go through the guard and never into a command
 *   line, which others on that machine could read
 */
export function prepareRun(
  script: Omit<RunScript, 'handedOver'>,
  environment: readonly (readonly [name: string, value: Uint8Array])[] = [],
): Prepared {
  const exports = environment.map(([name, value]) =>
    concat(text(`export ${name}=`), quoted(value), text('\n')),
  );
  const words = concat(text('set --'), ...script.argv.flatMap((word) => [text(' '), quoted(word)]));
  const long = words.length > LONGEST_COMMAND / 4 && encode(words).length > LONGEST_COMMAND;
  const later = concat(...exports, ...(long ? [words, text('\n')] : []));
  const handedOver = later.length > 0;
  const late = script.late === true;
  const head = [
    `rdo_n=${script.nonce}`,
    `rdo_g=${flag(script.guarded && !late)}`,
    `rdo_e=${flag(handedOver && !late)}`,
    ...(late ? [`rdo_k=${flag(script.guarded)}`] : []),
    `rdo_t=${flag(script.tty)}`,
    `rdo_r=${flag(script.recordsByGuard)}`,
  ].join(';');
  return {
    argv: bootstrap(
      encode(
        concat(
          text(`${head};rdo_d=`),
          quoted(script.directory),
          text('\n'),
          long ? text('set --') : words,
          text('\n'),
        ),
      ) +
        meetingScript +
        (late ? lateRunScript : '') +
        runScript,
    ),
    handOver: handedOver ? encode(later) : undefined,
  };
}

export function prepareGuard(script: GuardScript): readonly string[] {
  const head = script.late
    ? `rdo_n=${script.nonce}\n`
    : `rdo_n=${script.nonce};rdo_e=${flag(script.handsOver)};rdo_k=${flag(script.kills)}\n`;
  const guard = script.late ? lateGuardScript : guardScript;
  return bootstrap(encode(text(head)) + meetingScript + guard + endGroupScript);
}

/** A word in single quotes, byte for byte, for the POSIX sh that evaluates the decoded text. */
function quoted(word: Uint8Array): Uint8Array {
  if (word.includes(0)) throw new TypeError('an argument cannot hold a NUL byte');
  const quote = 0x27;
  if (!word.includes(quote)) return concat(text("'"), word, text("'"));
  const parts: number[] = [quote];
  for (const byte of word) {
    if (byte === quote) parts.push(quote, 0x5c, quote, quote);
    else parts.push(byte);
  }
  parts.push(quote);
  return Uint8Array.from(parts);
}

function flag(on: boolean): '1' | '0' {
  return on ? '1' : '0';
}

function text(value: string): Uint8Array {
  return Buffer.from(value, 'utf8');
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}
