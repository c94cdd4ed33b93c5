/**
 * What a tool says on stderr: messages that start with its name, colours where they are wanted.
 */
import type { Writable } from 'node:stream';
import { formatError, isToolError } from './errors.ts';
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
  /** Shows an error: a {@link ToolError} in words, anything else (a bug) with its stack. */
  error(error: unknown): void;
  warn(message: string): void;
  note(message: string): void;
  readonly paint: Paint;
}

/** Makes the reporter of the tool called `name`. */
export function createReporter(name: string, world: Pick<World, 'env' | 'stderr'>): Reporter {
  const paint = painter(wantsColour(world.env, world.stderr));
  const say = (style: Style, text: string): void => {
    const [first = '', ...rest] = text.split('\n');
    const lines = [`${paint(style, `${name}:`)} ${first}`, ...rest.map((line) => `  ${line}`)];
    world.stderr.write(`${lines.join('\n')}\n`);
  };
  return {
    error(error) {
      if (isToolError(error)) say('red', formatError(error));
      else
        say(
          'red',
          `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
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
