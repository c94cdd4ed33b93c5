import { BUILT_IN } from './parse.ts';
import { shownName, sortedOptions } from './shown.ts';
import type { CommandLine, Options } from './table.ts';

/** The Markdown table of options that the README shows; each command's own in a table of its own. */
export function flagTable(table: CommandLine): string {
  const parts = [rows({ ...table.options, ...BUILT_IN })];
  for (const [name, spec] of Object.entries(table.commands ?? {})) {
    const own = Object.keys(spec.options ?? {}).length > 0 ? `\n\n${rows(spec.options!)}` : '';
    parts.push(`\`${table.name} ${spec.usage}\`: ${cell(spec.summary)}${own || ` (${name})`}`);
  }
  return parts.join('\n\n');
}

function rows(options: Options): string {
  const lines = ['| option | what it does |', '| --- | --- |'];
  for (const [name, spec] of sortedOptions(options)) {
    const notes = [
      spec.choices ? `one of ${spec.choices.map((choice) => `\`${choice}\``).join(', ')}` : '',
      spec.type === 'list' ? 'may be given more than once' : '',
      spec.defaultText === undefined ? '' : `default: ${spec.defaultText}`,
    ].filter((note) => note !== '');
    const what = notes.length > 0 ? `${spec.describe} (${notes.join('; ')})` : spec.describe;
    const short = spec.alias === undefined ? '' : `\`-${spec.alias}\`, `;
    lines.push(`| ${short}\`${cell(shownName(name, spec))}\` | ${cell(what)} |`);
  }
  return lines.join('\n');
}

/** Text that may stand in a cell of a Markdown table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
