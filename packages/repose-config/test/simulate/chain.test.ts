import { describe, expect, test } from 'vitest';
import { HeaderLines } from '../../src/simulate/index.ts';
import { javaPattern } from '../../src/simulate/regex.ts';
import { file, traced } from './helpers.ts';

const files = {
  'add-header.cfg.xml': file(
    'add-headers',
    'add-header/v1.0',
    '<request><header name="ran">yes</header></request>',
  ),
};
const inside = (condition: string) => `<filter name="add-header">${condition}</filter>`;

describe('conditions', () => {
  test.each([
    ['none', '', {}, true],
    ['uri', '<uri regex="/a.*"/>', { target: '/abc?x' }, true],
    ['uri must match the whole path', '<uri regex="/a"/>', { target: '/abc' }, false],
    ['methods', '<methods value="GET PUT"/>', { method: 'PUT' }, true],
    ['methods not', '<methods value="GET PUT"/>', { method: 'POST' }, false],
    ['header there', '<header name="x-a"/>', { headers: [['X-A', '']] }, true],
    ['header not there', '<header name="x-a"/>', {}, false],
    ['its value', '<header name="x-a" value="1"/>', { headers: [['X-A', '1']] }, true],
    ['another value', '<header name="x-a" value="1"/>', { headers: [['X-A', '1, 2']] }, false],
    ['and', '<and><methods value="GET"/><uri regex="/b"/></and>', { target: '/a' }, false],
    ['or', '<or><methods value="PUT"/><uri regex="/a"/></or>', { target: '/a' }, true],
    ['not', '<not><methods value="GET"/></not>', {}, false],
    [
      'nested',
      '<and><not><header name="x"/></not><or><uri regex="/a"/><uri regex="/b"/></or></and>',
      { target: '/b' },
      true,
    ],
  ])('%s', (_what, condition, request, runs) => {
    const given = { filters: inside(condition), files, request: request as object };
    const step = traced(given).steps[1]!;
    expect(step.outcome).toBe(runs ? 'ran' : 'skipped');
    expect(step.why).not.toBe('');
  });

  test('the old uri-regex attribute is a condition too', () => {
    const filters = '<filter name="add-header" uri-regex="/only"/>';
    expect(traced({ filters, files, request: { target: '/x' } }).steps[1]).toMatchObject({
      outcome: 'skipped',
      why: 'the path /x does not match /only',
    });
  });

  test('each step says where its filter stands', () => {
    expect(traced({ filters: inside(''), files }).steps[1]!.place).toEqual({
      file: 'system-model.cfg.xml',
      line: 4,
      column: 1,
    });
  });
});

describe('the chain', () => {
  test('bypass-uri-regex skips every filter', () => {
    const request = { target: '/health' };
    const result = traced({ bypass: '/health', filters: inside(''), files, request });
    expect(result.steps[1]).toMatchObject({
      outcome: 'skipped',
      why: 'the path /health matches bypass-uri-regex /health',
    });
    expect(result.forward).toBeDefined();
  });

  test('a filter that is not simulated is passed over, and said so', () => {
    expect(traced({ filters: '<filter name="keystone-v2"/>' }).steps[1]).toMatchObject({
      outcome: 'passed-over',
      why: 'keystone-v2 is not simulated',
    });
  });

  test('a filter whose file is missing is passed over, and said so', () => {
    expect(traced({ filters: '<filter name="cors"/>' }).steps[1]).toMatchObject({
      outcome: 'passed-over',
      why: 'its file cors.cfg.xml is not there',
    });
  });

  test('a regular expression that only Java has is said, not guessed', () => {
    const mapping = '<mapping identification-regex="(?&gt;a)(b)"/>';
    const mappings = `<identification-mappings>${mapping}</identification-mappings>`;
    const result = traced({
      filters: '<filter name="uri-user"/>',
      files: { 'uri-user.cfg.xml': file('uri-user', 'uri-user/v1.0', mappings) },
    });
    expect(result.steps[1]!.why).toBe('uri-user.cfg.xml: (?>…) has no equal here');
  });

  test('so is one in a condition', () => {
    const result = traced({ filters: inside('<uri regex="(?&gt;a)"/>'), files });
    expect(result.steps[1]).toMatchObject({
      outcome: 'passed-over',
      why: 'its condition: (?>…) has no equal here',
    });
  });

  test('a method that Repose does not support is answered with 405', () => {
    expect(traced({ request: { method: 'BREW' } }).answer?.status).toBe(405);
  });
});

describe('what Repose itself adds', () => {
  const line = (result: ReturnType<typeof traced>, wanted: string) =>
    result.forward?.headers
      .filter(([name]) => name.toLowerCase() === wanted.toLowerCase())
      .map(([, value]) => value);

  test('Via, X-Forwarded-For and the host of the destination', () => {
    const headers = [
      ['Host', 'repose.test'],
      ['X-Forwarded-For', '9.9.9.9'],
    ] as const;
    const result = traced({ request: { headers, remoteAddress: '10.1.1.1' } });
    expect(line(result, 'Via')).toEqual(['1.1 repose.test:8080 (Repose/9)']);
    expect(line(result, 'X-Forwarded-For')).toEqual(['9.9.9.9', '10.1.1.1']);
    expect(line(result, 'Host')).toEqual(['origin.test:9000']);
  });

  test('the host stays when the system model says so', () => {
    const attributes = 'rewrite-host-header="false"';
    const result = traced({ attributes, request: { headers: [['Host', 'a']] } });
    expect(line(result, 'Host')).toEqual(['a']);
  });

  test('Via says what container.cfg.xml tells it to', () => {
    const via = (attributes: string) => {
      const text = `<deployment-config><via-header ${attributes}/></deployment-config>`;
      return traced({
        files: { 'container.cfg.xml': file('repose-container', 'container/v2.0', text) },
      });
    };
    const back = (attributes: string) => {
      const headers = new HeaderLines([['Via', '1.1 x']]);
      return via(attributes).finish({ status: 200, headers, body: undefined }).headers.get('Via');
    };
    expect(line(via('request-prefix="Edge"'), 'Via')).toEqual(['1.1 Edge (Repose/9)']);
    expect(back('response-prefix="Edge"')).toBe('1.1 x, 1.1 Edge (Repose/9)');
    expect(back('')).toBe('1.1 x, 1.1 Repose (Repose/9)');
    expect(back('repose-version="false"')).toBe('1.1 x');
  });

  test('the tracing header: made once, kept, rewritten or left out', () => {
    const [made] = line(traced({}), 'X-Trans-Id')!;
    expect(JSON.parse(atob(made!))).toEqual({ requestId: 'id-1', origin: null });
    const headers = [['X-Trans-Id', 'mine']] as const;
    expect(line(traced({ request: { headers } }), 'X-Trans-Id')).toEqual(['mine']);
    const after = '<tracing-header rewrite-header="true" secondary-plain-text="true"/>';
    const rewritten = traced({ after, request: { headers } });
    expect(line(rewritten, 'X-Trans-Id')).toEqual([made]);
    expect(line(rewritten, 'X-Request-Id')).toEqual(['id-1']);
    const off = traced({ after: '<tracing-header enabled="false"/>' });
    expect(line(off, 'X-Trans-Id')).toEqual([]);
  });
});

describe('regular expressions of Java', () => {
  test.each([
    ['(?i)/ABC', '/abc', true],
    [String.raw`\Q/a.b\E`, '/axb', false],
    [String.raw`\Q/a.b\E`, '/a.b', true],
    ['/a++', '/aaa', true],
    [String.raw`\p{Alpha}+`, 'abc', true],
    [String.raw`[\p{Digit}x]+`, '1x2', true],
    [String.raw`\A/a\z`, '/a', true],
    [String.raw`a\++`, 'a++', true],
    ['a|b', 'ab', false],
    ['(?<name>a)', 'a', true],
  ])('%s against %s: %s', (source, text, expected) => {
    expect(javaPattern(source).matches(text)).toBe(expected);
  });

  test.each(['(?>a)', '[a&&b]', '(?u)a', String.raw`\p{IsLatin}`, '('])(
    '%s is refused',
    (source) => {
      expect(() => javaPattern(source)).toThrow(SyntaxError);
    },
  );
});
