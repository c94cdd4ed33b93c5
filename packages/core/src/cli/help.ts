import yargs from 'yargs';
import { withBuiltIn } from './parse.ts';
import { capital, shortDescription, shownName, shownOptions } from './shown.ts';
import type { CommandLine, OptionSpec, Options, SubcommandSpec } from './table.ts';

/** Beyond this the left column leaves too little to the right one on a terminal of 80 columns. */
const LONGEST_CHOICES = 16;
const LONGEST_COMMAND = 24;

/** Lines longer than this are hard to read, however wide the terminal is. */
const WIDEST = 100;

/**
 * The text of `--help`, of the tool or of one of its commands.
 *
 * yargs only lays it out: it is told each option as `env NAME`, so that the help names the value
 * as the README and the man page do.
 */
export async function helpText(
  table: CommandLine,
  where: { readonly command?: string | undefined; readonly columns?: number | undefined },
): Promise<string> {
  const command = where.command === undefined ? undefined : table.commands?.[where.command];
  const { examples = [], summary } = command ?? table;
  const usage = (command ? [command.usage] : table.usage).map(
    (line, index) => `${index === 0 ? 'usage:' : '      '} ${table.name} ${line}`,
  );
  const columns = Math.min(Math.max(where.columns ?? 80, 20), WIDEST);
  const layout = yargs([])
    // The bundled yargs has no locale files, and would look for a manifest to find a version.
    .detectLocale(false)
    .locale('en')
    .version(false)
    .help(false)
    .scriptName('')
    .usage(`${capital(summary)}.`)
    .wrap(columns);
  const add = (options: Options, heading: string): void => {
    const keys = shownOptions(options).map(([name, full]) => {
      const spec = narrow(full);
      const key = shownName(name, spec).slice(2);
      layout.option(key, { alias: spec.alias, describe: shortDescription(spec) });
      return key;
    });
    if (keys.length > 0) layout.group(keys, heading);
  };

  if (command?.options) add(command.options, '');
  else for (const [words, what] of commandsOf(table, command)) layout.command(words, what);
  const several = command !== undefined || table.commands !== undefined;
  const heading = !several ? '' : table.runner ? 'Options:' : 'Options of every command:';
  add(withHelpRow(table.options), heading);
  for (const [words, what] of examples) layout.example(words, what);
  if (!command && table.notes) layout.epilogue(table.notes.join('\n'));
  const laidOut = (await layout.getHelp()).replaceAll(/ +$/gm, '').replaceAll(/\n{3,}/g, '\n\n');
  const more = `Commands ('${table.name} COMMAND --help' says more):`;
  const text = more.length > columns ? laidOut : laidOut.replace(/^Commands:$/m, more);
  return `${usage.join('\n')}\n${text}\n`;
}

/** The commands as they are typed, or their names alone where that would be too long. */
function commandsOf(table: CommandLine, chosen: SubcommandSpec | undefined): [string, string][] {
  if (chosen) return [];
  const commands = Object.entries(table.commands ?? {});
  const short = commands.every(([, { usage }]) => usage.length <= LONGEST_COMMAND);
  return commands.map(([name, { usage, summary }]) => [short ? usage : name, summary]);
}

/** Many choices stand behind the description, not in the left column. */
function narrow(spec: OptionSpec): OptionSpec {
  const long = spec.choices && spec.choices.join('|').length > LONGEST_CHOICES;
  return long && spec.value === undefined ? { ...spec, value: 'CHOICE' } : spec;
}

/** The options with one row for the three that every tool has: the help is to fit a screen. */
function withHelpRow(options: Options): Options {
  const { help, version, completion, ...own } = withBuiltIn(options);
  const others = [
    options['version'] ? undefined : '--version',
    options['completion'] ? undefined : '--completion',
  ].filter((name) => name !== undefined);
  return {
    ...own,
    ...(options['version'] ? { version } : {}),
    ...(options['completion'] ? { completion } : {}),
    help: options['help'] ?? { ...help!, describe: `${help!.describe}; also ${others.join(', ')}` },
  } as Options;
}
