import { withBuiltIn } from './parse.ts';
import { capital, described, shownName, shownOptions } from './shown.ts';
import type { CommandLine, Options } from './table.ts';

/**
 * The Markdown table of options that the README shows, with a further one for each command that
 * has options of its own. The columns are padded, as formatters of Markdown want them.
 */
export function flagTable(table: CommandLine): string {
  const parts = [rows(withBuiltIn(table.options))];
  for (const spec of Object.values(table.commands ?? {})) {
    parts.push(`\`${table.name} ${spec.usage}\`: ${spec.summary}`);
    if (Object.keys(spec.options ?? {}).length > 0) parts.push(rows(spec.options!));
  }
  return parts.join('\n\n');
}

function rows(options: Options): string {
  const cells = shownOptions(options).map(([name, spec]) => {
    const letter = spec.alias === undefined ? '' : `\`-${spec.alias}\`, `;
    return [`${letter}\`${cell(shownName(name, spec))}\``, cell(capital(described(spec)))];
  });
  const all = [['Option', 'What it does'], ...cells] as [string, string][];
  const widths = [0, 1].map((column) => Math.max(...all.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, column) => text.padEnd(widths[column]!)).join(' | ')} |`;
  const ruler = widths.map((width) => '-'.repeat(width));
  return [line(all[0]!), line(ruler), ...cells.map(line)].join('\n');
}

/** Text that may stand in a cell of a Markdown table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
