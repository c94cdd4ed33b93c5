import { attribute, childOf, childrenOf, flag, textOf } from '../config.ts';
import { HeaderLines } from '../headers.ts';
import type { RequestState, ResponseState } from '../message.ts';
import { javaPattern } from '../regex.ts';
import type { FilterSimulation } from './simulation.ts';

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
const ALLOW_CREDENTIALS = 'Access-Control-Allow-Credentials';

type Kind =
  | { readonly kind: 'same-site' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'preflight' | 'actual'; readonly origin: string; readonly method: string };

export const cors: FilterSimulation = (root) => {
  const origins = childrenOf(childOf(root, 'allowed-origins'), 'origin').map((origin) => {
    const text = textOf(origin);
    // A plain origin may stand anywhere in the header's value, as a regular expression may.
    if (!flag(origin, 'regex', false)) return (given: string) => given.includes(text);
    const pattern = javaPattern(text);
    return (given: string) => pattern.find(given) !== null;
  });
  const methodsIn = (element: Parameters<typeof childOf>[0]) =>
    childrenOf(childOf(element, 'allowed-methods'), 'method').map(textOf);
  const everywhere = methodsIn(root);
  const resources = childrenOf(childOf(root, 'resources'), 'resource').map((resource) => ({
    pattern: javaPattern(attribute(resource, 'path') ?? ''),
    methods: methodsIn(resource),
  }));
  const methodsAt = (uri: string) => [
    ...everywhere,
    ...(resources.find(({ pattern }) => pattern.find(uri))?.methods ?? []),
  ];
  return {
    request(request) {
      const asked = kindOf(request);
      if (asked.kind === 'same-site') return undefined;
      if (asked.kind === 'malformed') {
        const headers = new HeaderLines([['Content-Type', 'text/plain']]);
        return varied({ status: 400, headers, body: 'Bad Origin header' }, request);
      }
      const { kind, origin, method } = asked;
      if (!origins.some((allowed) => allowed(origin))) {
        return varied({ status: 403, headers: new HeaderLines(), body: undefined }, request);
      }
      const methods = methodsAt(request.uri);
      if (!methods.includes(method)) {
        const headers = new HeaderLines([[ALLOW_ORIGIN, origin]]);
        return varied({ status: 403, headers, body: undefined }, request);
      }
      if (kind === 'actual') return undefined;
      const headers = new HeaderLines([
        [ALLOW_CREDENTIALS, 'true'],
        [ALLOW_ORIGIN, origin],
      ]);
      for (const name of request.headers.split('Access-Control-Request-Headers')) {
        headers.append('Access-Control-Allow-Headers', name);
      }
      for (const name of methods) headers.append('Access-Control-Allow-Methods', name);
      return varied({ status: 200, headers, body: undefined }, request);
    },
    response(response, request) {
      const asked = kindOf(request);
      if (asked.kind === 'actual') {
        const { headers } = response;
        headers.replace(ALLOW_CREDENTIALS, 'true');
        headers.replace(ALLOW_ORIGIN, asked.origin);
        const exposed = headers.names();
        if (!headers.has('Content-Length'))
          headers.append('Access-Control-Expose-Headers', 'Content-Length');
        for (const name of exposed) headers.append('Access-Control-Expose-Headers', name);
      }
      varied(response, request);
    },
  };
};

function kindOf({ headers, method, scheme, port }: RequestState): Kind {
  const origin = headers.get('Origin');
  if (origin === undefined) return { kind: 'same-site' };
  const wanted = headers.get('Access-Control-Request-Method');
  if (method === 'OPTIONS' && wanted !== undefined) {
    return { kind: 'preflight', origin, method: wanted };
  }
  const from = siteOf(origin);
  if (from === undefined) return { kind: 'malformed' };
  const host = headers.split('X-Forwarded-Host')[0] ?? headers.get('Host') ?? `localhost:${port}`;
  if (from === siteOf(`${scheme}://${host}`)) return { kind: 'same-site' };
  return { kind: 'actual', origin, method };
}

/** Scheme, host and port, the usual port included. */
function siteOf(origin: string): string | undefined {
  try {
    const { protocol, hostname, port } = new URL(origin);
    const usual: Record<string, string> = { 'http:': '80', 'https:': '443' };
    return `${protocol}//${hostname}:${port || usual[protocol] || ''}`;
  } catch {
    return undefined;
  }
}

function varied(response: ResponseState, request: RequestState): ResponseState {
  const names = ['Origin'];
  if (request.method === 'OPTIONS') {
    names.push('Access-Control-Request-Headers', 'Access-Control-Request-Method');
  }
  for (const name of names) response.headers.add('Vary', name);
  return response;
}
