// Which elements of two files are each other's, and when two values are the same.
import { attribute, elements } from '../folder/folder.ts';
import { identify } from '../edit/path.ts';
import type { AttributeDecl, SimpleType } from '../model/declaration.ts';
import type { XmlElement } from '../xml/index.ts';

export type Pair = [XmlElement | undefined, XmlElement | undefined];

/** Pairs up elements of one name: by what tells them apart, then by what they say, then in order. */
export function match(a: readonly XmlElement[], b: readonly XmlElement[]): Pair[] {
  const left = new Set(b);
  const found = new Map<XmlElement, XmlElement>();
  const passes: ((element: XmlElement) => string | undefined)[] = [
    (one) => join(attribute(one, 'id'), attribute(one, 'name')),
    identify,
    meaning,
    () => '',
  ];
  for (const key of passes) {
    for (const one of a) {
      const wanted = found.has(one) ? undefined : key(one);
      if (wanted === undefined) continue;
      for (const other of left) {
        // What has an id or a name of its own is never another one's successor.
        if (key(other) !== wanted || (wanted === '' && own(one) !== own(other))) continue;
        found.set(one, other);
        left.delete(other);
        break;
      }
    }
  }
  return [
    ...a.map((one): Pair => [one, found.get(one)]),
    ...[...left].map((one): Pair => [undefined, one]),
  ];
}

function join(id: string | undefined, name: string | undefined): string | undefined {
  return id === undefined && name === undefined ? undefined : `${id ?? ''} ${name ?? ''}`;
}

function own(element: XmlElement): string {
  return join(attribute(element, 'id'), attribute(element, 'name')) ?? '';
}

/** All that an element says, whatever its layout. */
function meaning(element: XmlElement): string {
  const attributes = element.attributes.map(({ name, value }) => `${name}=${value}`).toSorted();
  return JSON.stringify([
    element.local,
    attributes,
    ownText(element).trim(),
    elements(element).map(meaning),
  ]);
}

export function ownText(element: XmlElement): string {
  return element.children
    .map((child) => (child.kind === 'text' || child.kind === 'cdata' ? child.value : ''))
    .join('');
}

export function valueOf(
  value: string | undefined,
  decl: AttributeDecl | undefined,
): string | undefined {
  const given = value ?? decl?.default;
  return given === undefined ? undefined : normalize(given, decl?.type);
}

/** The value without what its type ignores, so that "080" and "80", "1" and "true" are the same. */
export function normalize(value: string, type: SimpleType | undefined): string {
  if (!type) return value.trim() === '' ? '' : value.trim();
  if (type.whiteSpace === 'preserve') return value.trim() === '' ? '' : value;
  const text = value.replace(/[ \t\r\n]+/g, ' ').trim();
  if (type.builtin === 'boolean') return text === '1' ? 'true' : text === '0' ? 'false' : text;
  if (/^(?:int|long|integer|positiveInteger)$/.test(type.builtin) && /^[+-]?\d+$/.test(text))
    return String(BigInt(text.replace(/^\+/, '')));
  if (type.builtin === 'double' && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text))
    return String(Number(text));
  return text;
}

export function shown(element: XmlElement): string {
  const text = ownText(element).trim();
  const attributes = element.attributes.map(({ name, value }) => ` ${name}="${value}"`).join('');
  return `<${element.local}${attributes}>${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
}
