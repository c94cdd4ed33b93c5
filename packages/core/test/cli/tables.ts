import { defineCommandLine } from '../../src/cli.ts';

/** A runner with a dozen options of every kind. */
export const runner = defineCommandLine({
  name: 'rdo',
  version: () => '1.2.3',
  summary: 'run a command on the remote machine as if it were local',
  usage: ['[options] <command> [args...]', '[options]'],
  runner: true,
  options: {
    env: { type: 'string', alias: 'e', value: 'NAME', describe: 'use the target NAME' },
    pass: { type: 'list', alias: 'E', value: 'NAME[=VALUE]', describe: 'pass a variable' },
    config: { type: 'string', alias: 'c', value: 'FILE', complete: 'file', describe: 'read FILE' },
    into: { type: 'string', value: 'DIR', complete: 'directory', describe: 'work in DIR' },
    shim: { type: 'string', value: 'CMD', complete: 'command', describe: "write CMD's shim" },
    target: {
      type: 'string',
      value: 'NAME',
      complete: ['list-targets', "it's"],
      describe: 'a target',
    },
    'dry-run': { type: 'boolean', alias: 'n', describe: 'print the line that would run [only]' },
    verbose: { type: 'boolean', alias: 'v', describe: 'say more: every step' },
    port: { type: 'number', alias: 'p', integer: true, min: 1, max: 65_535, describe: 'the port' },
    client: { type: 'string', choices: ['openssh', 'builtin'], describe: 'the ssh client' },
    'no-stdin': { type: 'boolean', describe: 'leave stdin alone' },
    secret: { type: 'boolean', hidden: true, describe: 'not shown' },
  },
  examples: [['rdo make test', 'run the tests there']],
  notes: ['Exit status: that of the command; 125 when rdo itself fails.'],
});

/** A tool with named commands. */
export const tool = defineCommandLine({
  name: 'repose-config',
  version: () => '1.2.3',
  summary: 'read the configuration',
  usage: ['[options] <command> [args...]'],
  options: {
    root: { type: 'string', value: 'DIR', complete: 'directory', describe: 'the folder' },
    quiet: { type: 'boolean', alias: 'q', describe: 'say less' },
  },
  commands: {
    check: {
      usage: 'check [DIR | FILE...]',
      summary: 'find mistakes',
      complete: 'file',
      options: {
        strict: { type: 'boolean', describe: 'warnings are errors' },
        format: { type: 'string', choices: ['text', 'sarif'], describe: 'how to print' },
      },
      examples: [['repose-config check', 'this folder']],
    },
    graph: {
      usage: 'graph',
      summary: "draw it: one picture, the folder's",
      options: { format: { type: 'string', choices: ['svg', 'html'], describe: 'of what kind' } },
    },
    'check-out': { usage: 'check-out NAME', summary: 'nothing', complete: ['list-names'] },
  },
});

/** A runner with named commands, of which one hands on whatever follows. */
export const mixed = defineCommandLine({
  name: 'xe',
  version: () => '1.2.3',
  summary: "run a command in the project's environment",
  usage: ['[options] <command> [args...]', 'bootstrap [-c]', 'test [args...]'],
  runner: true,
  options: { which: { type: 'boolean', alias: 'w', describe: 'say which program' } },
  commands: {
    bootstrap: {
      usage: 'bootstrap [-c]',
      summary: 'make the environment',
      options: { clean: { type: 'boolean', alias: 'c', describe: 'from nothing' } },
    },
    test: { usage: 'test [args...]', summary: 'run the tests', passThrough: true },
  },
});
