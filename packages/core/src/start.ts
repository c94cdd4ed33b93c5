import { isatty } from 'node:tty';
import { exitLike, type Outcome } from './process.ts';
import type { World } from './world.ts';

/**
 * What every `bin/` file calls: runs `main` on the real process and ends the process as it says.
 *
 * Streams are made only when `main` touches them, and what was written to them is out before the
 * process ends.
 */
export async function startTool(
  main: (argv: readonly string[], world: World) => Promise<Outcome>,
): Promise<never> {
  const written = new Set<NodeJS.WriteStream>();
  const outcome = await main(process.argv.slice(2), {
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    isTerminal: isatty,
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      written.add(process.stdout);
      return process.stdout;
    },
    get stderr() {
      written.add(process.stderr);
      return process.stderr;
    },
  });
  for (const stream of written) {
    if (stream.writable) await new Promise<void>((done) => stream.write('', () => done()));
  }
  return exitLike(outcome);
}
