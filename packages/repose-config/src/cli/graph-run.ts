import { randomUUID } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import type { CliContext, Options } from '@nearhand/core/cli';
import { ToolError } from '@nearhand/core/errors';
import type { Folder } from '../folder/folder.ts';
import { graphOf, toHtml, toMermaid, toSvg, type GraphTrace } from '../graph/index.ts';
import { writeFolder } from '../node/write.ts';
import { print } from './command.ts';
import { judge, loadFolder, usage } from './folder-io.ts';

type Format = 'mermaid' | 'svg' | 'html' | 'json';

interface GraphValues {
  readonly format?: Format;
  readonly output?: string;
  readonly title?: string;
  readonly trace?: readonly string[];
  readonly header?: readonly string[];
}

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
  const given = commandValues as GraphValues;
  if (rest.length > 1) throw usage('graph takes one folder');
  const { dir, folder } = await loadFolder(world, rest[0]);
  const graph = graphOf(folder, judge(folder));
  const format = given.format ?? byEnding[extname(given.output ?? '').toLowerCase()] ?? 'mermaid';
  if (given.trace && format !== 'html')
    throw usage('--trace is for the page', 'Add "-o FILE.html".');
  const traces = given.trace ? await tracesOf(folder, given) : [];
  const drawn: Record<Format, () => string> = {
    mermaid: () => toMermaid(graph),
    svg: () => toSvg(graph),
    html: () => toHtml(graph, { title: given.title ?? basename(dir), traces }),
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

/** What happens to each request of `--trace`, by this folder. */
async function tracesOf(folder: Folder, given: GraphValues): Promise<GraphTrace[]> {
  const { memoryLimitStore, readChain, trace } = await import('../simulate/index.ts');
  const { requestOf } = await import('./trace-run.ts');
  const texts = new Map([...folder.files].map(([name, { text }]) => [name, text]));
  if (!folder.files.get('system-model.cfg.xml')?.document.root) {
    throw new ToolError('there is no system model to trace a request through', {
      code: 'NO_MODEL',
    });
  }
  const chain = readChain(texts);
  return (given.trace ?? []).map((words) => {
    const [, method, url] = /^([A-Z]+)\s+(\S+)$/.exec(words.trim()) ?? [];
    if (method === undefined || url === undefined) {
      throw usage(
        `${JSON.stringify(words)} is no request`,
        'Write it as in --trace "GET /v1/things".',
      );
    }
    const request = requestOf(chain, { method, url, given });
    const limits = memoryLimitStore();
    const result = trace(chain, request, { now: Date.now(), limits, newId: randomUUID });
    return { request: words.trim(), trace: result };
  });
}

/** Only what was drawn before may be replaced. */
function refuseForeign(file: string, shown: string): void {
  if (!lstatSync(file, { throwIfNoEntry: false })) return;
  const start = readFileSync(file, 'utf8').slice(0, 2000);
  if (
    /graph-summary|^flowchart TD|filter chain<\/title>|^\{\n {2}"version": 1,\n {2}"nodes": \[/.test(
      start,
    )
  )
    return;
  throw new ToolError(`${shown} is there already, and is no drawing of this tool`, {
    code: 'FILE_THERE',
    hint: 'Name another file, or remove it first.',
  });
}
