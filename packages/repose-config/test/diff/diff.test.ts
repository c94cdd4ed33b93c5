import { describe, expect, it } from 'vitest';
import { diffFolders, formatChange } from '../../src/diff/diff.ts';
import { openFolder } from '../../src/folder/folder.ts';
import { defaultFolder } from '../../src/init/default-folder.ts';

const ns = 'http://docs.openrepose.org/repose';
const model = `<system-model xmlns="${ns}/system-model/v2.0">
  <nodes><node id="a" hostname="h" http-port="8080"/><node id="b" hostname="i" http-port="8080"/></nodes>
  <filters>
    <filter name="cors"/>
    <filter name="ip-user"/>
    <filter name="rate-limiting"/>
  </filters>
  <destinations><endpoint id="d" hostname="h" default="true"/></destinations>
</system-model>`;

function lines(before: string, after: string, name = 'system-model.cfg.xml'): string[] {
  return diffFolders(openFolder({ [name]: before }), openFolder({ [name]: after })).map(
    formatChange,
  );
}

const changed = (from: string | RegExp, to: string): string[] =>
  lines(model, model.replace(from, to));

describe('diffFolders', () => {
  it('sees nothing in comments, spaces, quotes, prefixes, written defaults and other spellings of a value', () => {
    expect(changed('<nodes>', '\n<!-- x --> <nodes   >')).toEqual([]);
    expect(changed('<nodes>', "<nodes xmlns:p='x'>")).toEqual([]);
    expect(changed('default="true"', "default='1' protocol='https' port=' +0'")).toEqual([]);
    expect(
      changed(/<node id="a".*?\/>(<node.*?\/>)/, '$1<node http-port="08080" hostname="h" id="a"/>'),
    ).toEqual([]);
    const prefixed = model.replace(/<(\/?)([a-z])/g, '<$1p:$2').replace('xmlns=', 'xmlns:p=');
    expect(lines(model, prefixed)).toEqual([]);
  });

  it('tells values that changed, appeared and went, by readable paths', () => {
    expect(changed('http-port="8080"', 'http-port="9090" https-port="1"')).toEqual([
      '~ system-model/nodes/node[a]/http-port: 8080 -> 9090',
      '~ system-model/nodes/node[a]/https-port: 0 -> 1',
    ]);
    expect(
      changed('<filter name="cors"/>', '<filter name="cors"><uri regex="/a"/></filter>'),
    ).toEqual(['+ system-model/filters/filter[cors]/uri: <uri regex="/a">']);
    expect(changed('<node id="b" hostname="i" http-port="8080"/>', '')).toEqual([
      '- system-model/nodes/node[b]: <node id="b" hostname="i" http-port="8080">',
    ]);
  });

  it('counts the order of filters, and nothing else’s', () => {
    expect(changed(/(<filter name="cors"\/>\s*)(<filter name="ip-user"\/>\s*)/, '$2$1')).toEqual([
      '^ system-model/filters/filter[ip-user]: place 2 of 3 -> place 1 of 3',
    ]);
  });

  it('says where both stand', () => {
    const before = openFolder({ 'system-model.cfg.xml': model });
    const after = openFolder({
      'system-model.cfg.xml': `\n${model.replace('hostname="h" default', 'hostname="x" default')}`,
    });
    expect(diffFolders(before, after)).toMatchObject([
      {
        beforeAt: { file: 'system-model.cfg.xml', line: 8, column: 34 },
        afterAt: { line: 9, column: 34 },
      },
    ]);
  });

  it('tells files that came and went, and files that cannot be read', () => {
    const before = openFolder(defaultFolder());
    const after = openFolder(defaultFolder({ with: ['cors'] }));
    expect(diffFolders(before, after).map(formatChange)).toEqual([
      '+ cors.cfg.xml',
      '+ system-model/filters/filter[cors]: <filter name="cors">',
    ]);
    expect(diffFolders(after, before).map(formatChange)).toEqual([
      '- cors.cfg.xml',
      '- system-model/filters/filter[cors]: <filter name="cors">',
    ]);
    expect(lines('<a/>', '<a>', 'x.xml')).toEqual(['~ x.xml: text -> other text, not well-formed']);
    expect(lines('<a b="1">x</a>', '<a b="2">y</a>', 'x.xml')).toEqual([
      '~ x.xml/b: 1 -> 2',
      '~ x.xml: x -> y',
    ]);
  });
});
