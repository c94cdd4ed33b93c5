import { describe, expect, test } from 'vitest';
import { memoryLimitStore } from '../../src/simulate/index.ts';
import { file, received, sent, traced } from './helpers.ts';

describe('cors', () => {
  const inside = `
    <allowed-origins><origin>https://good.test:8443</origin><origin regex="true">http://.*\\.sub\\.test</origin></allowed-origins>
    <allowed-methods><method>GET</method></allowed-methods>
    <resources>
      <resource path="/v1/status.*"/>
      <resource path="/v1(/.*)?"><allowed-methods><method>POST</method></allowed-methods></resource>
    </resources>`;
  const ask = (headers: readonly [string, string][], request: object = {}) =>
    traced({
      filters: '<filter name="cors"/>',
      files: {
        'cors.cfg.xml': file(
          'cross-origin-resource-sharing',
          'cross-origin-resource-sharing/v1.0',
          inside,
        ),
      },
      request: { headers: [['Host', 'repose.test:8080'], ...headers], ...request },
    });
  const good: [string, string] = ['Origin', 'https://good.test:8443'];

  test('a request of no other site passes, and the answer varies by Origin', () => {
    const result = ask([]);
    expect(result.forward).toBeDefined();
    expect(received(result, [['A', '1']])).toEqual(['A: 1', 'Vary: Origin']);
  });

  test("an origin that is the host's own is no other site", () => {
    const own: [string, string] = ['Origin', 'http://repose.test:8080'];
    expect(ask([own], { method: 'DELETE' }).forward).toBeDefined();
  });

  test('a preflight is answered with what is allowed', () => {
    const { answer, forward } = ask(
      [
        good,
        ['Access-Control-Request-Method', 'POST'],
        ['Access-Control-Request-Headers', 'x-a, x-b'],
      ],
      { method: 'OPTIONS', target: '/v1/x' },
    );
    expect(forward).toBeUndefined();
    expect(answer?.status).toBe(200);
    expect(answer?.headers.get('Access-Control-Allow-Origin')).toBe(good[1]);
    expect(answer?.headers.get('Access-Control-Allow-Credentials')).toBe('true');
    expect(answer?.headers.get('Access-Control-Allow-Headers')).toBe('x-a,x-b');
    expect(answer?.headers.get('Access-Control-Allow-Methods')).toBe('GET,POST');
    expect(answer?.headers.all('Vary')).toHaveLength(3);
  });

  test.each([
    ['an origin that is not allowed', [['Origin', 'http://evil.test']], {}, 403, undefined],
    ['a method that is not allowed', [good], { method: 'PUT', target: '/v1' }, 403, undefined],
    ['a method of another path', [good], { method: 'POST', target: '/v1/status' }, 403, undefined],
    ['an origin that is none', [['Origin', 'nonsense']], {}, 400, 'Bad Origin header'],
  ])('%s is refused', (_what, headers, request, status, body) => {
    const { answer } = ask(headers as [string, string][], request);
    expect(answer).toMatchObject({ status, body });
  });

  test('an allowed request gets its headers on the way back', () => {
    const lines = received(ask([['Origin', 'http://a.sub.test']]), [['X-A', '1']]);
    expect(lines).toContain('Access-Control-Allow-Origin: http://a.sub.test');
    expect(lines).toContain(
      'Access-Control-Expose-Headers: Content-Length,X-A,Access-Control-Allow-Credentials,Access-Control-Allow-Origin',
    );
  });
});

describe('rate-limiting', () => {
  const limit = (id: string, rest: string) => `<limit id="${id}" uri="${id}" ${rest}/>`;
  const inside = `
    <request-endpoint uri-regex="/limits/?"/>
    <global-limit-group>${limit('g', 'uri-regex="/global" http-methods="ALL" value="1" unit="SECOND"')}</global-limit-group>
    <limit-group id="gold" groups="gold">${limit('gold', 'uri-regex="/.*" value="100" unit="HOUR"')}</limit-group>
    <limit-group id="usual" groups="" default="true">
      ${limit('get', 'uri-regex="/things/(\\d+)" http-methods="GET" value="2" unit="MINUTE"')}
      ${limit('q', 'uri-regex="/q" value="1" unit="DAY" query-param-names="a b"')}
    </limit-group>`;
  const start = Date.UTC(2026, 0, 1);

  interface Ask {
    readonly user?: string;
    readonly groups?: string;
    readonly method?: string;
    readonly now?: number;
    readonly accept?: string;
  }

  function client(attributes = 'overLimit-429-responseCode="true"') {
    const limits = memoryLimitStore();
    return (
      target: string,
      { user = 'ann', groups, method = 'GET', now = start, accept }: Ask = {},
    ) =>
      traced({
        filters: '<filter name="rate-limiting"/>',
        files: {
          'rate-limiting.cfg.xml': file('rate-limiting', 'rate-limiting/v1.0', inside, attributes),
        },
        limits,
        now,
        request: {
          target,
          method,
          headers: Object.entries({ 'X-PP-User': user, 'X-PP-Groups': groups, Accept: accept })
            .filter((line): line is [string, string] => Boolean(line[1]))
            .map(([name, value]) => [name, value] as const),
        },
      });
  }
  const statuses = (results: ReturnType<typeof traced>[]) =>
    results.map((result) => result.answer?.status ?? 'passed');

  test('the request after the last allowed one is refused, until the window is over', () => {
    const get = client();
    const three = ['/things/1', '/things/1', '/things/1'].map((target) => get(target));
    expect(statuses(three)).toEqual(['passed', 'passed', 429]);
    const refused = get('/things/1', { now: start + 30_000 });
    expect(refused.answer?.headers.get('Retry-After')).toBe('Thu, 01 Jan 2026 00:01:00 GMT');
    expect(refused.steps.at(-1)).toMatchObject({
      outcome: 'answered',
      notes: ['the limit get allows 2 requests per minute'],
    });
    expect(statuses([get('/things/1', { now: start + 60_001 })])).toEqual(['passed']);
  });

  test('413 unless 429 is asked for', () => {
    const get = client('');
    expect(statuses([1, 2, 3].map(() => get('/things/1')))).toEqual(['passed', 'passed', 413]);
  });

  test('what a group catches is counted apart, unless that is switched off', () => {
    const apart = client('use-capture-groups="true"');
    const four = ['1', '1', '2', '2'].map((id) => apart(`/things/${id}`));
    expect(statuses(four)).toEqual(['passed', 'passed', 'passed', 'passed']);
    const together = client('use-capture-groups="false"');
    const three = ['1', '2', '3'].map((id) => together(`/things/${id}`));
    expect(statuses(three)).toEqual(['passed', 'passed', 413]);
  });

  test('users are counted apart; of several the first with the highest quality counts', () => {
    const get = client();
    const users = ['ann', 'ann', 'bob;q=0.1, ann;q=0.9, eve;q=0.9', 'bob'];
    const results = users.map((user) => get('/things/1', { user }));
    expect(statuses(results)).toEqual(['passed', 'passed', 429, 'passed']);
  });

  test("a user's group has its limits, any other the default's", () => {
    const get = client();
    const results = [1, 2, 3].map(() => get('/things/1', { groups: 'gold' }));
    expect(statuses(results)).toEqual(['passed', 'passed', 'passed']);
  });

  test('methods and query parameters narrow a limit', () => {
    const get = client();
    const puts = [1, 2, 3].map(() => get('/things/1', { method: 'PUT' }));
    expect(statuses(puts)).toEqual(['passed', 'passed', 'passed']);
    const queries = ['/q?a=1', '/q?a=1', '/q?b=2&a=1', '/q?a=&b='].map((target) => get(target));
    expect(statuses(queries)).toEqual(['passed', 'passed', 'passed', 429]);
  });

  test('a limit for all together is answered with 503', () => {
    const get = client();
    const both = [get('/global', { user: 'ann' }), get('/global', { user: 'bob' })];
    expect(statuses(both)).toEqual(['passed', 503]);
  });

  test('a request without a user gets 401, and the trace says what is missing', () => {
    const result = client()('/things/1', { user: '' });
    expect(result.answer?.status).toBe(401);
    expect(result.steps.at(-1)?.notes[0]).toContain('X-PP-User');
  });

  test('users can ask for their limits, as JSON or XML', () => {
    const get = client('use-capture-groups="false"');
    get('/things/1');
    const json = get('/limits', { accept: 'application/json' });
    expect(json.answer).toMatchObject({ status: 200 });
    expect(JSON.parse(json.answer!.body!)).toMatchObject({
      limits: {
        rate: [
          { uri: 'get', limit: [{ value: 2, remaining: 1, unit: 'MINUTE', verb: 'GET' }] },
          {},
        ],
      },
    });
    const accept = 'text/html, application/xml;q=0.5, application/json;q=0.1';
    const xml = get('/limits/', { accept });
    expect(xml.answer?.headers.get('Content-Type')).toBe('application/xml');
    expect(xml.answer?.body).toContain('<limit verb="GET" unit="MINUTE" value="2" remaining="1"');
    expect(get('/limits', { accept: 'text/html' }).answer?.status).toBe(406);
  });
});

test('an answering filter ends the chain; what ran before it sees the answer', () => {
  const result = traced({
    filters:
      '<filter name="add-header"/><filter name="rate-limiting"/><filter name="merge-header"/>',
    files: {
      'add-header.cfg.xml': file(
        'add-headers',
        'add-header/v1.0',
        '<response><header name="X">y</header></response>',
      ),
      'rate-limiting.cfg.xml': file('rate-limiting', 'rate-limiting/v1.0', ''),
      'merge-header.cfg.xml': file('merge-header', 'merge-header/v1.0', ''),
    },
  });
  expect(result.steps.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
    'tracing-header ran',
    'add-header ran',
    'rate-limiting answered',
  ]);
  expect(result.answer?.headers.get('X')).toBe('y');
  expect(sent(result)).toEqual([]);
});
