import { withBuiltIn } from './parse.ts';
import { capital, described, shownOptions, valueName } from './shown.ts';
import type { CommandLine, Options } from './table.ts';

/** The manual page of a tool, section 1, as roff for `man`. */
export function manPage(table: CommandLine): string {
  const name = table.name;
  const lines = [
    `.TH ${roff(name.toUpperCase())} 1 "" "${roff(`${name} ${table.version()}`)}" "nearhand"`,
    '.SH NAME',
    `${roff(name)} \\- ${roff(table.summary)}`,
    '.SH SYNOPSIS',
    ...table.usage.flatMap((line, index) => [
      ...(index > 0 ? ['.br'] : []),
      `.B ${roff(name)}`,
      roff(line),
    ]),
  ];
  const commands = Object.values(table.commands ?? {});
  if (commands.length > 0) lines.push('.SH COMMANDS');
  for (const spec of commands) {
    lines.push('.TP', `.B ${roff(`${name} ${spec.usage}`)}`, sentence(spec.summary));
    if (Object.keys(spec.options ?? {}).length > 0) {
      lines.push('.RS', ...optionLines(spec.options!), '.RE');
    }
  }
  lines.push('.SH OPTIONS', ...optionLines(withBuiltIn(table.options)));
  lines.push('.SH EXIT STATUS', ...(table.runner ? RUNNER_STATUS : TOOL_STATUS));
  for (const note of table.notes ?? []) lines.push('.PP', roff(note));
  const examples = [table, ...commands].flatMap((spec) => spec.examples ?? []);
  if (examples.length > 0) lines.push('.SH EXAMPLES');
  for (const [words, what] of examples) {
    lines.push('.TP', `.B ${roff(words)}`, sentence(what));
  }
  return `${lines.join('\n')}\n`;
}

const RUNNER_STATUS = [
  'That of the command, its signal included.',
  '125 when the tool itself failed, 126 when the command was found and cannot be run,',
  '127 when it was not found.',
];

const TOOL_STATUS = ['0 on success, 1 on failure, 2 when the command line is wrong.'];

function optionLines(options: Options): string[] {
  return shownOptions(options).flatMap(([name, spec]) => {
    const letter = spec.alias === undefined ? '' : `\\fB${roff(`-${spec.alias}`)}\\fR, `;
    const value = spec.type === 'boolean' ? '' : ` \\fI${roff(valueName(spec))}\\fR`;
    return ['.TP', `${letter}\\fB${roff(`--${name}`)}\\fR${value}`, sentence(described(spec))];
  });
}

function sentence(text: string): string {
  return roff(`${capital(text)}.`);
}

/** Text in which roff sees no command: neither an escape, nor a dot or quote that starts a line. */
function roff(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll(/^\./g, '\\&.');
}
