import { getuid } from 'node:process';
import type { CliContext } from '@nearhand/core/cli';
import { isToolError, ToolError } from '@nearhand/core/errors';
import type { Outcome } from '@nearhand/core/process';
import type { commandLine } from '../cli.ts';
import { saveInput } from './save-input.ts';
import { misuse, settingsFor, type CliValues } from './settings.ts';

export type Context = CliContext<typeof commandLine.options>;

/** The options that make tsf look back, and read no input. */
const LOOKS = ['list', 'at', 'diff', 'prune', 'recover'] as const;
export type Look = (typeof LOOKS)[number];
/** The options that only a command gives a meaning. */
const OF_COMMANDS = ['split', 'on-failure', 'timeout'] as const;

/** Does what the command line asks for. */
export async function act(context: Context): Promise<Outcome | number> {
  const { values, report } = context;
  const [look, another] = LOOKS.filter(
    (option) => values[option] !== undefined && values[option] !== false,
  );
  if (another) throw misuse(`--${look} and --${another} cannot both be used`);
  const { name, operands, command } = words(context, look !== undefined);
  if (look) {
    const { lookBack } = await import('./look.ts');
    return lookBack(look, { name, operands, context });
  }
  refuseUnused(values, command !== undefined);
  if (!command) return saveInput(settingsFor(values, name, getuid?.()), context);
  try {
    const { runCommand } = await import('./run-command.ts');
    return await runCommand(settingsFor(values, name, getuid?.()), { command, context });
  } catch (error) {
    report.error(error);
    const own = isToolError(error) ? (error.exitCode ?? 125) : 125;
    return own > 2 ? own : 125;
  }
}

interface Words {
  readonly name: string;
  /** What stands behind NAME, for the options that look back. */
  readonly operands: readonly string[];
  readonly command: readonly string[] | undefined;
}

/**
 * `NAME`, `NAME -- COMMAND ARGS`, and `-- NAME` or `-- NAME -- COMMAND ARGS` for a NAME that starts
 * with `-`.
 */
function words({ rest, dashes }: Context, looking: boolean): Words {
  const before = rest.slice(0, dashes ?? rest.length);
  const after = dashes === undefined ? undefined : rest.slice(dashes);
  if (before.length > 0) {
    const [name = '', ...operands] = before;
    if (looking) return { name, operands: [...operands, ...(after ?? [])], command: undefined };
    refuseExtra(operands, looking);
    return { name, operands, command: after && needed(after) };
  }
  if (after === undefined || after.length === 0) {
    throw misuse(
      'no NAME is given',
      'NAME is what the file is called behind its stamp: tsf page.html',
    );
  }
  const [name = '', ...operands] = after;
  if (operands[0] === '--') return { name, operands: [], command: needed(operands.slice(1)) };
  refuseExtra(operands, looking);
  return { name, operands, command: undefined };
}

function needed(command: readonly string[]): readonly string[] {
  if (command[0] === '') {
    throw new ToolError('"": command not found', { code: 'ENOENT', exitCode: 127 });
  }
  if (command.length > 0) return command;
  throw misuse('no command stands behind --', 'leave out the -- to save what comes in on stdin');
}

function refuseExtra(operands: readonly string[], looking: boolean): void {
  if (looking || operands.length === 0) return;
  throw misuse(
    `there is one NAME only, and then came ${JSON.stringify(operands[0])}`,
    'a command to run stands behind --: tsf NAME -- COMMAND',
  );
}

function refuseUnused(values: CliValues, hasCommand: boolean): void {
  for (const name of OF_COMMANDS) {
    if (!hasCommand && values[name] !== undefined) {
      throw misuse(`--${name} needs a command to run`, 'write it behind --: tsf NAME -- COMMAND');
    }
  }
  if (values.json) throw misuse('--json goes with --list or --prune');
  if (values['dry-run']) throw misuse('--dry-run goes with --prune');
}
