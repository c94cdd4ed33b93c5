import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';

export interface Terminal {
  /** Types these characters: `\r` is Enter, `\t` Tab, `\x03` Ctrl-C. */
  send(keys: string): void;
  /**
   * Waits until what came since the last wait matches, and gives back all up to the end of the
   * match.
   *
   * @throws when it doesn't come in time (60 s), or the program ends before
   */
  waitFor(pattern: string | RegExp): Promise<string>;
  /** All output so far, escape sequences included. */
  output(): string;
  /** The program's exit status as a shell has it: 128+n when a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** Runs a program in a terminal of its own (by the program `script` of util-linux), until the test ends. */
export function openTerminal(
  argv: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly columns?: number;
    readonly rows?: number;
  } = {},
): Terminal {
  const { columns = 80, rows = 24 } = options;
  const words = argv.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const child = spawn(
    'script',
    ['-qefc', `stty cols ${columns} rows ${rows}; exec ${words}`, '/dev/null'],
    { cwd: options.cwd, env: { ...process.env, SHELL: '/bin/sh', ...options.env } },
  );
  let text = '';
  let read = 0;
  let closed = false;
  let wake: () => void = () => {};
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    wake();
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      closed = true;
      wake();
      resolve(code);
    });
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return {
    send(keys) {
      child.stdin.write(keys);
    },
    async waitFor(pattern) {
      const deadline = Date.now() + 60_000;
      for (;;) {
        const fresh = text.slice(read);
        const match =
          typeof pattern === 'string'
            ? { index: fresh.indexOf(pattern), 0: pattern }
            : (pattern.exec(fresh) ?? { index: -1, 0: '' });
        if (match.index !== -1) {
          const upTo = match.index + match[0].length;
          read += upTo;
          return fresh.slice(0, upTo);
        }
        const left = deadline - Date.now();
        if (closed || left <= 0) {
          const why = closed ? 'the program ended' : 'it did not come in time';
          throw new Error(`${String(pattern)}: ${why}; the output was ${JSON.stringify(text)}`);
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
    output: () => text,
    ended,
  };
}
