import { nameEnd, spaceEnd } from './chars.ts';
import { addNamespaces, xmlnsNamespace } from './namespaces.ts';
import type { XmlAttribute, XmlNode } from './nodes.ts';
import { positionAt } from './position.ts';
import {
  countPart,
  endAt,
  fail,
  found,
  problem,
  readName,
  startAt,
  type Mutable,
  type OpenElement,
  type Reader,
} from './reader.ts';
import { readAttributeValue } from './references.ts';

// Most elements have one or the other empty: they share these, and memory is saved.
const noAttributes: XmlAttribute[] = [];
const noChildren: XmlNode[] = [];

/** Appends a node to the element that is open; the root's own list is its caller's business. */
export function append(parent: OpenElement, node: XmlNode): void {
  if (parent.children === noChildren) parent.children = [node];
  else (parent.children as XmlNode[]).push(node);
}

/** Reads the start tag whose `<` is at the reader's place, and opens its element. */
export function readStartTag(reader: Reader): OpenElement {
  const { shared, text } = reader;
  const start = reader.pos;
  reader.pos += 1;
  const { name, prefix, local, qualified } = readElementName(reader, start);
  if (!qualified) badName(reader, start + 1, name);
  const parent = shared.current;
  const element: OpenElement = {
    kind: 'element',
    name,
    prefix,
    local,
    namespace: '',
    attributes: noAttributes,
    children: noChildren,
    parent,
    scope: shared.scope,
    start: startAt(reader, start),
    openEnd: 0,
    closeStart: 0,
    end: 0,
  };
  countPart(reader, start);
  if (shared.depth >= shared.limits.depth) {
    fail(reader, start, [
      'too-deep',
      `elements stand more than ${shared.limits.depth} deep within each other`,
    ]);
  }
  const declares = readAttributes(reader, element);
  const rules = shared.rules.size > 0 ? shared.rules.get(name) : undefined;
  const defaulted = rules ? applyRules(element, rules) : false;
  addNamespaces(reader, element, declares || defaulted);
  const selfClosing = text.charCodeAt(reader.pos) === 47; /* / */
  if (selfClosing && text.charCodeAt(reader.pos + 1) !== 62) {
    fail(reader, reader.pos + 1, ['tag-syntax', `">" is expected after the "/" of <${name}>`]);
  }
  reader.pos += selfClosing ? 2 : 1;
  element.openEnd = endAt(reader, reader.pos);
  if (parent) append(parent, element);
  if (selfClosing) {
    element.closeStart = element.end = element.openEnd;
  } else {
    shared.current = element;
    shared.scope = element.scope;
    shared.depth += 1;
  }
  return element;
}

function readElementName(reader: Reader, start: number) {
  if (nameEnd(reader.text, start + 1) === start + 1) {
    fail(
      reader,
      start,
      [
        'less-than-in-text',
        `a "<" that starts no tag: after it stands ${found(reader, start + 1)}`,
      ],
      {
        hint: 'Write "&lt;" for the character itself.',
      },
    );
  }
  return readName(reader, 'the name of an element');
}

/** Reads up to the tag's `>` or `/`. Says whether a namespace is declared. */
function readAttributes(reader: Reader, element: OpenElement): boolean {
  const { text, shared } = reader;
  let attributes: XmlAttribute[] | undefined;
  let names: Set<string> | undefined;
  let declares = false;
  for (;;) {
    const before = reader.pos;
    const pos = spaceEnd(text, before);
    reader.pos = pos;
    const code = text.charCodeAt(pos);
    if (code === 62 || code === 47) break;
    if (code !== code || code === 60) {
      fail(reader, element.start, ['tag-syntax', `the start tag of <${element.name}> has no end`], {
        end: pos,
        hint: `Before ${found(reader, pos)} a ">" is missing.`,
      });
    }
    if (pos === before) {
      fail(reader, pos, [
        'tag-syntax',
        `a space is expected here in the tag <${element.name}>, not ${found(reader, pos)}`,
      ]);
    }
    const { name, prefix, local, qualified } = readName(reader, 'the name of an attribute');
    if (!qualified) badName(reader, pos, name);
    readEquals(reader, name);
    const valueStart = reader.pos + 1;
    const value = readAttributeValue(reader, `the attribute "${name}"`);
    countPart(reader, pos);
    if (prefix === 'xmlns' || name === 'xmlns') declares = true;
    const attribute: XmlAttribute = {
      kind: 'attribute',
      name,
      prefix,
      local,
      namespace: prefix === 'xmlns' || name === 'xmlns' ? xmlnsNamespace : '',
      value,
      start: startAt(reader, pos),
      end: endAt(reader, reader.pos),
      valueStart: startAt(reader, valueStart),
      valueEnd: endAt(reader, reader.pos - 1),
    };
    if (!attributes) {
      attributes = [attribute];
      element.attributes = attributes;
      continue;
    }
    if (attributes.length >= shared.limits.attributes) {
      fail(reader, pos, [
        'too-many-attributes',
        `<${element.name}> has more than ${shared.limits.attributes} attributes`,
      ]);
    }
    if (attributes.length === 8) names = new Set(attributes.map((other) => other.name));
    if (names ? names.has(name) : attributes.some((other) => other.name === name)) {
      problem(
        reader,
        pos,
        ['duplicate-attribute', `<${element.name}> has the attribute "${name}" twice`],
        {
          end: reader.pos,
          hint: 'Keep one of the two.',
        },
      );
    }
    names?.add(name);
    attributes.push(attribute);
  }
  return declares;
}

function readEquals(reader: Reader, name: string): void {
  const { text } = reader;
  const pos = spaceEnd(text, reader.pos);
  if (text.charCodeAt(pos) !== 61 /* = */) {
    fail(reader, pos, [
      'tag-syntax',
      `"=" and a value are expected after the attribute "${name}", not ${found(reader, pos)}`,
    ]);
  }
  reader.pos = spaceEnd(text, pos + 1);
}

/** Adds the attributes that a DOCTYPE gives a default, and trims those of other types than CDATA. */
function applyRules(
  element: OpenElement,
  rules: NonNullable<ReturnType<Reader['shared']['rules']['get']>>,
): boolean {
  const attributes = [...element.attributes];
  for (const [name, rule] of rules) {
    const given = attributes.find((attribute) => attribute.name === name) as
      | Mutable<XmlAttribute>
      | undefined;
    if (given) {
      if (!rule.cdata) given.value = given.value.replace(/^ +| +$/g, '').replace(/ {2,}/g, ' ');
    } else if (rule.value !== undefined) {
      const colon = name.indexOf(':');
      const prefix = colon < 0 ? '' : name.slice(0, colon);
      const place = element.start;
      attributes.push({
        kind: 'attribute',
        name,
        prefix,
        local: name.slice(colon + 1),
        namespace: prefix === 'xmlns' || name === 'xmlns' ? xmlnsNamespace : '',
        value: rule.value,
        start: place,
        end: place,
        valueStart: place,
        valueEnd: place,
      });
    }
  }
  element.attributes = attributes;
  return attributes.some((attribute) => attribute.namespace === xmlnsNamespace);
}

/** Reads the end tag whose `<` is at the reader's place, and closes the element that is open. */
export function readEndTag(reader: Reader, floor: OpenElement | undefined): void {
  const { text, shared, pos } = reader;
  const current = shared.current!;
  if (current === floor) {
    fail(reader, pos, [
      'entity-tags',
      'the text of an entity closes an element that it did not open',
    ]);
  }
  const after = pos + 2 + current.name.length;
  if (!text.startsWith(current.name, pos + 2) || nameEnd(text, pos + 2) !== after) {
    mismatch(reader, pos, current);
  }
  const end = spaceEnd(text, after);
  if (text.charCodeAt(end) !== 62) {
    fail(reader, end, [
      'tag-syntax',
      `">" is expected at the end of </${current.name}>, not ${found(reader, end)}`,
    ]);
  }
  reader.pos = end + 1;
  current.closeStart = startAt(reader, pos);
  current.end = endAt(reader, end + 1);
  const { parent } = current;
  shared.current = parent;
  shared.scope = parent?.scope;
  shared.depth -= 1;
}

function mismatch(reader: Reader, pos: number, current: OpenElement): never {
  const { text, shared } = reader;
  const nameStop = nameEnd(text, pos + 2);
  const name = text.slice(pos + 2, Math.min(nameStop, pos + 202));
  const { line } = positionAt(shared, current.start);
  return fail(
    reader,
    pos,
    [
      'mismatched-tag',
      `the end tag </${name}> does not match <${current.name}>, which line ${line} opened`,
    ],
    {
      end: Math.min(nameStop + 1, text.length),
      hint: `Write </${current.name}> here, or before.`,
      related: { offset: current.start, message: `<${current.name}> is opened here` },
    },
  );
}

function badName(reader: Reader, pos: number, name: string): void {
  problem(reader, pos, ['name-with-colon', `"${name}" is no name with a prefix`], {
    end: pos + name.length,
    hint: 'A name has at most one colon, between a prefix and a name.',
  });
}
