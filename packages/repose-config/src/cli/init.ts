import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';
import { dryRunOption } from './options.ts';

export const spec = {
  usage: 'init [DIR]',
  summary: 'write the default folder of Repose 9, every file explained',
  complete: 'directory',
  options: {
    with: {
      type: 'list',
      value: 'FILTERS',
      describe: 'filters to put into the chain, with commas between them',
    },
    docker: {
      type: 'boolean',
      describe: 'also a Dockerfile for up --build; a folder that is there gets only that',
    },
    compose: {
      type: 'boolean',
      describe: 'also a Compose file; with --docker it builds the image',
    },
    'dry-run': dryRunOption,
  },
  examples: [
    ['repose-config init conf', 'a folder to begin with'],
    ['repose-config init --with rate-limiting,keystone-v2', 'with filters and their files'],
    ['repose-config init --docker --compose', 'with an image of your own, and a Compose file'],
  ],
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<number> {
  const { runInit } = await import('./init-run.ts');
  return runInit(context);
}
