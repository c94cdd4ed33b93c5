import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';

export const spec = {
  usage: 'graph [DIR]',
  summary: 'draw the filter chain and the destinations',
  complete: 'directory',
  options: {
    format: {
      type: 'string',
      choices: ['mermaid', 'svg', 'html', 'json'],
      describe: 'how to draw it',
      defaultText: 'by the ending of --output, else mermaid',
    },
    output: {
      type: 'string',
      alias: 'o',
      value: 'FILE',
      complete: 'file',
      describe: 'write to a file; an older drawing is replaced',
    },
    trace: {
      type: 'list',
      value: 'METHOD URL',
      describe: 'on the page, show the way of this request',
    },
    header: {
      type: 'list',
      alias: 'H',
      value: 'NAME: VALUE',
      describe: 'a header of the requests of --trace',
    },
    title: {
      type: 'string',
      value: 'TEXT',
      describe: 'the title of the page',
      defaultText: "the folder's name",
    },
  },
  examples: [
    ['repose-config graph -o chain.html', 'one page that needs no network'],
    ['repose-config graph -o chain.html --trace "GET /v1/things"', 'with the way of a request'],
    ['repose-config graph /etc/repose --format svg >chain.svg', 'only the picture'],
  ],
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<number> {
  const { runGraph } = await import('./graph-run.ts');
  return runGraph(context);
}
