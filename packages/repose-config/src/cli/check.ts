import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';

export const spec = {
  usage: 'check [DIR | FILE...]',
  summary: 'say what is wrong, where, and what to write instead',
  complete: 'file',
  options: {
    fix: { type: 'boolean', describe: 'first mend what is safe to mend' },
    json: { type: 'boolean', describe: 'print the findings as JSON' },
    format: {
      type: 'string',
      choices: ['text', 'json', 'sarif', 'github'],
      describe: 'how to print the findings; sarif and github are for CI',
      defaultText: 'text',
    },
    type: {
      type: 'string',
      value: 'TYPE',
      describe: 'take the file for this type, whatever its name and its root element',
    },
    values: {
      type: 'string',
      value: 'FILE',
      complete: 'file',
      describe: 'values of placeholders: lines NAME=VALUE, or a JSON object',
    },
    here: {
      type: 'boolean',
      describe: "Repose runs on this machine: compare the nodes' hostnames with its own",
    },
    'own-filter': {
      type: 'list',
      value: 'NAME',
      describe: 'a filter of your own, that is no part of Repose',
    },
  },
  examples: [
    ['repose-config check', 'the folder that you stand in'],
    ['repose-config check --fix', 'mend what is surely meant, and check what is left'],
    ['repose-config check /etc/repose --here', 'on the machine that Repose runs on'],
    ['repose-config check - <rate-limiting.cfg.xml', 'one file, from stdin'],
    ['repose-config check conf --format sarif >repose.sarif', 'for code scanning'],
  ],
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<number> {
  const { runCheck } = await import('./check-run.ts');
  return runCheck(context);
}
