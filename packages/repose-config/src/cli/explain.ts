import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';

export const spec = {
  usage: 'explain [TYPE[/ELEMENT.../@ATTRIBUTE]]',
  summary: 'say what a file, an element or an attribute means',
  complete: ['repose-config', 'explain', '--complete'],
  options: {
    complete: {
      type: 'string',
      value: 'WORD',
      hidden: true,
      describe: 'print the paths that begin so',
    },
    json: { type: 'boolean', describe: 'print the JSON Schema of the type' },
  },
  examples: [
    ['repose-config explain', 'list all config types'],
    ['repose-config explain rate-limiting', 'one type, with an example'],
    ['repose-config explain system-model/nodes/node', 'one element'],
    ['repose-config explain system-model/nodes/node/@http-port', 'one attribute'],
  ],
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<number> {
  const { runExplain } = await import('./explain-run.ts');
  return runExplain(context);
}
