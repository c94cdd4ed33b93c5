import type { Outcome } from '../process.ts';
import type { Reporter, World } from '../report.ts';
import type { CommandLine, Options, Values } from './table.ts';

/** What the action of a tool is given. */
export interface CliContext<O extends Options> {
  readonly values: Values<O>;
  readonly rest: readonly string[];
  readonly command: string | undefined;
  readonly commandValues: Readonly<Record<string, unknown>>;
  readonly world: World;
  readonly report: Reporter;
}

/**
 * Parses, answers `--help`, `--version` and `--completion` itself, runs `action` for the rest, and
 * turns whatever is thrown into a message on stderr and an exit status: the error's own `exitCode`,
 * else 125 in a runner and 1 in any other tool. A closed stdout ends quietly.
 */
export async function runCli<O extends Options>(
  table: CommandLine<O>,
  argv: readonly string[],
  world: World,
  action: (context: CliContext<O>) => Promise<Outcome | number>,
): Promise<Outcome> {
  throw new Error(`not written yet: ${table.name} ${argv.join(' ')} ${world.cwd} ${typeof action}`);
}
