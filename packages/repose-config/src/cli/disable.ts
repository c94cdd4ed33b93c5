import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';
import { dirOption, dryRunOption } from './options.ts';

export const spec = {
  usage: 'disable NAME...',
  summary: 'make a comment of a filter, so that requests pass it by',
  options: {
    dir: dirOption,
    'dry-run': dryRunOption,
  },
  examples: [['repose-config disable rate-limiting', 'by its name, or by its id']],
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<number> {
  const { runSwitch } = await import('./edit-run.ts');
  return runSwitch(context, 'disable-filter');
}
