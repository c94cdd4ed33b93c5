import { describe, expect, it } from 'vitest';
import { checkFolder } from '../../src/folder/check-folder.ts';
import { fixFolder } from '../../src/folder/fix.ts';
import { openFolder } from '../../src/folder/folder.ts';

function fixed(text: string): string {
  const { texts } = fixFolder(openFolder({ 'a.xml': text }), () => []);
  return texts.get('a.xml') ?? text;
}

describe('fixFolder', () => {
  it.each([
    [
      '<a b="x&y">R & D &amp; &amp &nbsp;</a>',
      '<a b="x&amp;y">R &amp; D &amp; &amp;amp &#160;</a>',
    ],
    ['<a>1 < 2 ]]> 3</a>', '<a>1 &lt; 2 ]]&gt; 3</a>'],
    ['<a><!-- a -- b --- c ---></a>', '<a><!-- a - - b - - - c - --></a>'],
    ['<a>\u0000x\u0008</a>', '<a>x</a>'],
    ['\n  <?xml version="1.0"?><a/>', '<?xml version="1.0"?><a/>'],
    ['\ufeff <?xml version="1.0"?><a/>', '\ufeff<?xml version="1.0"?><a/>'],
    ['<a/>', '<a/>'],
    ['<a>&unknown;</a>', '<a>&unknown;</a>'],
    ['<a><b></a>', '<a><b></a>'],
  ])('makes of %j %j', (text, expected) => {
    expect(fixed(text)).toBe(expected);
  });

  it('makes the fixes that findings carry, and says what it did', () => {
    const text = `<system-model xmlns="http://docs.openrepose.org/repose/system-model/v2.0"><filters>
<filter name='ip-usr'/></filters></system-model>`;
    const result = fixFolder(openFolder({ 'system-model.cfg.xml': text }), (folder) =>
      checkFolder(folder),
    );
    expect(result.texts.get('system-model.cfg.xml')).toBe(text.replace('ip-usr', 'ip-user'));
    expect(result.done).toEqual([{ file: 'system-model.cfg.xml', message: 'write "ip-user"' }]);
  });
});
