import { createRequire } from 'node:module';
import { defineCommandLine, runCli } from '@nearhand/core/cli';
import type { Outcome } from '@nearhand/core/process';
import type { World } from '@nearhand/core/report';
import { runCommand } from './cli/run.ts';
import { usage } from './cli/usage.ts';

// For bin/: one file to find, in place of two.
export { startTool } from '@nearhand/core/process';

/** The modes that exclude each other; without one, xe runs the command. */
const MODES = ['which', 'explain', 'env', 'shim', 'trust', 'untrust'] as const;

export const commandLine = defineCommandLine({
  name: 'xe',
  version: () => {
    const require = createRequire(import.meta.url);
    return (require('@nearhand/xe/package.json') as { version: string }).version;
  },
  summary: "Run a command in the project's own environment, with no activation",
  usage: [
    '[options] <command> [args...]',
    '--which <command>',
    '--explain [command [args...]]',
    '--env [--shell SHELL | --json]',
    '--shim <name>...',
    '--trust | --untrust',
  ],
  runner: true,
  options: {
    for: {
      type: 'string',
      value: 'FILE',
      describe: 'take the project of this file or folder, not of the working directory',
      complete: 'file',
    },
    'dry-run': { type: 'boolean', alias: 'n', describe: 'print what would run, as a line for sh' },
    which: { type: 'boolean', describe: 'print the path of the program that would run' },
    explain: {
      type: 'boolean',
      describe: 'say why: the root, every candidate, every variable, the command',
    },
    env: { type: 'boolean', describe: 'print the changes to the environment' },
    shell: {
      type: 'string',
      value: 'SHELL',
      choices: ['sh', 'fish', 'powershell'],
      defaultText: 'sh',
      describe: 'the language of --env',
    },
    json: { type: 'boolean', describe: 'print --which, --explain and --env as JSON' },
    shim: {
      type: 'boolean',
      describe: 'write a small program for each name, for IDEs and scripts',
    },
    'shim-dir': {
      type: 'string',
      value: 'DIR',
      defaultText: '~/.local/share/xe/shims',
      describe: 'where --shim writes',
      complete: 'directory',
    },
    'shim-cache': {
      type: 'string',
      value: 'DIR',
      describe: 'keep what was found for the shims',
      hidden: true,
    },
    trust: { type: 'boolean', describe: "trust what the project's .xerc says, as it is now" },
    untrust: { type: 'boolean', describe: 'take that back' },
  },
  commands: {
    bootstrap: {
      usage: 'bootstrap [options]',
      summary:
        "make the environment and install what the project declares, by the project's own tools",
      options: {
        clean: { type: 'boolean', alias: 'c', describe: 'remove the environment first' },
        index: {
          type: 'string',
          alias: 'i',
          value: 'URL',
          describe: 'the package index that pip uses',
        },
      },
    },
    test: {
      usage: 'test [args...]',
      summary: "run the project's tests: TEST_RUNNER of .xerc, else what the project has",
      passThrough: true,
    },
    manage: {
      usage: 'manage [args...]',
      summary: "run Django's manage.py with the project's Python",
      passThrough: true,
    },
  },
  examples: [
    ['xe python -m http.server', "the project's Python, from any folder of it"],
    ['xe -- test -f x', 'the program called test, not the command of xe'],
    ['xe --explain pytest', 'where pytest comes from, and why'],
    ['eval "$(xe --env)"', 'change this shell after all'],
  ],
  notes: [
    "Exit status: the command's own. 125: xe itself failed. 126: found, but cannot",
    'be run. 127: not found.',
  ],
});

export function main(argv: readonly string[], world: World): Promise<Outcome> {
  return runCli(commandLine, argv, world, async (context) => {
    const { values } = context;
    const modes = MODES.filter((mode) => values[mode] === true);
    if (modes.length > 1) throw usage(`--${modes[0]} and --${modes[1]} exclude each other`);
    const [mode] = modes;
    if (values.shell !== undefined && mode !== 'env') throw usage('--shell belongs to --env');
    if (values['shim-dir'] !== undefined && mode !== 'shim') {
      throw usage('--shim-dir belongs to --shim');
    }
    if (values.json === true && !(mode === 'env' || mode === 'explain' || mode === 'which')) {
      throw usage('--json belongs to --which, --explain and --env');
    }
    if (mode === undefined && context.command === undefined) return runCommand(context);
    if (mode === 'shim') return (await import('./cli/shim.ts')).writeShims(context);
    if (mode === 'trust' || mode === 'untrust') {
      return (await import('./cli/trust.ts')).changeTrust(context, mode);
    }
    if (mode !== undefined) return (await import('./cli/inspect.ts')).inspect(context, mode);
    if (context.command === 'bootstrap') {
      return (await import('./cli/bootstrap.ts')).bootstrap(context);
    }
    return (await import('./cli/project-commands.ts')).projectCommand(context);
  });
}
