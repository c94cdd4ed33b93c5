import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';
import { dirOption, dryRunOption } from './options.ts';

export const spec = {
  usage: 'enable NAME...',
  summary: 'take a filter out of the comment that it stands in',
  options: {
    dir: dirOption,
    'dry-run': dryRunOption,
  },
  examples: [['repose-config enable rate-limiting', 'by its name, or by its id']],
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<number> {
  const { runSwitch } = await import('./edit-run.ts');
  return runSwitch(context, 'enable-filter');
}
