import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';
import { dirOption, dryRunOption } from './options.ts';

const nodePort = { type: 'number', integer: true, min: 1, max: 65_535, value: 'PORT' } as const;

export const spec = {
  usage: 'add filter NAME | add endpoint URL | add node HOSTNAME',
  summary: 'add a filter with its file, a destination, or a node',
  complete: ['repose-config', 'get', '--complete'],
  options: {
    dir: dirOption,
    'dry-run': dryRunOption,
    id: { type: 'string', value: 'ID', describe: 'its id' },
    configuration: {
      type: 'string',
      value: 'FILE',
      describe: 'the file that the filter reads, if not its usual one',
    },
    default: { type: 'boolean', describe: 'make the endpoint the default one' },
    'http-port': {
      ...nodePort,
      describe: 'where the node listens for HTTP',
    },
    'https-port': {
      ...nodePort,
      describe: 'where the node listens for HTTPS',
    },
  },
  examples: [
    ['repose-config add filter rate-limiting', 'puts it where it belongs, and writes its file'],
    ['repose-config add endpoint https://v2.example.org --id v2', 'a second destination'],
    ['repose-config add node repose2.example.org --http-port 8080', 'a second machine'],
  ],
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<number> {
  const { runAdd } = await import('./edit-run.ts');
  return runAdd(context);
}
