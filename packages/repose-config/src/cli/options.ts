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

/** Where a command serves. What the port is in place of, and what is usual, each says itself. */
export const portOption = {
  type: 'number',
  integer: true,
  min: 0,
  max: 65_535,
  alias: 'p',
  value: 'N',
} as const;

export const hostOption = { type: 'string', value: 'ADDRESS' } as const;
