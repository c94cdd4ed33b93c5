import type { OptionSpec } from '@nearhand/core/cli';

/** The options of every command that speaks to a container engine. */
export const programOption = {
  type: 'string',
  value: 'PROGRAM',
  complete: 'command',
  describe: 'what speaks to the engine: docker, podman, or a path to either',
  defaultText: 'docker',
} as const satisfies OptionSpec;

export const dryRunOption = {
  type: 'boolean',
  alias: 'n',
  describe: 'only print the commands, as lines to paste into a shell',
} as const satisfies OptionSpec;

export const timeoutOption = {
  type: 'number',
  min: 0,
  value: 'SECONDS',
  describe: "how long to wait for 'Repose ready' in the log",
  defaultText: '120',
} as const satisfies OptionSpec;
