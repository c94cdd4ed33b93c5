import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';
import { programOption } from './docker-options.ts';

export const spec = {
  usage: 'status [DIR]',
  summary: "say whether the folder's container runs, since when, and where; exit 1 if it doesn't",
  complete: 'directory',
  options: {
    json: { type: 'boolean', describe: 'print it as JSON' },
    program: programOption,
  },
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<number> {
  const { runStatus } = await import('./status-run.ts');
  return runStatus(context);
}
