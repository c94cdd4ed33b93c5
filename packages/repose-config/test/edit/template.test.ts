import { describe, expect, it } from 'vitest';
import { edit, getValue, type EditRequest } from '../../src/edit/index.ts';
import { openFolder } from '../../src/folder/folder.ts';

const model = `{! who keeps this: <the team> & others !}
<system-model xmlns="http://docs.openrepose.org/repose/system-model/v2.0">
  <nodes>{% if EAST %}
    <node id="east" hostname="{$ HOST $}" http-port="{$ PORT $}"/>{% else %}
    <node id="west" hostname="w" http-port="80"/>
  {% endif %}</nodes>
  <filters>
    {% if LIMIT %}<filter name="rate-limiting"/>{% endif %}
    <filter name="derp"/>
  </filters>
  <destinations>{! the one !}<endpoint id="d" hostname="h{! old !}" default="true"/></destinations>
</system-model>
`;
const folder = openFolder({ 'system-model.cfg.xml': model });

function after(request: EditRequest): string {
  const result = edit(folder, [request]);
  if (result.kind !== 'changed') throw new Error(result.kind);
  return result.texts.get('system-model.cfg.xml')!;
}

describe('a file that is a template', () => {
  it('keeps its tags, and what is only there in the other case', () => {
    expect(getValue(folder, 'system-model/nodes/node/http-port').value).toBe('{$ PORT $}');
    expect(after({ kind: 'set', path: 'system-model/nodes/node/http-port', value: '81' })).toBe(
      model.replace('"{$ PORT $}"', '"81"'),
    );
    expect(after({ kind: 'set', path: 'system-model/destinations/endpoint/id', value: 'e' })).toBe(
      model.replace('id="d"', 'id="e"'),
    );
    expect(
      after({ kind: 'set', path: 'system-model/destinations/endpoint/port', value: '1' }),
    ).toBe(model.replace('default="true"', 'default="true" port="1"'));
  });

  it('takes new filters where they belong', () => {
    const text = after({ kind: 'add-filter', name: 'versioning' });
    expect(text).toBe(
      model.replace(
        '<filter name="derp"/>\n',
        '<filter name="derp"/>\n    <filter name="versioning"/>\n',
      ),
    );
    const between = after({ kind: 'add-filter', name: 'api-validator' });
    expect(between.replace('    <filter name="api-validator"/>\n', '').length).toBe(model.length);
    expect(between).toContain(
      '{% if LIMIT %}<filter name="rate-limiting"/>{% endif %}\n    <filter name="api-validator"/>\n',
    );
  });

  it('loses a filter with the tags around it, but never one half of a pair', () => {
    expect(after({ kind: 'remove-filter', name: 'rate-limiting' })).toBe(
      model.replace('    {% if LIMIT %}<filter name="rate-limiting"/>{% endif %}\n', ''),
    );
    expect(after({ kind: 'remove', path: 'system-model/nodes/node' })).toContain(
      '{% else %}\n    <node id="west"',
    );
    const list = '{% if A %}<filter name="cors"/>\n    <filter name="derp"/>{% endif %}';
    const halves = openFolder({
      'system-model.cfg.xml': model.replace('<filter name="derp"/>', list),
    });
    for (const [name, left] of [
      ['cors', '{% if A %}\n    <filter name="derp"/>{% endif %}'],
      ['derp', '{% if A %}<filter name="cors"/>\n{% endif %}'],
    ] as const) {
      const result = edit(halves, [{ kind: 'remove-filter', name }]);
      expect(result.kind === 'changed' && result.texts.get('system-model.cfg.xml')).toContain(left);
    }
  });
});
