import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';
import { dirOption, dryRunOption } from './options.ts';

export const spec = {
  usage: 'remove filter NAME | remove KEY',
  summary: 'take a filter, an element or an attribute away',
  complete: ['repose-config', 'get', '--complete'],
  options: {
    dir: dirOption,
    'dry-run': dryRunOption,
    'with-file': {
      type: 'boolean',
      describe: "remove the filter's file too, if nothing else reads it",
    },
  },
  examples: [
    ['repose-config remove filter cors', 'its file stays'],
    ['repose-config remove "system-model/nodes/node[node2]"', 'any element or attribute'],
  ],
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<number> {
  const { runRemove } = await import('./edit-run.ts');
  return runRemove(context);
}
