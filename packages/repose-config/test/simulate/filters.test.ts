import { describe, expect, test } from 'vitest';
import { file, received, sent, traced } from './helpers.ts';

type Lines = readonly (readonly [name: string, value: string])[];

describe('add-header', () => {
  const add = (inside: string, headers: Lines = []) =>
    traced({
      filters: '<filter name="add-header"/>',
      files: { 'add-header.cfg.xml': file('add-headers', 'add-header/v1.0', inside) },
      request: { headers },
    });

  test.each<[string, string, Lines, readonly string[]]>([
    [
      'adds a line',
      '<header name="foo"> bar </header>',
      [['foo', 'old']],
      ['foo: old', 'foo: bar'],
    ],
    [
      'replaces',
      '<header name="foo" overwrite="true">bar</header>',
      [['FOO', 'old']],
      ['foo: bar'],
    ],
    ['adds a quality', '<header name="foo" quality="0.5">bar</header>', [], ['foo: bar;q=0.5']],
    [
      'prints a whole quality as Java does',
      '<header name="foo" quality="1">b</header>',
      [],
      ['foo: b;q=1.0'],
    ],
  ])('%s', (_what, header, headers, expected) => {
    expect(sent(add(`<request>${header}</request>`, headers))).toEqual(expected);
  });

  test('changes responses on their way back', () => {
    const result = add(
      '<response><header name="foo" overwrite="true" quality="0.4">b</header></response>',
    );
    expect(received(result, [['foo', 'a']])).toEqual(['foo: b;q=0.4']);
  });
});

describe('header-normalization', () => {
  const normalize = (inside: string, request: object = {}) =>
    traced({
      filters: '<filter name="header-normalization"/>',
      files: {
        'header-normalization.cfg.xml': file(
          'header-normalization',
          'header-normalization/v1.0',
          inside,
        ),
      },
      request: {
        headers: [
          ['X-A', '1'],
          ['X-B', '2'],
          ['x-c', '3'],
        ],
        ...request,
      },
    });
  const black = '<blacklist id="l"><header id="x-a"/></blacklist>';
  const white = '<whitelist id="l"><header id="x-a"/><header id="X-Trans-Id"/></whitelist>';

  test.each([
    [
      'a blacklist removes',
      `<target><request>${black}</request></target>`,
      {},
      ['X-B: 2', 'x-c: 3'],
    ],
    ['a whitelist keeps', `<target><request>${white}</request></target>`, {}, ['X-A: 1']],
    [
      'the older layout',
      `<header-filters><target>${black}</target></header-filters>`,
      {},
      ['X-B: 2', 'x-c: 3'],
    ],
    [
      'another method is left alone',
      `<target http-methods="POST PUT"><request>${white}</request></target>`,
      {},
      ['X-A: 1', 'X-B: 2', 'x-c: 3'],
    ],
    [
      'the whole path has to match',
      `<target uri-regex="/a"><request>${white}</request></target>`,
      { target: '/a/b' },
      ['X-A: 1', 'X-B: 2', 'x-c: 3'],
    ],
    [
      'the query does not count',
      `<target uri-regex="/a"><request>${white}</request></target>`,
      { target: '/a?b=1' },
      ['X-A: 1'],
    ],
    [
      'every target that matches is applied',
      `<target><request>${black}</request></target><target><request><blacklist id="m"><header id="X-B"/></blacklist></request></target>`,
      {},
      ['x-c: 3'],
    ],
  ])('%s', (_what, inside, request, expected) => {
    expect(sent(normalize(inside, request))).toEqual(expected);
  });

  test('responses have lists of their own', () => {
    const result = normalize(`<target><response>${black}</response></target>`);
    expect(sent(result)).toHaveLength(3);
    expect(
      received(result, [
        ['X-A', '1'],
        ['X-B', '2'],
      ]),
    ).toEqual(['X-B: 2']);
  });
});

describe('header-translation', () => {
  const translate = (header: string, headers: Lines) =>
    sent(
      traced({
        filters: '<filter name="header-translation"/>',
        files: {
          'header-translation.cfg.xml': file(
            'header-translation',
            'header-translation/v1.0',
            header,
          ),
        },
        request: { headers },
      }),
    );

  test.each<[string, string, Lines, readonly string[]]>([
    ['copies', '<header original-name="a" new-name="b"/>', [['A', '1']], ['A: 1', 'b: 1']],
    [
      'copies to several',
      '<header original-name="a" new-name="b c"/>',
      [['a', '1']],
      ['a: 1', 'b: 1', 'c: 1'],
    ],
    [
      'moves',
      '<header original-name="a" new-name="b" remove-original="true"/>',
      [['a', '1']],
      ['b: 1'],
    ],
    [
      'overwrites',
      '<header original-name="a" new-name="b" overwrite-target="true"/>',
      [
        ['b', '0'],
        ['a', '1'],
      ],
      ['a: 1', 'b: 1'],
    ],
    [
      'splits',
      '<header original-name="a" new-name="b" splittable="true"/>',
      [['a', '1, 2']],
      ['a: 1, 2', 'b: 1', 'b: 2'],
    ],
    [
      'sets a quality in place of one',
      '<header original-name="a" new-name="b" quality="0.3"/>',
      [['a', '1;q=0.9']],
      ['a: 1;q=0.9', 'b: 1;q=0.3'],
    ],
    [
      'does nothing without the header',
      '<header original-name="a" new-name="b" overwrite-target="true"/>',
      [['b', '0']],
      ['b: 0'],
    ],
  ])('%s', (_what, header, headers, expected) => {
    expect(translate(header, headers)).toEqual(expected);
  });
});

describe('users', () => {
  test('header-user: the first value of each header that is there', () => {
    const inside =
      '<source-headers><header id="X-One" quality="0.9"/><header id="X-Two" quality="0.2"/><header id="X-Three"/></source-headers>';
    const result = traced({
      filters: '<filter name="header-user"/>',
      files: { 'header-user.cfg.xml': file('header-user', 'header-user/v1.0', inside) },
      request: {
        headers: [
          ['x-one', 'ann, bob'],
          ['x-three', ' '],
        ],
      },
    });
    expect(sent(result).slice(2)).toEqual(['X-PP-User: ann;q=0.9', 'X-PP-Groups: X-One;q=0.9']);
  });

  const ip = (request: object) =>
    traced({
      filters: '<filter name="ip-user"/>',
      files: {
        'ip-user.cfg.xml': file(
          'ip-user',
          'ip-user/v1.0',
          '<user-header name="U" quality="0.6"/><group name="lan"><cidr-ip>192.168.1.0/24</cidr-ip><cidr-ip>2001:db8::/48</cidr-ip></group><group name="all"><cidr-ip>0.0.0.0/0</cidr-ip></group>',
        ),
      },
      request,
    });

  test.each([
    ['192.168.1.77', 'lan'],
    ['192.168.2.1', 'all'],
    ['2001:db8:0:1::5', 'lan'],
    ['::ffff:192.168.1.5', 'lan'],
  ])('ip-user: %s is in %s', (remoteAddress, group) => {
    expect(sent(ip({ remoteAddress }))).toEqual([
      `X-PP-Groups: ${group};q=0.4`,
      `U: ${remoteAddress};q=0.6`,
    ]);
  });

  test('ip-user: an address outside every group has a user and no group', () => {
    expect(sent(ip({ remoteAddress: '2001:db9::1' }))).toEqual(['U: 2001:db9::1;q=0.6']);
  });

  test('ip-user: X-Forwarded-For counts before the address, and its first value', () => {
    const headers = [['X-Forwarded-For', '192.168.1.9, 10.0.0.1']];
    expect(sent(ip({ headers }))).toEqual(['X-PP-Groups: lan;q=0.4', 'U: 192.168.1.9;q=0.6']);
  });

  test('ip-user: a malformed X-Forwarded-For is answered with 400', () => {
    const { answer } = ip({ headers: [['X-Forwarded-For', 'nonsense']] });
    expect(answer).toMatchObject({ status: 400, body: 'Malformed X-Forwarded-For header' });
  });

  test.each([
    ['/users/ann/x', ['X-PP-User: ann;q=0.5', 'X-PP-Groups: User_Standard;q=0.5']],
    ['/people/bob', ['X-PP-User: bob;q=0.5', 'X-PP-Groups: User_Standard;q=0.5']],
    ['/other', []],
  ])('uri-user: %s', (target, expected) => {
    const inside =
      '<identification-mappings><mapping identification-regex="/users/([^/]+)"/><mapping identification-regex="/people/(\\w+)"/></identification-mappings>';
    const result = traced({
      filters: '<filter name="uri-user"/>',
      files: { 'uri-user.cfg.xml': file('uri-user', 'uri-user/v1.0', inside) },
      request: { target },
    });
    expect(sent(result)).toEqual(expected);
  });
});

describe('merge-header and split-header', () => {
  const lines: Lines = [
    ['Accept', 'a/b, c/d'],
    ['accept', 'e/f'],
    ['Other', '1, 2'],
  ];
  const both = (name: string) =>
    traced({
      filters: `<filter name="${name}"/>`,
      files: {
        [`${name}.cfg.xml`]: file(
          name,
          `${name}/v1.0`,
          '<request><header>accept</header></request><response><header>vary</header></response>',
        ),
      },
      request: { headers: lines },
    });

  test('merge', () => {
    const result = both('merge-header');
    expect(sent(result)).toEqual(['Other: 1, 2', 'accept: a/b, c/d, e/f']);
    expect(
      received(result, [
        ['Vary', 'a'],
        ['Vary', 'b'],
      ]),
    ).toEqual(['vary: a, b']);
  });

  test('split', () => {
    const result = both('split-header');
    expect(sent(result)).toEqual(['Other: 1, 2', 'accept: a/b', 'accept: c/d', 'accept: e/f']);
    expect(received(result, [['Vary', 'a']])).toEqual(['Vary: a']);
  });
});

describe('uri-stripper', () => {
  const strip = (target: string, location?: string) => {
    const result = traced({
      filters: '<filter name="uri-stripper"/>',
      files: {
        'uri-stripper.cfg.xml': file(
          'uri-stripper',
          'uri-stripper/v1.0',
          '',
          'token-index="1" rewrite-location="true"',
        ),
      },
      request: { target },
    });
    const back = location === undefined ? [] : received(result, [['Location', location]]);
    return [new URL(result.forward!.url).pathname, ...back];
  };

  test.each([
    [['/v1/tenant/servers/5'], ['/v1/servers/5']],
    [['/v1'], ['/v1']],
    [
      ['/v1/tenant/servers', 'http://origin.test/v1/servers/9?a=b'],
      ['/v1/servers', 'Location: http://origin.test/v1/tenant/servers/9?a=b'],
    ],
    [
      ['/v1/tenant/servers', '/x/servers/9'],
      ['/v1/servers', 'Location: /x/tenant/servers/9'],
    ],
    [
      ['/v1/tenant/servers', 'http://other.test/nothing'],
      ['/v1/servers', 'Location: http://other.test/nothing'],
    ],
  ])('%j', ([target, location], expected) => {
    expect(strip(target!, location)).toEqual(expected);
  });
});

describe('uri-normalization', () => {
  const normalize = (inside: string, target: string, accept?: string) => {
    const result = traced({
      filters: '<filter name="uri-normalization"/>',
      files: {
        'uri-normalization.cfg.xml': file('uri-normalization', 'uri-normalization/v1.0', inside),
      },
      request: { target, headers: accept === undefined ? [] : [['Accept', accept]] },
    });
    const { pathname, search } = new URL(result.forward!.url);
    return [pathname + search, ...sent(result)];
  };
  const media =
    '<media-variants><media-type name="application/json" variant-extension="json"/><media-type name="application/xml" variant-extension=".xml" preferred="true"/></media-variants>';
  const query = (attributes: string, parameters: string) =>
    `<uri-filters><target ${attributes}><whitelist id="w">${parameters}</whitelist></target></uri-filters>`;
  const abc =
    '<parameter name="a"/><parameter name="b" multiplicity="1"/><parameter name="C" case-sensitive="false"/>';

  test.each([
    [
      'an extension becomes Accept',
      media,
      '/a.json',
      'text/html',
      ['/a', 'Accept: application/json'],
    ],
    ['an unknown one stays', media, '/a.txt', 'text/html', ['/a.txt', 'Accept: text/html']],
    ['no Accept: the preferred type', media, '/a', undefined, ['/a', 'Accept: application/xml']],
    ['any Accept: the preferred type', media, '/a', '*/*', ['/a', 'Accept: application/xml']],
    ['only what is listed stays', query('', abc), '/?x=1&a=1&c=2', undefined, ['/?a=1&c=2']],
    ['in the order of the request', query('', abc), '/?b=2&a=1', undefined, ['/?b=2&a=1']],
    [
      'in alphabetical order',
      query('alphabetize="true"', abc),
      '/?b=2&a=1',
      undefined,
      ['/?a=1&b=2'],
    ],
    [
      'no more often than allowed',
      query('', abc),
      '/?b=1&b=2&a=3&a=4',
      undefined,
      ['/?b=1&a=3&a=4'],
    ],
    ['another method: nothing', query('http-methods="PUT"', abc), '/?x=1', undefined, ['/?x=1']],
    ['another path: nothing', query('uri-regex="/q"', abc), '/?x=1', undefined, ['/?x=1']],
  ])('%s', (_what, inside, target, accept, expected) => {
    expect(normalize(inside, target, accept)).toEqual(expected);
  });
});

describe('url-extractor-to-header', () => {
  const inside =
    '<extraction header="X-Device" url-regex=".*/(hybrid:\\d+)/entities/.+" default=""/><extraction header="X-Server" url-regex=".*/servers/([^/]+).*"/><extraction header="X-Two" url-regex="/(a)/(b)" default="none"/>';
  test.each([
    ['/hybrid:12/entities/x', ['X-Device: hybrid:12', 'X-Two: none']],
    ['/servers/7/a/b', ['X-Device: ', 'X-Server: 7', 'X-Two: a', 'X-Two: b']],
  ])('%s', (target, expected) => {
    const result = traced({
      filters: '<filter name="url-extractor-to-header"/>',
      files: {
        'url-extractor-to-header.cfg.xml': file(
          'url-extractor-to-header',
          'url-extractor-to-header/v1.0',
          inside,
        ),
      },
      request: { target },
    });
    expect(sent(result)).toEqual(expected);
  });
});

describe('content-type-stripper', () => {
  test.each([
    ['', []],
    ['        ', []],
    ['{"a":1}', ['Content-Type: application/json']],
  ])('body %j', (bodyStart, expected) => {
    const result = traced({
      filters: '<filter name="content-type-stripper"/>',
      request: { method: 'POST', bodyStart, headers: [['Content-Type', 'application/json']] },
    });
    expect(sent(result)).toEqual(expected);
  });
});

describe('destination-router', () => {
  const destinations =
    '<endpoint id="main" protocol="http" hostname="main.test" default="true"/><endpoint id="a" hostname="a.test" root-path="/root"/><endpoint id="b" protocol="http" hostname="b.test" port="81"/>';
  const target = (id: string, quality: string) =>
    file('destination-router', 'destination-router/v1.0', `<target id="${id}" ${quality}/>`);
  const files = { 'a.xml': target('a', ''), 'b.xml': target('b', 'quality="0.9"') };

  test.each([
    ['no filter: the default', '', 'http://main.test/p?q=1'],
    [
      'its destination, with root path',
      '<filter name="destination-router" configuration="a.xml"/>',
      'https://a.test/root/p?q=1',
    ],
    [
      'the highest quality wins',
      '<filter name="destination-router" configuration="b.xml"/><filter name="destination-router" configuration="a.xml"/>',
      'http://b.test:81/p?q=1',
    ],
  ])('%s', (_what, filters, url) => {
    expect(
      traced({ filters, files, destinations, request: { target: '/p?q=1' } }).forward?.url,
    ).toBe(url);
  });
});
