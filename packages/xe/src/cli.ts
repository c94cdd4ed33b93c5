import { createRequire } from 'node:module';
import { defineCommandLine, runCli } from '@nearhand/core/cli';
import type { Outcome } from '@nearhand/core/process';
import type { World } from '@nearhand/core/report';

const require = createRequire(import.meta.url);

export const commandLine = defineCommandLine({
  name: 'xe',
  version: () => (require('@nearhand/xe/package.json') as { version: string }).version,
  summary: '',
  usage: ['[options]'],
  options: {},
});

export function main(argv: readonly string[], world: World): Promise<Outcome> {
  return runCli(commandLine, argv, world, async () => 0);
}
