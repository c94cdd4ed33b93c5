import { XMLParser } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { configTypes } from '../../src/index.ts';
import { readXml, type XmlElement } from '../../src/xml/index.ts';

// For plain values the two readers must agree; where they can't (positions, comments, what is no XML)
// the README says why this package has its own.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
});

interface Plain {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Plain[];
}

function ours(element: XmlElement): Plain {
  const texts = element.children.map((node) =>
    node.kind === 'text' || node.kind === 'cdata' ? node.value.trim() : '',
  );
  return {
    name: element.name,
    attributes: Object.fromEntries(element.attributes.map(({ name, value }) => [name, value])),
    text: texts.join('').trim(),
    children: element.children.filter((node) => node.kind === 'element').map(ours),
  };
}

type Node = Readonly<Record<string, unknown>>;

function theirs(node: Node): Plain {
  const name = Object.keys(node).find((key) => key !== ':@')!;
  const inside = node[name] as readonly Node[];
  const text = inside.map((child) => ('#text' in child ? String(child['#text']) : ''));
  return {
    name,
    attributes: (node[':@'] ?? {}) as Record<string, string>,
    text: text.join('').trim(),
    children: inside.filter((child) => !('#text' in child)).map(theirs),
  };
}

test.each(configTypes.map(({ name, example }) => [name, example] as const))(
  'the example of %s holds the same values for fast-xml-parser',
  (_name, example) => {
    const parsed = parser.parse(example) as readonly Node[];
    const root = parsed.find((node) => !Object.keys(node).some((key) => key.startsWith('?')))!;
    expect(ours(readXml(example).root!)).toEqual(theirs(root));
  },
);
