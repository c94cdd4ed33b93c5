/**
 * What a tool says on stderr: messages that start with its name, colours where they are wanted.
 */
import type { Writable } from 'node:stream';
import { formatError, hasCode, isToolError, ToolError } from './errors.ts';
import { formatSystemError, isSystemError, systemReason } from './system-error.ts';
import type { World } from './world.ts';

export type { TerminalStream, World } from './world.ts';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan';

const SGR: Record<Style, readonly [number, number]> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
};

/**
 * Whether to colour what goes to `stream`: NO_COLOR (not empty) says no, FORCE_COLOR (neither empty
 * nor `0`) says yes, else only on a terminal that isn't `dumb`.
 */
export function wantsColour(
  env: World['env'],
  stream: { readonly isTTY?: boolean | undefined },
): boolean {
  if (env['NO_COLOR']) return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined && force !== '') return force !== '0';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/** Wraps text in a style, or gives it back unchanged when colours are off. */
export type Paint = (style: Style, text: string) => string;

export function painter(enabled: boolean): Paint {
  if (!enabled) return (_style, text) => text;
  return (style, text) => `\u001b[${SGR[style][0]}m${text}\u001b[${SGR[style][1]}m`;
}

/** Messages of one tool. Every line goes to stderr; nothing here ever writes to stdout. */
export interface Reporter {
  /**
   * Shows an error: a {@link ToolError} and what the operating system refused in words, anything
   * else (a bug) with its stack.
   */
  error(error: unknown): void;
  warn(message: string): void;
  note(message: string): void;
  readonly paint: Paint;
}

/** Makes the reporter of the tool called `name`. */
export function createReporter(
  name: string,
  world: Pick<World, 'env' | 'stderr'> & Partial<Pick<World, 'writeError' | 'isTerminal'>>,
): Reporter {
  // Merely asking for stderr makes the stream, some 2 ms: not before there is something to say, and
  // not even then where it can be said without.
  let chosen: Paint | undefined;
  const paint: Paint = (style, text) => {
    const stream = world.isTerminal ? { isTTY: world.isTerminal(2) } : world.stderr;
    chosen ??= painter(wantsColour(world.env, stream));
    return chosen(style, text);
  };
  const say = (style: Style, text: string): void => {
    const [first = '', ...rest] = visible(text).split('\n');
    const lines = [`${paint(style, `${name}:`)} ${first}`, ...rest.map((line) => `  ${line}`)];
    const message = `${lines.join('\n')}\n`;
    if (world.writeError) world.writeError(message);
    else world.stderr.write(message);
  };
  return {
    error(error) {
      if (isToolError(error)) say('red', formatError(error));
      else if (isSystemError(error)) say('red', formatSystemError(error));
      else say('red', `internal error: ${inFull(error)}`);
    },
    warn(message) {
      say('yellow', message);
    },
    note(message) {
      say('cyan', message);
    },
    paint,
  };
}

function inFull(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * Makes control characters visible, newlines and {@link Paint}'s own styles apart: what a message quotes may
 * come from a file that someone else wrote, and must not move the cursor or hide what follows.
 */
export function visible(text: string): string {
  return text.replaceAll(
    /\u001b\[(?:[12]|22|3[1-69])m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (match) =>
      match.length > 1 ? match : `\\u${match.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Writes a result to stdout, and waits until it is out. For what is ready as a whole: it does without the
 * stream, which takes Node some 5 ms to make for a pipe.
 *
 * @throws an error with the code `EPIPE` when nobody reads it any more, else ToolError `STDOUT`
 */
export async function print(
  world: Pick<World, 'stdout' | 'writeOutput'>,
  text: string,
): Promise<void> {
  try {
    const rest = world.writeOutput ? world.writeOutput(text) : text;
    if (rest === undefined) return;
    await new Promise<void>((resolve, reject) => {
      world.stdout.write(rest, (error) => (error ? reject(error) : resolve()));
    });
  } catch (error) {
    if (hasCode(error, 'EPIPE') || !(error instanceof Error)) throw error;
    throw new ToolError(`cannot write to stdout: ${systemReason(error)}`, {
      code: 'STDOUT',
      cause: error,
    });
  }
}

/**
 * Lets a closed pipe end the tool quietly: after this, EPIPE on `stream` calls `onClosed` in place
 * of an unhandled error, and every other error is thrown as before.
 */
export function onClosedPipe(stream: Writable, onClosed: () => void): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || error.code === 'EOF') onClosed();
    else throw error;
  });
}
