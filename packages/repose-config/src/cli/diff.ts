import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';

export const spec = {
  usage: 'diff A B',
  summary: 'say what differs between two folders or files, by meaning',
  complete: 'file',
  options: {
    json: { type: 'boolean', describe: 'print the differences as JSON' },
    'exit-code': { type: 'boolean', describe: 'exit with 1 when something differs' },
  },
  examples: [
    ['repose-config diff /etc/repose conf', 'layout, comments and written defaults do not count'],
  ],
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<number> {
  const { runDiff } = await import('./diff-run.ts');
  return runDiff(context);
}
