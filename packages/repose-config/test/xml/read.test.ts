import { describe, expect, it } from 'vitest';
import { fc } from '../fc.ts';
import { namespaceOf, positionAt, readXml, type XmlElement } from '../../src/xml/index.ts';

/** The first problem as `line:column code`, or the word `fine`. */
function judge(text: string): string {
  const document = readXml(text);
  const [first] = document.problems;
  if (!first) return 'fine';
  const { line, column } = positionAt(document, first.start);
  return `${line}:${column} ${first.code}`;
}

function root(text: string): XmlElement {
  const { root: found, problems } = readXml(text);
  expect(problems).toEqual([]);
  return found!;
}

describe('well-formedness', () => {
  it.each([
    ['<a/>', 'fine'],
    ['\ufeff<?xml version="1.0" encoding="UTF-8" standalone=\'yes\'?>\r\n<a></a >\r\n', 'fine'],
    ['<?xml version="1.5"?><a/>', 'fine'],
    ['<a b = "1"\n\tc=\'2"\' />', 'fine'],
    ['<a>]] &gt; ]]</a>', 'fine'],
    ['<é.·-1:_x xmlns:é.·-1="u"/>', 'fine'],
    ['<a><![CDATA[<&]]]]><![CDATA[>]]></a>', 'fine'],
    ['<a><?p ?><?p x?><!----></a><!-- -  - -->', 'fine'],
    ['', '1:1 no-root'],
    ['  \n', '2:1 no-root'],
    ['text', '1:1 no-root'],
    ['<a>', '1:4 unclosed-element'],
    ['<a', '1:1 tag-syntax'],
    ['<a><b></a></b>', '1:7 mismatched-tag'],
    ['<a>\n  <b>\n</a>', '3:1 mismatched-tag'],
    ['<a></ab>', '1:4 mismatched-tag'],
    ['<a/><b/>', '1:5 second-root'],
    ['<a/>x', '1:5 text-after-root'],
    ['<a/></a>', '1:5 text-after-root'],
    ['<a b/>', '1:5 tag-syntax'],
    ['<a b=1/>', '1:6 quote-expected'],
    ['<a b="1"c="2"/>', '1:9 tag-syntax'],
    ['<a b="1" b="2"/>', '1:10 duplicate-attribute'],
    ['<a b="<"/>', '1:7 less-than-in-attribute'],
    ['<a b="1/>', '1:6 less-than-in-attribute'],
    ['<a>a & b</a>', '1:6 bare-ampersand'],
    ['<a>&nbsp;</a>', '1:4 undeclared-entity'],
    ['<a>&constructor;</a>', '1:4 undeclared-entity'],
    ['<a>&#0;</a>', '1:4 forbidden-character'],
    ['<a>&#xD800;</a>', '1:4 forbidden-character'],
    ['<a>&#12</a>', '1:4 character-reference'],
    ['<a>1 < 2</a>', '1:6 less-than-in-text'],
    ['<a>]]></a>', '1:4 cdata-end-in-text'],
    ['<a><!-- a -- b --></a>', '1:11 dashes-in-comment'],
    ['<a><!-- a ---></a>', '1:11 dashes-in-comment'],
    ['<a><!-- </a>', '1:4 unclosed-comment'],
    ['<a><![CDATA[ </a>', '1:4 unclosed-cdata'],
    ['<a><? x?></a>', '1:6 name-expected'],
    ['<a><?x', '1:4 unclosed-instruction'],
    ['<a>\u0001</a>', '1:4 forbidden-character'],
    ['<a>\ufffe</a>', '1:4 forbidden-character'],
    ['<a>\ud800</a>', '1:4 forbidden-character'],
    [' <?xml version="1.0"?><a/>', '1:2 xml-declaration'],
    ['<?xml encoding="UTF-8"?><a/>', '1:1 xml-declaration'],
    ['<?xml version="2.0"?><a/>', '1:1 xml-declaration'],
    ['<p:a/>', '1:2 unbound-prefix'],
    ['<a p:b="1"/>', '1:4 unbound-prefix'],
    ['<a:b:c xmlns:a="u"/>', '1:2 name-with-colon'],
    ['<a xmlns:p=""/>', '1:4 namespace-declaration'],
    ['<a xmlns:xml="u"/>', '1:4 namespace-declaration'],
    ['<a xmlns:xmlns="u"/>', '1:4 namespace-declaration'],
    ['<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>', '1:36 duplicate-attribute'],
  ])('judges %j', (text, verdict) => {
    expect(judge(text)).toBe(verdict);
  });

  it('reports several problems in one reading, in order', () => {
    const { problems } = readXml('<a x="1" x="2">&one; & <b p:c=""/> -- <!-- -- --> &two;</a>');
    expect(problems.map(({ code }) => code)).toEqual([
      'duplicate-attribute',
      'undeclared-entity',
      'bare-ampersand',
      'unbound-prefix',
      'dashes-in-comment',
      'undeclared-entity',
    ]);
  });

  it('names the start tag that an end tag fails to match', () => {
    const [problem] = readXml('<a>\n <b>\n</a>').problems;
    expect(problem).toMatchObject({
      message: 'the end tag </a> does not match <b>, which line 2 opened',
      related: { offset: 5 },
    });
  });

  it('keeps what was read before a problem that ends the reading', () => {
    const { root: found } = readXml('<a><b c="1">x<d></b></a>');
    const [b] = found!.children;
    expect(b).toMatchObject({ name: 'b', end: 24 });
  });
});

describe('what it reads', () => {
  it('keeps the offsets of every part', () => {
    const source = "<a  b = '1'\n>t<c/><!--x--><?p y?><![CDATA[z]]></a >";
    const a = root(source);
    const part = (start: number, end: number): string => source.slice(start, end);
    expect(part(a.start, a.openEnd)).toBe("<a  b = '1'\n>");
    expect(part(a.closeStart, a.end)).toBe('</a >');
    const [b] = a.attributes;
    expect(part(b!.start, b!.end)).toBe("b = '1'");
    expect(part(b!.valueStart, b!.valueEnd)).toBe('1');
    expect(a.children.map((child) => part(child.start, child.end))).toEqual([
      't',
      '<c/>',
      '<!--x-->',
      '<?p y?>',
      '<![CDATA[z]]>',
    ]);
  });

  it('makes one line end of all, and spaces of those in attributes', () => {
    const a = root('<a b="1\r\n2\t3&#10;4">x\r\ny\rz<![CDATA[\r\n]]></a>');
    expect(a.attributes[0]!.value).toBe('1 2 3\n4');
    expect(a.children.map((child) => 'value' in child && child.value)).toEqual(['x\ny\nz', '\n']);
  });

  it('resolves prefixes where they are bound', () => {
    const a = root('<a xmlns="u" xmlns:p="v"><p:b c="" p:c=""/><d xmlns=""/></a>');
    const [b, d] = a.children as [XmlElement, XmlElement];
    expect([a.namespace, b.namespace, d.namespace]).toEqual(['u', 'v', '']);
    expect(b.attributes.map((one) => one.namespace)).toEqual(['', 'v']);
    expect(namespaceOf(b, 'p')).toBe('v');
    expect(namespaceOf(b, 'q')).toBeUndefined();
    expect(namespaceOf(b, 'xml')).toBe('http://www.w3.org/XML/1998/namespace');
  });

  it('counts lines and columns as editors do, whatever the line end', () => {
    const document = readXml('\ufeff<a>\r\n\u{1F600}<b/>\r<c/>\n</a>');
    const at = (text: string) => positionAt(document, document.source.indexOf(text));
    expect(at('<a>')).toEqual({ line: 1, column: 1 });
    expect(at('<b/>')).toEqual({ line: 2, column: 3 });
    expect(at('<c/>')).toEqual({ line: 3, column: 1 });
    expect(at('</a>')).toEqual({ line: 4, column: 1 });
  });

  it('never throws, and keeps every offset within the text', () => {
    const words =
      '< > / & ; " \' = a b: x - ! ? [ ] <!-- --> <![CDATA[ ]]> "> ]> &e; %p; <a> </a> <a~b=" <?xml~ ?>' +
      ' <!DOCTYPE~a~[ <!ENTITY~e~" \u0000 \ufeff \ud800 é ~ \n \r';
    const piece = fc.constantFrom(...words.split(' ').map((word) => word.replaceAll('~', ' ')));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const document = readXml(pieces.join(''));
        for (const problem of document.problems) {
          expect(problem.start).toBeGreaterThanOrEqual(0);
          expect(problem.end).toBeGreaterThanOrEqual(problem.start);
          expect(problem.end).toBeLessThanOrEqual(document.source.length);
        }
        expect(document.problems.length > 0 || document.root !== undefined).toBe(true);
      }),
      { numRuns: 3000, seed: 7 },
    );
  });
});

it('takes forbidden characters in a row for one mistake', () => {
  const { problems } = readXml('<a>\0\0\0 \0</a>\ud800');
  expect(
    problems
      .filter(({ code }) => code === 'forbidden-character')
      .map(({ start, end, message }) => [start, end, message]),
  ).toEqual([
    [3, 6, 'the character U+0000 is not allowed in XML, nor are the next 2'],
    [7, 8, 'the character U+0000 is not allowed in XML'],
    [12, 13, 'the character U+D800 is not allowed in XML'],
  ]);
});
