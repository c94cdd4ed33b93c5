import { withBuiltIn } from './parse.ts';
import { shownName, sortedOptions } from './shown.ts';
import type { CommandLine } from './table.ts';

/** The text of `--help`, of the tool or of one of its commands. */
export async function helpText(
  table: CommandLine,
  where: { command?: string | undefined; columns?: number | undefined },
): Promise<string> {
  const command = where.command === undefined ? undefined : table.commands?.[where.command];
  const usage = command ? [command.usage] : table.usage;
  const lines = [...usage.map((line) => `usage: ${table.name} ${line}`), ''];
  lines.push(command?.summary ?? table.summary, '');
  for (const [name, spec] of sortedOptions(
    withBuiltIn({ ...table.options, ...command?.options }),
  )) {
    const letter = spec.alias === undefined ? '    ' : `-${spec.alias}, `;
    lines.push(`  ${letter}${shownName(name, spec).padEnd(24)} ${spec.describe}`);
  }
  return `${lines.join('\n')}\n`;
}
