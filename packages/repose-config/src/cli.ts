import { createRequire } from 'node:module';
import { defineCommandLine, runCli } from '@nearhand/core/cli';
import type { Outcome } from '@nearhand/core/process';
import type { World } from '@nearhand/core/report';
import * as check from './cli/check.ts';
import type { Subcommand } from './cli/command.ts';
import * as explain from './cli/explain.ts';

const require = createRequire(import.meta.url);

/** By name. Each file holds the words of one command, and loads what runs it when it is run. */
const commands = { check, explain } satisfies Record<string, Subcommand>;

export const commandLine = defineCommandLine({
  name: 'repose-config',
  version: () => (require('@nearhand/repose-config/package.json') as { version: string }).version,
  summary: 'Read, change, check and draw the configuration of the Repose HTTP proxy',
  usage: ['<command> [options]'],
  options: {},
  commands: Object.fromEntries(Object.entries(commands).map(([name, { spec }]) => [name, spec])),
  examples: [
    [
      'repose-config check /etc/repose',
      'say what is wrong with a folder, and what to write instead',
    ],
    ['repose-config explain rate-limiting', 'say what a file is for, and what may stand in it'],
  ],
  notes: ['Exit codes: 0 fine (warnings too), 1 errors were found or it failed, 2 misuse.'],
});

export function main(argv: readonly string[], world: World): Promise<Outcome> {
  return runCli(commandLine, argv, world, (context) => {
    const name = context.command as keyof typeof commands;
    return commands[name].run(context);
  });
}
