import { EXIT_TOOL_FAILED, type Outcome } from '../outcome.ts';
import { hasCode, isToolError, ToolError } from '../errors.ts';
import { createReporter, print, type Reporter, type World } from '../report.ts';
import { parseArgv, type Parsed } from './parse.ts';
import type { CommandLine, Options, Values } from './table.ts';

/** What the action of a tool is given. */
export interface CliContext<O extends Options> {
  readonly values: Values<O>;
  readonly rest: readonly string[];
  /** How many of `rest` stood before `--`; `undefined` when there was none. */
  readonly dashes: number | undefined;
  readonly command: string | undefined;
  readonly commandValues: Readonly<Record<string, unknown>>;
  readonly world: World;
  readonly report: Reporter;
}

/**
 * Parses, answers `--help`, `--version` and `--completion` itself, runs `action` for the rest, and
 * turns whatever is thrown into a message on stderr and an exit status: the error's own `exitCode`,
 * else 125 in a runner and 1 in any other tool (2 for mistakes in the command line). A closed
 * stdout ends quietly, as SIGPIPE ends other programs. An outcome of `not-started` is said as well.
 */
export async function runCli<O extends Options>(
  table: CommandLine<O>,
  argv: readonly string[],
  world: World,
  action: (context: CliContext<O>) => Promise<Outcome | number>,
): Promise<Outcome> {
  const report = createReporter(table.name, world);
  let chosen: string | undefined;
  try {
    const parsed = parseArgv(table, argv);
    if (parsed.kind !== 'run') return await answer(table, parsed, world);
    const { values, rest, dashes, command, commandValues = {} } = parsed;
    chosen = command;
    const result = await action({ values, rest, dashes, command, commandValues, world, report });
    if (typeof result === 'number') return { kind: 'exit', code: result };
    // Nobody else would say why nothing ran.
    if (result.kind === 'not-started') report.error(result.error);
    return result;
  } catch (error) {
    if (hasCode(error, 'EPIPE')) return { kind: 'signal', signal: 'SIGPIPE' };
    const misuse = hasCode(error, 'USAGE');
    report.error(
      misuse ? withHelpLine(error as ToolError, table, chosen ?? spokenOf(table, argv)) : error,
    );
    const usual = table.runner ? EXIT_TOOL_FAILED : misuse ? 2 : 1;
    return { kind: 'exit', code: (isToolError(error) ? error.exitCode : undefined) ?? usual };
  }
}

/** Writes the help, the version or a completion script to stdout. */
async function answer<O extends Options>(
  table: CommandLine<O>,
  asked: Exclude<Parsed<O>, { kind: 'run' }>,
  world: World,
): Promise<Outcome> {
  let text: string;
  if (asked.kind === 'version') text = `${table.version()}\n`;
  else if (asked.kind === 'help') {
    const { helpText } = await import('./help.ts');
    text = await helpText(table, {
      command: asked.command,
      columns: world.isTerminal(1) ? world.stdout.columns : undefined,
    });
  } else {
    const { completionScript } = await import('./completion.ts');
    text = completionScript(table, asked.shell);
  }
  await print(world, text);
  return { kind: 'exit', code: 0 };
}

/**
 * The command that words which could not be read speak of, for the line that names the help. In a
 * runner only the first word that is no option can be one: those behind it are another program's.
 */
function spokenOf(table: CommandLine, argv: readonly string[]): string | undefined {
  const isCommand = (word: string): boolean => Object.hasOwn(table.commands ?? {}, word);
  if (!table.runner) return argv.find(isCommand);
  const first = argv.find((word) => !word.startsWith('-'));
  return first !== undefined &&
    isCommand(first) &&
    !argv.slice(0, argv.indexOf(first)).includes('--')
    ? first
    : undefined;
}

function withHelpLine(error: ToolError, table: CommandLine, command: string | undefined): Error {
  const named = command === undefined ? table.name : `${table.name} ${command}`;
  const { message, code, place, hint, phase, exitCode, cause } = error;
  return new ToolError(message, {
    code,
    place,
    phase,
    exitCode,
    cause,
    hint: `${hint === undefined ? '' : `${hint}\n`}try '${named} --help'`,
  });
}
