import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';
import type { Outcome } from '@nearhand/core/process';
import { dryRunOption, programOption } from './docker-options.ts';

export const spec = {
  usage: 'logs [DIR]',
  summary: "print the log of the folder's container",
  complete: 'directory',
  options: {
    follow: {
      type: 'boolean',
      alias: 'f',
      describe: 'go on with what is written from now on, and check every change of the folder',
    },
    tail: {
      type: 'number',
      integer: true,
      min: 0,
      value: 'N',
      describe: 'only so many lines from the end',
    },
    program: programOption,
    'dry-run': dryRunOption,
  },
  examples: [['repose-config logs --follow --tail 20', 'the last lines, and all that come']],
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<Outcome | number> {
  const { runLogs } = await import('./logs-run.ts');
  return runLogs(context);
}
