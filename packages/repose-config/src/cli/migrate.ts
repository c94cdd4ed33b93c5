import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';
import { dryRunOption } from './options.ts';

export const spec = {
  usage: 'migrate [DIR]',
  summary: 'bring a folder of Repose 7 or 8 to 9, and say what needs a person',
  complete: 'directory',
  options: {
    to: {
      type: 'string',
      value: 'DIR',
      complete: 'directory',
      describe: 'write the whole new folder there, and leave the old one as it is',
    },
    'dry-run': dryRunOption,
    json: { type: 'boolean', describe: 'print the report as JSON in place of the diff' },
  },
  examples: [
    ['repose-config migrate conf --dry-run', 'what would change'],
    ['repose-config migrate /etc/repose --to repose9', 'into a new folder'],
  ],
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<number> {
  const { runMigrate } = await import('./migrate-run.ts');
  return runMigrate(context);
}
