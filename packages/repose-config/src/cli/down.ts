import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';
import { dryRunOption, programOption } from './docker-options.ts';

export const spec = {
  usage: 'down [DIR]',
  summary: 'end the container that up started for the folder, and remove it',
  complete: 'directory',
  options: { program: programOption, 'dry-run': dryRunOption },
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<number> {
  const { runDown } = await import('./down-run.ts');
  return runDown(context);
}
