import { createInterface } from 'node:readline';
import { forwardSignals, runProgram } from '@nearhand/core/process';
import type { Engine } from './call.ts';
import type { Argv } from './plan.ts';

/** What Repose writes to its log once a node serves. */
export const READY = 'Repose ready';

/** How many of the log's last lines an error shows. */
const KEPT = 15;

export type Waited = { readonly lines: readonly string[] } & (
  | { readonly kind: 'ready' | 'ended' | 'timeout' }
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }
);

export interface WaitOptions {
  /** The plan that follows the log. */
  readonly argv: Argv;
  /** Milliseconds. */
  readonly timeout: number;
  readonly onLine?: ((line: string) => void) | undefined;
}

/** Reads a log until {@link READY} stands in it, it ends, or the time is over. */
export async function waitForReady(engine: Engine, options: WaitOptions): Promise<Waited> {
  const [program = '', ...args] = options.argv;
  const lines: string[] = [];
  const over = new AbortController();
  let result: Waited | undefined;
  const end = (why: { kind: 'ready' | 'timeout' } | { kind: 'signal'; signal: NodeJS.Signals }) => {
    result ??= { ...why, lines };
    over.abort();
  };
  const stopSignals = forwardSignals((signal) => end({ kind: 'signal', signal }), {
    shared: false,
  });
  const timer = setTimeout(() => end({ kind: 'timeout' }), options.timeout);
  const read: Promise<void>[] = [];
  try {
    await runProgram(program, args, {
      env: { ...engine.env },
      cwd: engine.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      forwardSignals: false,
      signal: over.signal,
      onStart: (child) => {
        for (const stream of [child.stdout!, child.stderr!]) {
          const reader = createInterface({ input: stream });
          reader.on('line', (line) => {
            if (result) return;
            lines.push(line);
            if (lines.length > KEPT) lines.shift();
            options.onLine?.(line);
            if (line.includes(READY)) end({ kind: 'ready' });
          });
          read.push(new Promise((done) => void reader.once('close', done)));
        }
      },
    });
    await Promise.all(read);
  } finally {
    clearTimeout(timer);
    stopSignals();
  }
  return result ?? { kind: 'ended', lines };
}
