import type { CommandLine, Options, Values } from './table.ts';

/** What a command line asks for. */
export type Parsed<O extends Options> =
  | {
      readonly kind: 'run';
      readonly values: Values<O>;
      /** The operands; a runner's is the command and all its arguments, untouched. */
      readonly rest: readonly string[];
      /** The named command that was chosen, and the values of its own options. */
      readonly command?: string | undefined;
      readonly commandValues?: Readonly<Record<string, unknown>> | undefined;
    }
  | { readonly kind: 'help'; readonly command?: string | undefined }
  | { readonly kind: 'version' }
  | { readonly kind: 'completion'; readonly shell: 'bash' | 'zsh' | 'fish' };

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
  throw new Error(`not written yet: ${table.name} ${argv.join(' ')}`);
}
