import { readOptions } from './read-options.ts';
import { nearHint, scan, type Scanned } from './scan.ts';
import type { CommandLine, Options, SubcommandSpec, Values } from './table.ts';
import { usageError } from './usage-error.ts';

/** What a command line asks for. */
export type Parsed<O extends Options> =
  | {
      readonly kind: 'run';
      readonly values: Values<O>;
      /** The operands; a runner's is the command and all its arguments, untouched. */
      readonly rest: readonly string[];
      /** How many of `rest` stood before `--`; `undefined` when there was none. */
      readonly dashes: number | undefined;
      /** The named command that was chosen, and the values of its own options. */
      readonly command?: string | undefined;
      readonly commandValues?: Readonly<Record<string, unknown>> | undefined;
    }
  | { readonly kind: 'help'; readonly command?: string | undefined }
  | { readonly kind: 'version' }
  | { readonly kind: 'completion'; readonly shell: 'bash' | 'zsh' | 'fish' };

/** The options that every tool has, unless its table gives the name or the letter another meaning. */
export const BUILT_IN = {
  help: { type: 'boolean', alias: 'h', describe: 'show this help' },
  version: { type: 'boolean', describe: 'show the version' },
  completion: {
    type: 'string',
    value: 'SHELL',
    choices: ['bash', 'zsh', 'fish'],
    describe: 'print the completion script of a shell',
  },
} as const satisfies Options;

/** The options that may stand at a point of the command line, the built-in ones included. */
export function withBuiltIn(options: Options): Options {
  const letters = new Set(Object.values(options).map((spec) => spec.alias));
  const { help } = BUILT_IN;
  return {
    ...options,
    ...BUILT_IN,
    help: letters.has('h') ? { ...help, alias: undefined } : help,
    // The tool's own meaning wins, and its place in the table is kept.
    ...options,
  };
}

/**
 * Reads the words after the tool's name. `--help` (`-h`), `--version` and
 * `--completion SHELL` are every tool's own.
 *
 * @throws ToolError `USAGE` (exit 2, or 125 in a runner) for an unknown option, a missing or bad
 * value, or an option given twice that takes one value.
 */
export function parseArgv<O extends Options>(
  table: CommandLine<O>,
  argv: readonly string[],
): Parsed<O> {
  const { commands } = table;
  const scanned = scan(argv, {
    options: withBuiltIn(table.options),
    halt: table.runner === true || commands !== undefined,
    stopAt: (name) => isBuiltIn(table.options, name),
    explain: (name) => ownerOf(table, name),
  });
  if (scanned.stopped) return builtIn(scanned.stopped);
  const values = valuesOf(table.options, scanned.words);
  const [first, ...after] = scanned.operands;
  if (commands && !(table.runner === true && scanned.dashes !== undefined)) {
    const spec = first !== undefined && Object.hasOwn(commands, first) && commands[first];
    if (spec) return parseCommand({ table, name: first, spec, argv: after, before: scanned });
    if (first === 'help' && after.length < 2 && table.runner !== true) {
      if (after[0] !== undefined && !Object.hasOwn(commands, after[0])) {
        throw unknownCommand(after[0], commands);
      }
      return { kind: 'help', command: after[0] };
    }
    if (table.runner !== true) {
      if (first !== undefined) throw unknownCommand(first, commands);
      throw usageError('no command is given', `it is one of: ${Object.keys(commands).join(', ')}`);
    }
  }
  return { kind: 'run', values, rest: scanned.operands, dashes: scanned.dashes };
}

interface CommandWords<O extends Options> {
  readonly table: CommandLine<O>;
  readonly name: string;
  readonly spec: SubcommandSpec;
  readonly argv: readonly string[];
  readonly before: Scanned;
}

function parseCommand<O extends Options>(given: CommandWords<O>): Parsed<O> {
  const { table, name, spec, argv, before } = given;
  if (spec.passThrough) {
    const values = valuesOf(table.options, before.words);
    return { kind: 'run', values, rest: argv, dashes: undefined, command: name, commandValues: {} };
  }
  const own = spec.options ?? {};
  const scanned = scan(argv, {
    options: withBuiltIn({ ...table.options, ...own }),
    halt: table.runner === true,
    stopAt: (option) => isBuiltIn({ ...table.options, ...own }, option),
    explain: (option) => ownerOf(table, option),
    given: before.words,
  });
  if (scanned.stopped) return builtIn(scanned.stopped, name);
  const isOwn = (word: string): boolean => Object.hasOwn(own, nameOf(word));
  return {
    kind: 'run',
    values: valuesOf(table.options, [
      ...before.words,
      ...scanned.words.filter((word) => !isOwn(word)),
    ]),
    rest: scanned.operands,
    dashes: scanned.dashes,
    command: name,
    commandValues: valuesOf(own, scanned.words.filter(isOwn)),
  };
}

/** One key per option, `undefined` where it wasn't given. */
function valuesOf<O extends Options>(options: O, words: readonly string[]): Values<O> {
  const read = words.length === 0 ? {} : readOptions(options, words);
  return Object.fromEntries(
    Object.keys(options).map((name) => [name, Object.hasOwn(read, name) ? read[name] : undefined]),
  ) as Values<O>;
}

function nameOf(word: string): string {
  return word.slice(2, word.indexOf('='));
}

function isBuiltIn(options: Options, name: string): boolean {
  return Object.hasOwn(BUILT_IN, name) && !Object.hasOwn(options, name);
}

function builtIn(
  { name, value }: NonNullable<Scanned['stopped']>,
  command?: string,
): Parsed<never> {
  if (name === 'version') return { kind: 'version' };
  if (name === 'completion') {
    return { kind: 'completion', shell: value as 'bash' | 'zsh' | 'fish' };
  }
  return { kind: 'help', command };
}

/** Which commands have an option that isn't known where it was written. */
function ownerOf(table: CommandLine, option: string): string | undefined {
  const owners = Object.entries(table.commands ?? {})
    .filter(([, spec]) => Object.hasOwn(spec.options ?? {}, option))
    .map(([name]) => `'${table.name} ${name}'`);
  return owners.length === 0
    ? undefined
    : `--${option} is an option of ${owners.join(', ')}: write it after the command's name`;
}

function unknownCommand(name: string, commands: NonNullable<CommandLine['commands']>) {
  return usageError(
    `unknown command ${JSON.stringify(name)}`,
    nearHint(name, Object.keys(commands)),
  );
}
