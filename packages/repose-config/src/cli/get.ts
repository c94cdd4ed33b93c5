import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';
import { dirOption } from './options.ts';

export const spec = {
  usage: 'get KEY... | get endpoint',
  summary: 'print the value of an attribute or an element, or its default',
  complete: ['repose-config', 'get', '--complete'],
  options: {
    dir: dirOption,
    json: { type: 'boolean', describe: 'print the value with its place as JSON' },
    complete: {
      type: 'string',
      value: 'WORD',
      hidden: true,
      describe: 'print the keys that begin so',
    },
  },
  examples: [
    ['repose-config get system-model/nodes/node/http-port', 'the port that Repose listens on'],
  ],
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<number> {
  const { runGet } = await import('./edit-run.ts');
  return runGet(context);
}
