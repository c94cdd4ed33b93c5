import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { CliContext, Options } from '@nearhand/core/cli';
import { didYouMean } from '@nearhand/core/config';
import { painter, wantsColour, type Paint } from '@nearhand/core/report';
import {
  memoryLimitStore,
  readChain,
  trace,
  type Chain,
  type IncomingRequest,
  type Step,
  type Trace,
} from '../simulate/index.ts';
import { print } from './command.ts';
import { loadFolder, refuseErrors, usage } from './folder-io.ts';

export interface TraceValues {
  readonly dir?: string;
  readonly header?: readonly string[];
  readonly from?: string;
  readonly json?: boolean;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

export async function runTrace(context: CliContext<Options>): Promise<number> {
  const { world, rest } = context;
  const given = context.commandValues as TraceValues;
  const [method, url, ...more] = rest;
  if (method === undefined || url === undefined || more.length > 0) {
    throw usage(
      'trace takes a method and a URL',
      "For example: repose-config trace GET '/v1/things?a=b'",
    );
  }
  if (!METHODS.includes(method) && METHODS.includes(method.toUpperCase())) {
    throw usage(`methods are written in capitals: ${method.toUpperCase()}`);
  }
  if (!/^[A-Z]+$/.test(method)) {
    throw usage(`${JSON.stringify(method)} is no HTTP method`, didYouMean(method, METHODS));
  }
  const loaded = await loadFolder(world, given.dir);
  await refuseErrors(world, loaded, 'so nobody can say what Repose would do');
  const { name, folder } = loaded;
  const chain = readChain(new Map([...folder.files].map(([file, { text }]) => [file, text])));
  const request = requestOf(chain, { method, url, given });
  const limits = memoryLimitStore();
  const result = trace(chain, request, { now: Date.now(), limits, newId: randomUUID });
  if (given.json) await print(world, `${JSON.stringify(asJson(request, result), null, 2)}\n`);
  else {
    const paint = painter(wantsColour(world.env, world.stdout));
    await print(world, asText({ chain, request, result, paint, dir: name }));
  }
  return 0;
}

/** The request that the words of a command describe. */
export function requestOf(
  chain: Chain,
  {
    method,
    url,
    given,
  }: { readonly method: string; readonly url: string; readonly given: TraceValues },
): IncomingRequest {
  const node = chain.nodes[0];
  const usual = `http://${node?.hostname ?? 'localhost'}:${node?.httpPort ?? 8080}`;
  const absolute = /^https?:\/\//i.test(url);
  if (!absolute && !url.startsWith('/')) {
    throw usage(`${JSON.stringify(url)} is no URL`, 'It starts with "/", "http://" or "https://".');
  }
  if (absolute && !URL.canParse(url)) throw usage(`${JSON.stringify(url)} is no URL`);
  const { host, port, protocol } = new URL(absolute ? url : usual);
  const headers = (given.header ?? []).map((line): readonly [string, string] => {
    const match = /^([!#$%&'*+.^_`|~\w-]+):\s*(.*?)\s*$/s.exec(line);
    if (!match) throw usage(`${JSON.stringify(line)} is no header`, "Write -H 'Name: value'.");
    return [match[1]!, match[2]!];
  });
  const { from } = given;
  if (from !== undefined && isIP(from) === 0)
    throw usage(`${JSON.stringify(from)} is no IP address`);
  const named = headers.some(([name]) => name.toLowerCase() === 'host');
  return {
    method,
    target: absolute ? url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^(?!\/)/, '/') : url,
    headers: named ? headers : [['Host', host], ...headers],
    scheme: protocol === 'https:' ? 'https' : 'http',
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    ...(from === undefined ? {} : { remoteAddress: from }),
  };
}

/** What `--json` prints; the shape is versioned. */
function asJson(request: IncomingRequest, { steps, forward, answer }: Trace) {
  return {
    version: 1,
    request: { method: request.method, target: request.target, headers: [...request.headers] },
    steps,
    forward: forward && {
      destination: forward.destination.id,
      method: forward.method,
      url: forward.url,
      headers: forward.headers,
    },
    answer: answer && { status: answer.status, headers: answer.headers.lines(), body: answer.body },
  };
}

const MARKS: Record<Step['outcome'], string> = {
  ran: 'ran',
  answered: 'answered',
  skipped: 'skipped',
  'passed-over': 'passed over',
};

interface Shown {
  readonly chain: Chain;
  readonly request: IncomingRequest;
  readonly result: Trace;
  readonly paint: Paint;
  readonly dir: string;
}

function asText({ chain, request, result, paint, dir }: Shown): string {
  const { steps, forward, answer } = result;
  const lines = [paint('bold', `${request.method} ${request.target}`), ''];
  for (const step of steps) lines.push(...stepLines(step, { paint, dir }), '');
  if (forward) {
    lines.push(paint('bold', `-> ${forward.method} ${forward.url}`));
    for (const [name, value] of forward.headers) lines.push(`   ${name}: ${value}`);
  } else if (answer) {
    lines.push(paint('bold', `<- ${answer.status}, and the service never sees the request`));
    for (const [name, value] of answer.headers.lines()) lines.push(`   ${name}: ${value}`);
    if (answer.body) lines.push('', `   ${answer.body}`);
  }
  for (const warning of chain.warnings) lines.push('', warning);
  return `${lines.join('\n')}\n`;
}

function stepLines(
  step: Step,
  { paint, dir }: { readonly paint: Paint; readonly dir: string },
): string[] {
  const { place, changes } = step;
  const where = place ? `  ${join(dir, place.file)}:${place.line}:${place.column}` : '';
  const style = step.outcome === 'ran' ? 'green' : step.outcome === 'answered' ? 'yellow' : 'dim';
  const lines = [
    `${paint(style, MARKS[step.outcome].padEnd(11))} ${paint('bold', step.name)}${paint('dim', where)}`,
  ];
  if (step.why !== '') lines.push(`            because ${step.why}`);
  if (changes.target) {
    lines.push(
      paint('red', `          - ${changes.target[0]}`),
      paint('green', `          + ${changes.target[1]}`),
    );
  }
  for (const [name, value] of changes.removed)
    lines.push(paint('red', `          - ${name}: ${value}`));
  for (const [name, value] of changes.added)
    lines.push(paint('green', `          + ${name}: ${value}`));
  for (const note of step.notes) lines.push(`            ${note}`);
  return lines;
}
