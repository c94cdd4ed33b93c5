import { createRequire } from 'node:module';
import { defineCommandLine, runCli } from '@nearhand/core/cli';
import type { Outcome } from '@nearhand/core/process';
import type { World } from '@nearhand/core/report';
import * as add from './cli/add.ts';
import * as check from './cli/check.ts';
import type { Subcommand } from './cli/command.ts';
import * as diff from './cli/diff.ts';
import * as disable from './cli/disable.ts';
import * as down from './cli/down.ts';
import * as enable from './cli/enable.ts';
import * as explain from './cli/explain.ts';
import * as get from './cli/get.ts';
import * as graph from './cli/graph.ts';
import * as init from './cli/init.ts';
import * as logs from './cli/logs.ts';
import * as migrate from './cli/migrate.ts';
import * as preview from './cli/preview.ts';
import * as remove from './cli/remove.ts';
import * as restart from './cli/restart.ts';
import * as set from './cli/set.ts';
import * as status from './cli/status.ts';
import * as trace from './cli/trace.ts';
import * as up from './cli/up.ts';

// For bin/: one file to find, in place of two.
export { startTool } from '@nearhand/core/process';

/** By name. Each file holds the words of one command, and loads what runs it when it is run. */
const commands = {
  init,
  check,
  explain,
  get,
  set,
  add,
  remove,
  enable,
  disable,
  graph,
  diff,
  migrate,
  trace,
  preview,
  up,
  down,
  restart,
  status,
  logs,
} satisfies Record<string, Subcommand>;

export const commandLine = defineCommandLine({
  name: 'repose-config',
  version: () => {
    const require = createRequire(import.meta.url);
    return (require('@nearhand/repose-config/package.json') as { version: string }).version;
  },
  summary: 'Read, change, check, draw and try the configuration of the Repose HTTP proxy',
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
