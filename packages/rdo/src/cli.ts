import { createRequire } from 'node:module';
import { defineCommandLine, runCli, type CliContext } from '@nearhand/core/cli';
import type { Outcome } from '@nearhand/core/process';
import type { World } from '@nearhand/core/report';
import { runCommand } from './cli/run-command.ts';

// For bin/: one file to find, in place of two.
export { startTool } from '@nearhand/core/process';

const options = {
  target: {
    type: 'string',
    alias: 'e',
    value: 'NAME',
    describe: 'target of .rdo.conf to use ($RDO_ENV)',
  },
  'set-env': {
    type: 'list',
    alias: 'E',
    value: 'NAME[=VALUE]',
    describe: 'set a variable there (no VALUE: as it is here)',
  },
  'no-stdin': { type: 'boolean', alias: 'n', describe: "don't read stdin" },
  tty: { type: 'boolean', alias: 't', describe: 'allocate a terminal, even when this is none' },
  'no-tty': { type: 'boolean', alias: 'T', describe: 'allocate no terminal' },
  map: { type: 'boolean', describe: 'translate paths in arguments and output' },
  'no-sync': { type: 'boolean', describe: 'send and fetch no files, whatever .rdo.conf says' },
  shim: { type: 'boolean', describe: 'write .rdo/bin/NAME, programs for an IDE' },
  'dry-run': { type: 'boolean', describe: 'print a line that does the same' },
  trust: { type: 'boolean', describe: 'trust .rdo.conf as it is (--untrust: no longer)' },
  untrust: { type: 'boolean', describe: 'trust .rdo.conf no longer', hidden: true },
  on: { type: 'string', value: 'A,B', describe: 'run on several targets at once' },
  all: { type: 'boolean', describe: 'run on every target' },
  init: { type: 'boolean', describe: 'write a .rdo.conf by what lies in this folder' },
  doctor: { type: 'boolean', describe: 'check every step on the way, and say what to do' },
  list: { type: 'boolean', describe: 'list the targets and the open connections' },
  close: { type: 'boolean', describe: 'end the open connections' },
  json: { type: 'boolean', describe: 'with --list and --doctor: JSON' },
  'as-shim': { type: 'string', value: 'FILE', describe: 'run as this shim does', hidden: true },
  explain: { type: 'boolean', describe: 'print where each setting came from' },
} as const;

export const commandLine = defineCommandLine({
  name: 'rdo',
  version: () => {
    const require = createRequire(import.meta.url);
    return (require('@nearhand/rdo/package.json') as { version: string }).version;
  },
  summary: "Run a command on the project's remote machine as if it were local",
  usage: ['[options] <command> [args...]', '[options]'],
  runner: true,
  options,
  complete: 'command',
  notes: ["Exits as the command did; 125: rdo failed, 126: can't be run, 127: not found."],
});

export type RdoContext = CliContext<typeof options>;

export function main(argv: readonly string[], world: World): Promise<Outcome> {
  return runCli(commandLine, argv, world, (context) => dispatch(context, argv));
}

async function dispatch(context: RdoContext, argv: readonly string[]): Promise<Outcome | number> {
  const { values } = context;
  if (values.trust || values.untrust) return (await import('./cli/trust.ts')).trustCommand(context);
  if (values.shim) return (await import('./cli/shim.ts')).shimCommand(context);
  if (values.init) return (await import('./cli/init.ts')).initCommand(context);
  if (values.doctor) return (await import('./cli/doctor.ts')).doctorCommand(context);
  if (values.list) return (await import('./cli/connections.ts')).listCommand(context);
  if (values.close) return (await import('./cli/connections.ts')).closeCommand(context);
  if (values.on !== undefined || values.all) {
    return (await import('./cli/several.ts')).severalCommand(context, argv);
  }
  if (values['dry-run'] || values.explain) {
    return (await import('./cli/explain.ts')).explain(context, argv);
  }
  return runCommand(context, argv);
}
