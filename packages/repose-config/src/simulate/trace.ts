import type { Chain, Destination, SourcePlace } from './chain.ts';
import { HeaderLines } from './headers.ts';
import { rewriteLocation } from './location.ts';
import type { PreparedFilter, RequestState, ResponseState, SimulationWorld } from './message.ts';

/** A request as it comes in. */
export interface IncomingRequest {
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly target: string;
  readonly headers: Iterable<readonly [name: string, value: string]>;
  /** Default: `http`. */
  readonly scheme?: 'http' | 'https';
  /** Default: the port of the first node. */
  readonly port?: number;
  /** Default: 127.0.0.1. */
  readonly remoteAddress?: string;
  readonly httpVersion?: string;
  /** The first bytes of the body; empty when there is none. */
  readonly bodyStart?: string;
}

/** What one step changed. */
export interface Changes {
  readonly added: readonly (readonly [name: string, value: string])[];
  readonly removed: readonly (readonly [name: string, value: string])[];
  /** Path and query before and after, where they differ. */
  readonly target?: readonly [before: string, after: string];
}

/** What happened at one filter, or at Repose itself before and after them. */
export interface Step {
  readonly name: string;
  /** Where the filter stands; undefined for Repose itself. */
  readonly place: SourcePlace | undefined;
  readonly outcome: 'ran' | 'answered' | 'skipped' | 'passed-over';
  readonly why: string;
  readonly changes: Changes;
  readonly notes: readonly string[];
}

/** Where a request would go. */
export interface Forward {
  readonly destination: Destination;
  readonly url: string;
  /** Path and query of `url`, exactly as they are to be sent. */
  readonly path: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** What happens to a request. */
export interface Trace {
  readonly steps: readonly Step[];
  /** Undefined when something answered before. */
  readonly forward: Forward | undefined;
  /** The answer of a filter, as the client gets it. */
  readonly answer: ResponseState | undefined;
  /** Sends the service's answer back through the filters, and gives what the client gets. */
  finish(response: ResponseState): ResponseState;
}

const SUPPORTED = new Set(['GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE']);
const PRODUCT = '(Repose/9)';

/**
 * What Repose does with a request, by this configuration: a function of the chain, the request and
 * the world that is passed in (clock, counts of rate limits, ids), and of nothing else.
 *
 * With `record: false` the steps say nothing of what they changed, which takes half the time.
 */
export function trace(
  chain: Chain,
  incoming: IncomingRequest,
  world: SimulationWorld & { readonly record?: boolean },
): Trace {
  const request = requestState(chain, incoming);
  const steps: Step[] = [];
  const look: Look = world.record === false ? () => unseen : () => snapshot(request);
  const passed: PreparedFilter[] = [];
  const tracing = traceHeader(chain, request, { world, look });
  steps.push(tracing.step);
  let answer = refusal(request);
  if (!answer) {
    const bypassed = chain.bypass?.pattern.matches(request.uri) ? chain.bypass.source : undefined;
    for (const filter of chain.filters) {
      const { name, place, condition, prepared, passedOver } = filter;
      const step = { name, place, changes: nothing, notes: [] };
      if (bypassed !== undefined) {
        const why = `the path ${request.uri} matches bypass-uri-regex ${bypassed}`;
        steps.push({ ...step, outcome: 'skipped', why });
        continue;
      }
      const { met, why } = condition(request);
      if (!met) steps.push({ ...step, outcome: 'skipped', why });
      else if (!prepared) steps.push({ ...step, outcome: 'passed-over', why: passedOver ?? '' });
      else {
        const ran = runFilter(prepared, request, { world, look });
        answer = ran.answer;
        const outcome = answer ? 'answered' : 'ran';
        steps.push({ ...step, outcome, why, changes: ran.changes, notes: ran.notes });
        if (answer) break;
        passed.push(prepared);
      }
    }
  }
  const finish = (response: ResponseState): ResponseState => {
    for (const prepared of passed.toReversed()) prepared.response?.(response, request);
    if (tracing.value !== undefined) response.headers.add('X-Trans-Id', tracing.value);
    responseVia(chain, request, response);
    return response;
  };
  if (answer) return { steps, forward: undefined, answer: finish(answer), finish };
  const host = request.headers.get('Host');
  const route = routeOf(chain, request);
  if (!route) {
    const body = 'Failed to route the request to the origin service';
    return {
      steps,
      forward: undefined,
      answer: finish({ status: 500, headers: new HeaderLines(), body }),
      finish,
    };
  }
  const before = look();
  const path = pathOf(request, route);
  const url = `${leave(chain, request, route)}${path}`;
  steps.push({
    name: 'destination',
    place: route.destination.place,
    outcome: 'ran',
    why: route.why,
    changes: difference(before, look()),
    notes: [],
  });
  const { method, headers } = request;
  const forward = { destination: route.destination, url, path, method, headers: headers.lines() };
  return {
    steps,
    forward,
    answer: undefined,
    finish(response) {
      const { destination } = route;
      rewriteLocation(response, { destination, url, scheme: request.scheme, host });
      return finish(response);
    },
  };
}

function requestState(chain: Chain, incoming: IncomingRequest): RequestState {
  const at = incoming.target.indexOf('?');
  return {
    method: incoming.method,
    uri: at === -1 ? incoming.target : incoming.target.slice(0, at),
    query: at === -1 ? undefined : incoming.target.slice(at + 1),
    headers: new HeaderLines(incoming.headers),
    scheme: incoming.scheme ?? 'http',
    port: incoming.port ?? chain.nodes[0]?.httpPort ?? 8080,
    remoteAddress: incoming.remoteAddress ?? '127.0.0.1',
    httpVersion: incoming.httpVersion ?? '1.1',
    bodyStart: incoming.bodyStart ?? '',
    destinations: [],
  };
}

function refusal({ method }: RequestState): ResponseState | undefined {
  if (SUPPORTED.has(method.toUpperCase())) return undefined;
  return { status: 405, headers: new HeaderLines(), body: 'Error processing request' };
}

interface Looking {
  readonly world: SimulationWorld;
  readonly look: Look;
}

function runFilter(prepared: PreparedFilter, request: RequestState, { world, look }: Looking) {
  const notes: string[] = [];
  const before = look();
  const at = {
    now: world.now,
    limits: world.limits,
    newId: () => world.newId(),
    note: (text: string) => void notes.push(text),
  };
  const answer = prepared.request?.(request, at) || undefined;
  return { answer, notes, changes: difference(before, look()) };
}

/** The id by which a request can be followed, as Repose adds it before any filter. */
function traceHeader(
  { tracing }: Chain,
  request: RequestState,
  { world, look }: Looking,
): { readonly step: Step; readonly value: string | undefined } {
  const before = look();
  const { headers } = request;
  if (tracing.rewrite) headers.remove('X-Trans-Id');
  if (tracing.enabled) {
    const given = headers.get('X-Trans-Id')?.trim();
    const id = given ? idIn(given) : world.newId();
    if (!given) {
      const origin = headers.get('Via') ?? null;
      headers.replace('X-Trans-Id', toBase64(JSON.stringify({ requestId: id, origin })));
    }
    if (tracing.plainText) headers.replace('X-Request-Id', id);
  }
  const value = tracing.enabled ? headers.get('X-Trans-Id') : undefined;
  const step: Step = {
    name: 'tracing-header',
    place: undefined,
    outcome: tracing.enabled ? 'ran' : 'skipped',
    why: tracing.enabled ? 'it is on' : 'it is switched off in the system model',
    changes: difference(before, look()),
    notes: [],
  };
  return { step, value };
}

function toBase64(text: string): string {
  // Nearly always; what btoa can't take are characters above U+00FF.
  if (/^[\0-\x7f]*$/.test(text)) return btoa(text);
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function idIn(header: string): string {
  try {
    const { requestId } = JSON.parse(atob(header)) as { requestId?: unknown };
    return typeof requestId === 'string' ? requestId : header;
  } catch {
    return header;
  }
}

interface Route {
  readonly destination: Destination;
  readonly uri: string;
  readonly why: string;
}

/** The proposal with the highest quality; with none, the default destination. */
function routeOf({ destinations }: Chain, request: RequestState): Route | undefined {
  const proposals = request.destinations.toSorted((a, b) => b.quality - a.quality);
  const best = proposals[0];
  if (best) {
    const destination = destinations.find(({ id }) => id === best.id);
    const why = `a filter proposed ${best.id} with quality ${best.quality}`;
    return destination && { destination, uri: best.uri, why };
  }
  const destination = destinations.find(({ isDefault }) => isDefault);
  return destination && { destination, uri: request.uri, why: 'it is the default destination' };
}

/** Does to the request what Repose does last, and gives the origin that it goes to. */
function leave(chain: Chain, request: RequestState, { destination }: Route): string {
  const { headers } = request;
  const node = chain.nodes[0];
  const via = chain.via.request ?? `${node?.hostname ?? 'localhost'}:${request.port}`;
  headers.add('Via', `${request.httpVersion} ${via} ${PRODUCT}`);
  headers.add('X-Forwarded-For', request.remoteAddress);
  const { protocol, hostname, port } = destination;
  const usual = protocol === 'https' ? 443 : 80;
  const host = port === undefined || port === usual ? hostname : `${hostname}:${port}`;
  if (chain.rewriteHost) headers.replace('Host', host);
  return `${protocol}://${host}`;
}

function pathOf(request: RequestState, { destination, uri }: Route): string {
  const parts = [destination.rootPath, uri].filter((part) => part.trim() !== '');
  const path = parts.map((part) => (part.startsWith('/') ? part : `/${part}`)).join('') || '/';
  return request.query === undefined ? path : `${path}?${request.query}`;
}

function responseVia({ via }: Chain, request: RequestState, response: ResponseState): void {
  if (via.response === undefined && !via.version) return;
  const product = via.version ? `${via.response === undefined ? ' Repose' : ''} ${PRODUCT}` : '';
  const own = `${request.httpVersion}${via.response === undefined ? '' : ` ${via.response}`}${product}`;
  const before = response.headers.get('Via')?.trim();
  response.headers.replace('Via', before ? `${before}, ${own}` : own);
}

interface Snapshot {
  readonly target: string;
  readonly lines: readonly (readonly [name: string, value: string])[];
}

type Look = () => Snapshot;

const unseen: Snapshot = { target: '', lines: [] };
const nothing: Changes = { added: [], removed: [] };

function snapshot(request: RequestState): Snapshot {
  return {
    target: request.query === undefined ? request.uri : `${request.uri}?${request.query}`,
    lines: request.headers.lines(),
  };
}

function difference(before: Snapshot, after: Snapshot): Changes {
  if (before === after) return nothing;
  const key = ([name, value]: readonly [string, string]) => `${name.toLowerCase()}: ${value}`;
  const without = (lines: Snapshot['lines'], others: Snapshot['lines']) => {
    const left = others.map(key);
    return lines.filter((line) => {
      const at = left.indexOf(key(line));
      if (at === -1) return true;
      left.splice(at, 1);
      return false;
    });
  };
  const changes = {
    added: without(after.lines, before.lines),
    removed: without(before.lines, after.lines),
  };
  if (before.target === after.target) return changes;
  return { ...changes, target: [before.target, after.target] };
}
