import { describe, expect, test } from 'vitest';
import { check, checkFolder } from '../../src/index.ts';
import { textOf } from './texts.ts';

const nodes = '<nodes><node id="a" hostname="a" http-port="1"/></nodes>';
const destinations = '<destinations><endpoint id="a" default="true"/></destinations>';

function found(name: string, short: string): string[] {
  return check(textOf(name, short)).findings.map(
    ({ start, code, message, hint }) =>
      `${start.line}:${start.column} ${code}: ${message} | ${hint}`,
  );
}

/** In a system model, between the nodes and the destinations. */
const inModel = (what: string) => found('system-model', `<>${nodes}\n${what}\n${destinations}</>`);
const inFilter = (what: string) => inModel(`<filters><filter name="x">${what}</filter></filters>`);

describe('what is wrong with elements and attributes is said in plain words', () => {
  test.each([
    [
      'an element that nobody knows',
      inModel('<fitlers/>'),
      [
        '2:1 config/unknown-element: <system-model> has no element <fitlers> | Did you mean <filters>?',
      ],
    ],
    [
      'an element that is an attribute',
      found('split-header', '<><request><header/></request><name/></>'),
      [
        expect.stringContaining(
          'config/unknown-element: <split-header> has no element <name> | Remove it. Inside may stand <request>, <response>.',
        ),
      ],
    ],
    [
      'an element in place of an attribute',
      inModel('<filters><filter><name/></filter></filters>'),
      [
        '2:10 config/missing-attribute: <filter> needs the attribute name | Add name="…". Which filter: rate-limiting, keystone-v2 and so on.',
        '2:18 config/unknown-element: <filter> has no element <name>, but an attribute of that name | Write <filter name="…">.',
      ],
    ],
    [
      'a wrong order',
      found('system-model', `<>${destinations}\n${nodes}</>`),
      [
        '2:1 config/misplaced-element: <nodes> must stand before <destinations> in line 1 | Move it. The order in <system-model> is <nodes>, <filters>, <services>, <destinations>, <phone-home>, <tracing-header>.',
      ],
    ],
    [
      'an optional element too late',
      found('system-model', `<>${nodes}${destinations}\n<filters/></>`),
      [
        '2:1 config/misplaced-element: <filters> must stand before <destinations> in line 1 | Move it. The order in <system-model> is <nodes>, <filters>, <services>, <destinations>, <phone-home>, <tracing-header>.',
      ],
    ],
    [
      'one too many',
      inModel('<filters/><filters/>'),
      [
        '2:11 config/repeated-element: <filters> stands in <system-model> already, in line 2; there can be only one | Remove one of the two, or join them.',
      ],
    ],
    [
      'one missing',
      found('system-model', `<>\n${nodes}</>`),
      [
        expect.stringContaining(
          '1:1 config/missing-element: <system-model> needs a <destinations> | Add it at its end. Where requests go in the end.',
        ),
      ],
    ],
    [
      'two missing',
      found('dist-datastore', '</>'.replace('</>', '<></>')),
      [
        expect.stringContaining('<distributed-datastore> needs a <allowed-hosts>'),
        expect.stringContaining('<distributed-datastore> needs a <port-config>'),
      ],
    ],
    [
      'all missing of those in any order',
      found('openstack-identity-v3', '<></>'),
      [
        expect.stringContaining(
          '<openstack-identity-v3> needs a <openstack-identity-service> | Add it inside. Who checks the tokens.',
        ),
      ],
    ],
    [
      'two where one is chosen',
      inFilter('<uri regex=""/><methods value=""/>'),
      [
        "2:42 config/misplaced-element: <methods> can't stand beside <uri> in line 2 | Keep one of the two.",
      ],
    ],
    [
      'none where one is chosen',
      inFilter('<not/>'),
      [
        '2:27 config/missing-element: <not> needs one of <methods>, <header>, <uri>, <and>, <or> | Add it inside.',
      ],
    ],
    [
      'one where two are needed',
      inFilter('<and><uri regex=""/></and>'),
      [
        '2:27 config/missing-element: <and> needs one more of <methods>, <header>, <uri>, <not>, <or> | Add it at its end.',
      ],
    ],
    [
      'conditions within each other',
      inFilter(
        '<or><and><uri regex=""/><not><or><uri regex=""/><header name=""/></or></not></and><methods value="GET"/></or>',
      ),
      [],
    ],
    [
      'another namespace',
      inModel('<filters xmlns="urn:x"/>'),
      [
        '2:1 config/wrong-namespace: <filters> is in the namespace urn:x; it belongs to http://docs.openrepose.org/repose/system-model/v2.0 | Remove xmlns="urn:x".',
      ],
    ],
    [
      'text between elements',
      inModel('stray <![CDATA[text]]>'),
      [
        '2:1 config/unexpected-text: text has no place in <system-model>: "stray" | Remove it, or make it a comment: <!-- … -->.',
      ],
    ],
    [
      'white space where nothing may be',
      inFilter('<uri regex="">\n</uri>'),
      [
        '2:41 config/unexpected-text: <uri> must be empty, without so much as a line break or a space | Write <uri …/>, or put the end tag right after the start tag.',
      ],
    ],
    ['a comment where nothing may be', inFilter('<uri regex=""><!-- why --></uri>'), []],
    [
      'elements in text',
      found('uri-redaction', '<><redact>a<b/></redact></>'),
      [expect.stringContaining('config/unexpected-element: <redact> holds text only, no elements')],
    ],
    [
      'an attribute that nobody knows',
      inModel('<tracing-header/>').slice(0, 0).concat(found('metrics', '<\nenabld="true"></>')),
      ['2:1 config/unknown-attribute: <metrics> has no attribute enabld | Did you mean enabled?'],
    ],
    [
      'an attribute with a prefix',
      found(
        'metrics',
        '<\nxmlns:m="http://docs.openrepose.org/repose/metrics/v1.0" m:enabled="true"></>',
      ),
      [
        '2:58 config/unknown-attribute: <metrics> has no attribute m:enabled: attributes of Repose have no prefix | Write enabled="…".',
      ],
    ],
    [
      'xml:lang',
      found('metrics', '<\nxml:lang="en"></>'),
      [expect.stringContaining('config/unknown-attribute')],
    ],
    [
      'xsi:schemaLocation',
      found(
        'metrics',
        '<\nxmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b" xsi:noNamespaceSchemaLocation="a"></>',
      ),
      [],
    ],
    [
      'xsi:nil',
      found(
        'metrics',
        '<\nxmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="false"></>',
      ),
      ['2:55 config/xsi-nil: nothing in Repose can be nil | Remove xsi:nil.'],
    ],
    [
      'the same type by xsi:type',
      found(
        'metrics',
        '<\nxmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="MetricsConfiguration"></>',
      ),
      [],
    ],
    [
      'another type by xsi:type',
      found(
        'metrics',
        '<\nxmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Graphite"></>',
      ),
      [expect.stringContaining('config/xsi-type')],
    ],
    [
      '${…} with nobody to fill it in',
      found('remote-datastore', '< host="a" port="${port}"></>'),
      [
        expect.stringContaining(
          'If something replaces ${port} before Repose reads the file, give its value with --values.',
        ),
      ],
    ],
    [
      'a value that is fixed',
      found(
        'atom-feed-service',
        '<><feed id="" uri=""><authentication uri="" username="" password="" fqcn="x"/></feed></>',
      ),
      [expect.stringContaining('config/fixed-value')],
    ],
    [
      'an ID twice',
      found(
        'translation',
        '<><request-translations><request-translation><style-sheets><style id="a"/><style id=" a "/></style-sheets></request-translation></request-translations></>',
      ),
      [expect.stringContaining('config/repeated-id: the ID "a" is taken already, in line 1')],
    ],
    [
      'anything in a wildcard',
      found(
        'translation',
        '<><request-translations><request-translation><style-sheets><style><xsl><x a="b">t<y/></x></xsl></style></style-sheets></request-translation></request-translations></>',
      ),
      [],
    ],
    [
      'two in a wildcard',
      found('validator', '<><validator role=""><a/><b/></validator></>'),
      [expect.stringContaining('config/misplaced-element')],
    ],
    [
      'anything in an open element',
      found(
        'valkyrie-authorization',
        '<><valkyrie-server uri=""/><translate-permissions-to-roles a="b">t<x/></translate-permissions-to-roles></>',
      ),
      [],
    ],
    [
      'what is known in an open element',
      found(
        'valkyrie-authorization',
        '<><valkyrie-server uri=""/><translate-permissions-to-roles><valkyrie-authorization/></translate-permissions-to-roles></>',
      ),
      [expect.stringContaining('<valkyrie-authorization> needs a <valkyrie-server>')],
    ],
  ])('%s', (_name, actual, expected) => {
    expect(actual).toEqual(expected);
  });
});

describe('the root', () => {
  const rule = (text: string, file = '') =>
    check(text, { file }).findings.map((one) => `${one.code}: ${one.hint}`);

  test('without its namespace, or with that of a version that is gone', () => {
    expect(rule('<metrics/>')).toEqual([
      'config/wrong-namespace: Write <metrics xmlns="http://docs.openrepose.org/repose/metrics/v1.0">.',
    ]);
    expect(rule('<m:metrics xmlns:m="http://docs.openrepose.org/repose/metrics/v0.0"/>')).toEqual([
      'config/wrong-namespace: Write <m:metrics xmlns:m="http://docs.openrepose.org/repose/metrics/v1.0">.',
    ]);
  });

  test('of no type at all, or not the one that the name of the file promises', () => {
    expect(rule('<metric/>')).toEqual(['config/unknown-type: Did you mean <metrics>?']);
    expect(rule('<html/>')[0]).toContain('config/unknown-type: Repose 9 may have dropped it');
    expect(rule('<html/>', 'a/metrics.cfg.xml')).toEqual([
      'config/wrong-root: Write <metrics xmlns="http://docs.openrepose.org/repose/metrics/v1.0">.',
    ]);
  });
});

test('of very many findings the first thousand are kept, and a note says that there are more', () => {
  const redacts = '<redact x=""/>\n'.repeat(5000);
  const { findings, valid } = check(textOf('uri-redaction', `<>${redacts}</>`));
  expect(valid).toBe(false);
  expect(findings.length).toBe(1001);
  expect(findings.at(-1)).toMatchObject({
    severity: 'note',
    message: 'there is more to find: these are the first 1000',
  });
});

test('a file under the name of another type is told', () => {
  const text = textOf('metrics', '<></>');
  expect(check(text, { file: 'a/cors.cfg.xml' })).toMatchObject({
    valid: true,
    findings: [{ code: 'config/other-type', severity: 'warning' }],
  });
  const { findings } = checkFolder({ 'cors.cfg.xml': text });
  expect(findings).toContainEqual(
    expect.objectContaining({ code: 'config/other-type', severity: 'error' }),
  );
  expect(check(text, { file: 'my-metrics.cfg.xml' }).findings).toEqual([]);
});

test.each([
  ['<?xml version="1.2"?>\n', '1:1 warning xml/unusual-version'],
  ['<?xml version="1.1"?>\n', undefined],
  ['\n<!DOCTYPE metrics SYSTEM "http://example.org/m.dtd">', '2:1 warning xml/external-dtd'],
  ['<!DOCTYPE metrics [<!ENTITY a "b">]>', undefined],
])('what Java’s parser may not take is a warning: %j', (before, expected) => {
  const { findings, valid } = check(before + textOf('metrics', '</>'), { file: 'a' });
  expect(valid).toBe(true);
  expect(
    findings.map(
      ({ start, severity, code }) => `${start.line}:${start.column} ${severity} ${code}`,
    ),
  ).toEqual(expected === undefined ? [] : [expected]);
});
