import { describe, expect, it } from 'vitest';
import { edit, getValue, completePath, type EditRequest } from '../../src/edit/index.ts';
import { filterOrder } from '../../src/edit/filter-order.ts';
import { openFolder } from '../../src/folder/folder.ts';
import { filters } from '../../src/model/index.ts';

const model = `<?xml version="1.0" encoding="UTF-8"?>
<system-model xmlns="http://docs.openrepose.org/repose/system-model/v2.0">
    <nodes>
        <node id="node1" hostname="localhost" http-port="8080"/>
    </nodes>
    <filters>
        <!-- who it is -->
        <filter name="ip-user"/>
        <!--
        <filter name="header-user"/>
        <filter name="uri-user"/>
        -->
        <filter name="rate-limiting"><methods value="GET"/></filter> <!-- not too fast -->
    </filters>
    <destinations>
        <endpoint id='one' protocol='http' hostname='example.org' root-path="/" port="80"
                  default="true"/>
    </destinations>
</system-model>
`;
const folder = openFolder({
  'system-model.cfg.xml': model,
  'rate-limiting.cfg.xml': `<rate-limiting xmlns="http://docs.openrepose.org/repose/rate-limiting/v1.0">
  <limit-group id="all" groups="" default="true">
    <limit id="a" uri="*" uri-regex="/a" value="5" unit="MINUTE"/>
    <limit id="b" uri="*" uri-regex="/b" value="5" unit="MINUTE"/>
  </limit-group>
</rate-limiting>
`,
});

/** The changed lines of an edit's diff, without its head. */
function changed(...requests: EditRequest[]): string[] {
  const result = edit(folder, requests);
  if (result.kind !== 'changed') throw new Error(result.kind);
  return result.diff.split('\n').filter((line) => /^[-+](?!--|\+\+)/.test(line));
}

function refusal(...requests: EditRequest[]): string {
  try {
    edit(folder, requests);
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  }
  return 'done';
}

describe('set', () => {
  it('changes one attribute and keeps its quotes', () => {
    expect(
      changed({
        kind: 'set',
        path: 'system-model/destinations/endpoint/hostname',
        value: `it's "<&`,
      }),
    ).toEqual([
      `-        <endpoint id='one' protocol='http' hostname='example.org' root-path="/" port="80"`,
      `+        <endpoint id='one' protocol='http' hostname='it&apos;s "&lt;&amp;' root-path="/" port="80"`,
    ]);
  });

  it('adds an attribute on a line of its own where the last one has one', () => {
    const path = 'system-model/destinations/endpoint[one]/chunked-encoding';
    expect(changed({ kind: 'set', path, value: 'auto' })).toEqual([
      '-                  default="true"/>',
      '+                  default="true"',
      '+                  chunked-encoding="auto"/>',
    ]);
  });

  it('adds elements that are missing, in the order that is declared', () => {
    const result = edit(folder, [
      { kind: 'set', path: 'system-model/tracing-header/enabled', value: 'false' },
    ]);
    expect(result).toMatchObject({
      kind: 'changed',
      summary: ['set system-model/tracing-header/enabled to "false"'],
    });
    expect(
      changed({
        kind: 'set',
        path: 'system-model/services/service[dist-datastore]/name',
        value: 'dist-datastore',
      }),
    ).toEqual(['+    <services>', '+        <service name="dist-datastore"/>', '+    </services>']);
  });

  it('follows indices, ids and other attributes', () => {
    for (const pick of ['[2]', '[b]', '[@uri-regex="/b"]', '[uri-regex=/b]']) {
      const key = pick.includes('/') && !pick.includes('"') ? '[id=b]' : pick;
      expect(
        changed({ kind: 'set', path: `rate-limiting/limit-group/limit${key}/value`, value: '7' }),
      ).toEqual([
        '-    <limit id="b" uri="*" uri-regex="/b" value="5" unit="MINUTE"/>',
        '+    <limit id="b" uri="*" uri-regex="/b" value="7" unit="MINUTE"/>',
      ]);
    }
  });

  it('says what there is where a path leads nowhere, or to several', () => {
    const at = (path: string): string => refusal({ kind: 'set', path, value: 'x' });
    expect(at('rate-limiting/limit-group/limit/value')).toBe(
      'PATH_AMBIGUOUS: there are 2 elements limit at rate-limiting/limit-group/limit/value',
    );
    expect(at('rate-limiting/limit-grup')).toBe(
      'PATH_UNKNOWN: there is no "limit-grup" at rate-limiting',
    );
    expect(at('nonsense/x')).toBe('PATH_UNKNOWN: the folder has no file for "nonsense"');
    expect(at('system-model//x')).toContain('PATH_SYNTAX');
    expect(at('')).toContain('PATH_SYNTAX');
    expect(at('system-model/nodes')).toContain('PATH_NOT_A_VALUE');
    expect(at('system-model/nodes/node[3]/id')).toContain('PATH_UNKNOWN');
    expect(refusal({ kind: 'set', path: 'system-model/nodes/node/id', value: '\u0000' })).toContain(
      'VALUE_NOT_XML',
    );
  });

  it('gets what is written, and the default where nothing is', () => {
    expect(getValue(folder, 'system-model/nodes/node/http-port')).toMatchObject({
      value: '8080',
      written: true,
    });
    expect(getValue(folder, 'system-model/nodes/node/https-port')).toMatchObject({
      value: '0',
      written: false,
    });
    expect(getValue(folder, 'system-model/phone-home/collection-uri')).toMatchObject({
      written: false,
    });
  });

  it('gives no default for an element that was asked for by a name that is not there', () => {
    expect(() => getValue(folder, 'system-model/nodes/node[nod1]/https-port')).toThrow(
      'system-model.cfg.xml has no node "nod1" there',
    );
  });

  it('completes paths', () => {
    expect(completePath(folder, 'sys')).toEqual(['system-model/']);
    expect(completePath(folder, 'system-model/n')).toEqual(['system-model/nodes/']);
    expect(completePath(folder, 'system-model/nodes/node/h')).toEqual([
      'system-model/nodes/node/hostname',
      'system-model/nodes/node/http-port',
      'system-model/nodes/node/https-port',
    ]);
    expect(completePath(folder, 'system-model/filters/filter[r')).toEqual([
      'system-model/filters/filter[rate-limiting]/',
    ]);
  });
});

describe('the filter chain', () => {
  it('has a place for every filter', () => {
    expect(filterOrder.toSorted()).toEqual([...filters.keys()].toSorted());
  });

  it('takes a filter where it belongs, with its file', () => {
    const result = edit(folder, [{ kind: 'add-filter', name: 'keystone-v2' }], {
      newFiles: (name) => [[`${name}.cfg.xml`, `<!-- ${name} -->\n`]],
    });
    if (result.kind !== 'changed') throw new Error(result.kind);
    expect(result.texts.get('keystone-v2.cfg.xml')).toBe('<!-- keystone-v2 -->\n');
    expect(changed({ kind: 'add-filter', name: 'keystone-v2' })).toEqual([
      '+        <filter name="keystone-v2"/>',
    ]);
    expect(result.summary[0]).toBe('add the filter keystone-v2, before rate-limiting');
  });

  it('takes the first and the last one, and one into an empty chain', () => {
    expect(changed({ kind: 'add-filter', name: 'cors' })).toEqual([
      '+        <filter name="cors"/>',
    ]);
    const last = edit(folder, [{ kind: 'add-filter', name: 'derp' }]);
    expect(last.kind === 'changed' && last.texts.get('system-model.cfg.xml')).toContain(
      '<!-- not too fast -->\n        <filter name="derp"/>\n    </filters>',
    );
    for (const list of ['<filters/>', '<filters></filters>', '<filters>\n    </filters>', '']) {
      const text = model.replace(/<filters>.*<\/filters>/s, list);
      const result = edit(openFolder({ 'system-model.cfg.xml': text }), [
        { kind: 'add-filter', name: 'derp' },
      ]);
      expect(result.kind === 'changed' && result.texts.get('system-model.cfg.xml')).toContain(
        '\n    <filters>\n        <filter name="derp"/>\n    </filters>\n',
      );
    }
  });

  it('gives a filter back after disable and enable', () => {
    const off = edit(folder, [{ kind: 'disable-filter', name: 'rate-limiting' }]);
    if (off.kind !== 'changed') throw new Error(off.kind);
    expect(off.texts.get('system-model.cfg.xml')).toContain(
      '<!--<filter name="rate-limiting"><methods value="GET"/></filter>--> <!-- not too fast -->',
    );
    const on = edit(off.folder, [{ kind: 'enable-filter', name: 'rate-limiting' }]);
    expect(on.kind === 'changed' && on.texts.get('system-model.cfg.xml')).toBe(model);
  });

  it('takes one filter out of a comment that holds several', () => {
    expect(changed({ kind: 'enable-filter', name: 'uri-user' })).toEqual([
      '+        <filter name="uri-user"/>',
      '-        <filter name="uri-user"/>',
    ]);
  });

  it('removes a filter with its line, and its file only when asked', () => {
    expect(changed({ kind: 'remove-filter', name: 'ip-user' })).toEqual([
      '-        <filter name="ip-user"/>',
    ]);
    const kept = edit(folder, [{ kind: 'remove-filter', name: 'rate-limiting' }]);
    expect(kept).toMatchObject({
      summary: [
        'remove the filter rate-limiting',
        'rate-limiting.cfg.xml stays, though nothing reads it now',
      ],
    });
    const gone = edit(folder, [{ kind: 'remove-filter', name: 'rate-limiting', withFile: true }]);
    expect(gone.kind === 'changed' && [...gone.folder.names]).toEqual(['system-model.cfg.xml']);
  });

  it('says what is wrong with a name', () => {
    expect(refusal({ kind: 'add-filter', name: 'rate-limitting' })).toBe(
      'UNKNOWN_FILTER: Repose has no filter "rate-limitting"',
    );
    expect(refusal({ kind: 'add-filter', name: 'ip-user' })).toContain('FILTER_THERE');
    expect(refusal({ kind: 'remove-filter', name: 'cors' })).toContain('FILTER_NOT_THERE');
    expect(refusal({ kind: 'enable-filter', name: 'cors' })).toContain('FILTER_NOT_THERE');
    expect(refusal({ kind: 'enable-filter', name: 'ip-user' })).toContain('FILTER_THERE');
  });
});

describe('nodes and destinations', () => {
  it('points the default destination at a URL', () => {
    expect(changed({ kind: 'set-endpoint', url: 'https://example.com:8443/v1' })).toEqual([
      `-        <endpoint id='one' protocol='http' hostname='example.org' root-path="/" port="80"`,
      `+        <endpoint id='one' protocol='https' hostname='example.com' root-path="/v1" port="8443"`,
    ]);
    expect(changed({ kind: 'set-endpoint', url: 'http://h/{$ A $}' })).toContainEqual(
      expect.stringContaining('root-path="/{$ A $}"'),
    );
    expect(edit(folder, [{ kind: 'set-endpoint', url: 'http://example.org/' }]).kind).toBe(
      'unchanged',
    );
  });

  it.each([
    'example.org',
    'ftp://x',
    'http://',
    'http://a:99999',
    'http://u@h',
    'http://h/?q',
    'http://a b/',
    'http://h/a b',
    'http://h/{$ A $} b',
  ])('refuses %s', (url) => {
    expect(refusal({ kind: 'set-endpoint', url })).toContain('BAD_URL');
  });

  it('adds a destination, and makes it the default when asked', () => {
    expect(changed({ kind: 'add-endpoint', url: 'http://two.example.org:81' })).toEqual([
      '+        <endpoint id="two-example-org" protocol="http" hostname="two.example.org" port="81"/>',
    ]);
    expect(changed({ kind: 'add-endpoint', url: 'http://[::1]/', id: 'x', default: true })).toEqual(
      [
        '-                  default="true"/>',
        '+                  default="false"/>',
        '+        <endpoint id="x" protocol="http" hostname="[::1]" port="80" default="true"/>',
      ],
    );
    expect(refusal({ kind: 'add-endpoint', url: 'http://x', id: 'one' })).toContain('ID_TAKEN');
  });

  it('adds a node', () => {
    expect(changed({ kind: 'add-node', hostname: 'other', httpPort: 9090 })).toEqual([
      '+        <node id="node2" hostname="other" http-port="9090"/>',
    ]);
  });
});

describe('several edits at once', () => {
  it('are all made or none', () => {
    const result = edit(folder, [
      { kind: 'add-filter', name: 'cors' },
      { kind: 'set', path: 'system-model/filters/filter[cors]/id', value: 'c' },
      { kind: 'remove', path: 'system-model/filters/filter[c]/id' },
      { kind: 'remove-filter', name: 'cors' },
    ]);
    expect(result.kind).toBe('unchanged');
    expect(
      refusal({ kind: 'add-filter', name: 'cors' }, { kind: 'add-filter', name: 'nope' }),
    ).toContain('UNKNOWN');
  });

  it('are refused with the errors that they would bring, and only those', () => {
    const place = { line: 1, column: 1 };
    const finding = (message: string) =>
      ({ code: 'c', severity: 'error', file: 'f', start: place, end: place, message }) as const;
    const result = edit(folder, [{ kind: 'add-filter', name: 'cors' }], {
      check: (given) => [finding('old'), ...(given === folder ? [] : [finding('new')])],
    });
    expect(result).toMatchObject({ kind: 'refused', findings: [{ message: 'new' }] });
  });
});
