import type { OptionSpec } from '@nearhand/core/cli';

/** The options of every command that changes a folder. */
export const dirOption = {
  type: 'string',
  alias: 'C',
  value: 'DIR',
  complete: 'directory',
  describe: 'the configuration folder',
  defaultText: 'the current folder',
} as const satisfies OptionSpec;

export const dryRunOption = {
  type: 'boolean',
  alias: 'n',
  describe: 'only show what would change',
} as const satisfies OptionSpec;
