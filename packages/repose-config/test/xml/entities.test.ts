import { describe, expect, it } from 'vitest';
import { readXml, type XmlElement } from '../../src/xml/index.ts';

function read(declarations: string, content: string) {
  return readXml(`<!DOCTYPE a [${declarations}]><a>${content}</a>`);
}

function texts(declarations: string, content: string): unknown[] {
  const { root, problems } = read(declarations, content);
  expect(problems).toEqual([]);
  return root!.children.map((child) =>
    child.kind === 'element' ? child.name : 'value' in child ? child.value : child.kind,
  );
}

const code = (declarations: string, content = ''): string | undefined =>
  read(declarations, content).problems[0]?.code;

describe('internal entities', () => {
  it('expand within each other, in text and in attributes', () => {
    const declared = '<!ENTITY one "1"><!ENTITY two "&one;2 &#38;amp; &#x33;">';
    expect(texts(declared, 'x&two;y')).toEqual(['x12 & 3y']);
    const { root } = readXml(`<!DOCTYPE a [${declared}]><a b="&two;&#9;"/>`);
    expect(root!.attributes[0]!.value).toBe('12 & 3\t');
  });

  it('may hold elements, which stand where the reference does', () => {
    const { root, source, problems } = read('<!ENTITY e "x<b c=\'1\'>y</b>">', 'w&e;z');
    expect(problems).toEqual([]);
    const [before, b, after] = root!.children;
    expect([before, after]).toMatchObject([{ value: 'wx' }, { value: 'z' }]);
    expect(source.slice(b!.start, b!.end)).toBe('&e;');
    expect((b as XmlElement).attributes[0]!.value).toBe('1');
  });

  it('take the first declaration, and come out of parameter entities too', () => {
    expect(texts('<!ENTITY e "1"><!ENTITY e "2">', '&e;')).toEqual(['1']);
    expect(texts('<!ENTITY % p "<!ENTITY e \'3\'>"> %p;', '&e;')).toEqual(['3']);
  });

  it.each([
    ['<!ENTITY e "&e;">', '&e;', 'entity-loop'],
    ['<!ENTITY e "&f;"><!ENTITY f "&e;">', '&e;', 'entity-loop'],
    ['<!ENTITY e "&e;">', '', undefined],
    ['<!ENTITY e "<b>">', '&e;</b>', 'unclosed-element'],
    ['<!ENTITY e "</a>">', '&e;', 'entity-tags'],
    ['<!ENTITY e "x &#38; y">', '&e;', 'bare-ampersand'],
    ['<!ENTITY e SYSTEM "file:///etc/passwd">', '&e;', 'external-entity'],
    ['<!ENTITY e SYSTEM "file:///etc/passwd">', '', undefined],
    ['<!NOTATION n SYSTEM "n"><!ENTITY e SYSTEM "e" NDATA n>', '&e;', 'unparsed-entity'],
    ['<!ENTITY % p SYSTEM "http://example.org/p"> %p;', '&e;', 'external-entity'],
    ['<!ENTITY e "50%">', '', 'percent-in-entity'],
    ['<!ENTITY lt "x">', '', 'predefined-entity'],
    ['<!ENTITY lt "&#38;#60;">', '&lt;', undefined],
    ['<!ENTITY amp "&#38;#38;">', '&amp;', undefined],
    ['%p;', '', 'undeclared-entity'],
  ])('judges %s with %j', (declared, content, expected) => {
    expect(code(declared, content)).toBe(expected);
  });

  it('must not bring a "<" into an attribute', () => {
    const judged = readXml('<!DOCTYPE a [<!ENTITY e "&#60;">]><a b="&e;"/>').problems[0];
    expect(judged).toMatchObject({ code: 'less-than-in-attribute' });
    expect(judged!.message).toContain('(in the text of &e;)');
  });
});

describe('other declarations', () => {
  it('give defaults, and trim what is no CDATA', () => {
    const { root, problems } = readXml(
      '<!DOCTYPE a [<!ATTLIST a b CDATA "d" c NMTOKENS #IMPLIED e (x|y) "y">]><a c="  1   2 "/>',
    );
    expect(problems).toEqual([]);
    expect(root!.attributes.map(({ name, value }) => `${name}=${value}`)).toEqual([
      'c=1 2',
      'b=d',
      'e=y',
    ]);
    const [, b] = root!.attributes;
    expect(b!.start).toBe(b!.end);
  });

  it.each([
    ['<!ELEMENT a (b,(c|d)*,e?)+><!ELEMENT b EMPTY><!ELEMENT c ANY>', undefined],
    ['<!ELEMENT a (#PCDATA|b)*><!ELEMENT b (#PCDATA)>', undefined],
    ['<!ELEMENT a (b,c|d)>', 'doctype-syntax'],
    ['<!ELEMENT a (#PCDATA|b)>', 'doctype-syntax'],
    ['<!ELEMENT a ()>', 'name-expected'],
    ['<!ELEMENT a>', 'doctype-syntax'],
    ['<!ATTLIST a b>', 'doctype-syntax'],
    ['<!ATTLIST a b CDATA>', 'doctype-syntax'],
    ['<!NOTATION n PUBLIC "p"><!NOTATION m PUBLIC "p" "s">', undefined],
    ['<!NOTATION n>', 'doctype-syntax'],
    ['<!ENTITY e PUBLIC "{" "s">', 'doctype-syntax'],
    ['text', 'doctype-syntax'],
  ])('judges %s', (declared, expected) => {
    expect(code(declared)).toBe(expected);
  });
});

describe('limits', () => {
  const bomb = (levels: number): string => {
    const declared = [`<!ENTITY e0 "${'x'.repeat(100)}">`];
    for (let level = 1; level <= levels; level += 1) {
      declared.push(`<!ENTITY e${level} "${`&e${level - 1};`.repeat(10)}">`);
    }
    return declared.join('');
  };

  it('refuse entity bombs, in text and in attributes', () => {
    expect(code(bomb(12), '&e12;')).toBe('entity-bomb');
    expect(readXml(`<!DOCTYPE a [${bomb(12)}]><a b="&e12;"/>`).problems[0]!.code).toBe(
      'entity-bomb',
    );
    const wide = `<!ENTITY e "${'x'.repeat(10_000)}">`;
    expect(code(wide, '&e;'.repeat(200))).toBe('entity-bomb');
  });

  it.each([
    ['100,000 elements within each other', '<a>'.repeat(100_000), 'too-deep'],
    ['a huge attribute', `<a b="${'x'.repeat(2_000_000)}"/>`, 'attribute-too-long'],
    ['a huge name', `<${'a'.repeat(100_000)}/>`, 'name-too-long'],
    [
      'very many attributes',
      `<a ${Array.from({ length: 5000 }, (_, i) => `a${i}=""`).join(' ')}/>`,
      'too-many-attributes',
    ],
    ['very many elements', `<a>${'<b/>'.repeat(1_100_000)}</a>`, 'too-many-parts'],
    ['very many problems', `<a>${'& '.repeat(1000)}</a>`, 'bare-ampersand'],
  ])('refuse %s', (_what, text, expected) => {
    const { problems } = readXml(text);
    expect(problems[0]!.code).toBe(expected);
    expect(problems.length).toBeLessThanOrEqual(100);
  });

  it('can be set', () => {
    expect(readXml('<a><b><c/></b></a>', { limits: { depth: 2 } }).problems[0]!.code).toBe(
      'too-deep',
    );
    expect(readXml('<a/>', { limits: { length: 3 } }).problems[0]!.code).toBe('too-long');
  });
});
