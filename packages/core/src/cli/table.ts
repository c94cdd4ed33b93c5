/**
 * What a shell completes a word with: names of files, of folders, of programs, or the lines that a
 * command prints (its argv; it gets the word as far as it is typed as a last argument, and must be
 * quick and harmless: it runs whenever somebody presses the key).
 */
export type Completion = 'file' | 'directory' | 'command' | readonly string[];

/** One option. Its name is its key in the table, in kebab case (`dry-run`). */
export interface OptionSpec {
  /** `list` collects every use: `-E A -E B=1`. A comma doesn't split. */
  readonly type: 'boolean' | 'string' | 'number' | 'list';
  /** What it does: a few words, no full stop; they stand in the help, the README and the man page. */
  readonly describe: string;
  /** One letter, for `-n`. */
  readonly alias?: string | undefined;
  /** What stands for the value in the help: `NAME`, `FILE`, `N`. Default: the type's own word. */
  readonly value?: string | undefined;
  readonly choices?: readonly string[] | undefined;
  /** A number without a fraction. */
  readonly integer?: boolean | undefined;
  /** The smallest and the largest number that may be given. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Said in the help. It isn't filled in: an option that wasn't given is `undefined`. */
  readonly defaultText?: string | undefined;
  /** What the shell completes the value with. Default: nothing. */
  readonly complete?: Completion | undefined;
  /** Works, but isn't shown in the help. */
  readonly hidden?: boolean | undefined;
}

export type Options = Readonly<Record<string, OptionSpec>>;

/** A command of a tool that has several, such as `repose-config check`. */
export interface SubcommandSpec {
  /** The words after the tool's name: `check [DIR | FILE...]`. */
  readonly usage: string;
  readonly summary: string;
  readonly options?: Options | undefined;
  readonly examples?: readonly (readonly [command: string, what: string])[] | undefined;
  /** What the shell completes the operands with. */
  readonly complete?: Completion | undefined;
  /**
   * Every word after the command's name belongs to another program, options too: `xe test -k name`.
   * Such a command has no options of its own, and no `--help`.
   */
  readonly passThrough?: boolean | undefined;
}

export interface CommandLine<O extends Options = Options> {
  /** The tool's name as it is typed. */
  readonly name: string;
  /** Asked only for `--version` and the man page, so that no other run reads the manifest. */
  readonly version: () => string;
  /** One line, starting with a verb. */
  readonly summary: string;
  /** The words after the tool's name, one form a line: `[options] <command> [args...]`. */
  readonly usage: readonly string[];
  readonly options: O;
  /**
   * A runner: parsing stops at the first word that is no option, and everything from there on
   * belongs to the command. Without it, options may stand anywhere before `--`.
   */
  readonly runner?: boolean | undefined;
  /**
   * Named commands: the first operand chooses one. In a runner any other word is the program to
   * run, and after `--` even a command's name is; elsewhere one of the commands must be named.
   */
  readonly commands?: Readonly<Record<string, SubcommandSpec>> | undefined;
  readonly examples?: readonly (readonly [command: string, what: string])[] | undefined;
  /** Lines at the end of the help, such as the exit codes. */
  readonly notes?: readonly string[] | undefined;
  /** What the shell completes the operands with. A runner's is `command`. */
  readonly complete?: Completion | undefined;
}

type ValueOf<S extends OptionSpec> = S['type'] extends 'boolean'
  ? boolean
  : S['type'] extends 'number'
    ? number
    : S['type'] extends 'list'
      ? readonly string[]
      : S extends { readonly choices: readonly (infer C)[] }
        ? C
        : string;

/** The values that a parse gives: one key per option, `undefined` where it wasn't given. */
export type Values<O extends Options> = { readonly [K in keyof O]: ValueOf<O[K]> | undefined };

/** Gives the table back with its literal types kept. Every tool has one. */
export function defineCommandLine<const O extends Options>(table: CommandLine<O>): CommandLine<O> {
  return table;
}
