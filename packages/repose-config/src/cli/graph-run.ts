import { lstatSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import type { CliContext, Options } from '@nearhand/core/cli';
import { ToolError } from '@nearhand/core/errors';
import { graphOf, toHtml, toMermaid, toSvg } from '../graph/index.ts';
import { writeFolder } from '../node/write.ts';
import { print } from './command.ts';
import { judge, loadFolder, usage } from './folder-io.ts';

type Format = 'mermaid' | 'svg' | 'html' | 'json';

const byEnding: Readonly<Record<string, Format>> = {
  '.html': 'html',
  '.htm': 'html',
  '.svg': 'svg',
  '.json': 'json',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
};

export async function runGraph({
  world,
  report,
  rest,
  commandValues,
}: CliContext<Options>): Promise<number> {
  const given = commandValues as {
    readonly format?: Format;
    readonly output?: string;
    readonly title?: string;
  };
  if (rest.length > 1) throw usage('graph takes one folder');
  const { dir, folder } = await loadFolder(world, rest[0]);
  const graph = graphOf(folder, judge(folder));
  const format = given.format ?? byEnding[extname(given.output ?? '').toLowerCase()] ?? 'mermaid';
  const drawn: Record<Format, () => string> = {
    mermaid: () => toMermaid(graph),
    svg: () => toSvg(graph),
    html: () => toHtml(graph, { title: given.title ?? basename(dir) }),
    json: () => `${JSON.stringify({ version: 1, ...graph }, null, 2)}\n`,
  };
  const text = drawn[format]();
  if (given.output === undefined) {
    await print(world, text);
    return 0;
  }
  const file = resolve(world.cwd, given.output);
  refuseForeign(file, given.output);
  writeFolder(dirname(file), new Map([[basename(file), text]]));
  report.note(`wrote ${given.output}`);
  return 0;
}

/** Only what was drawn before may be replaced. */
function refuseForeign(file: string, shown: string): void {
  if (!lstatSync(file, { throwIfNoEntry: false })) return;
  const start = readFileSync(file, 'utf8').slice(0, 2000);
  if (/graph-summary|^flowchart TD|filter chain<\/title>|"version": 1/.test(start)) return;
  throw new ToolError(`${shown} is there already, and is no drawing of this tool`, {
    code: 'FILE_THERE',
    hint: 'Name another file, or remove it first.',
  });
}
