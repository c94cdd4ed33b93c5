import type { NamespaceScope, XmlAttribute, XmlElement } from './nodes.ts';
import { fail, problem, type Mutable, type OpenElement, type Reader } from './reader.ts';

export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';
export const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/';

/** More would make every look-up slow. */
const mostDeclarations = 1000;

/** Whether an attribute is `xmlns="..."` or `xmlns:p="..."`. */
export function isNamespaceDeclaration(attribute: XmlAttribute): boolean {
  return attribute.namespace === xmlnsNamespace;
}

/** The namespace that `prefix` (empty: the default) stands for at an element; undefined where unbound. */
export function namespaceOf(
  { scope }: Pick<XmlElement, 'scope'>,
  prefix: string,
): string | undefined {
  for (let at = scope; at; at = at.outer) if (at.prefix === prefix) return at.namespace;
  if (prefix === 'xml') return xmlNamespace;
  if (prefix === 'xmlns') return xmlnsNamespace;
  return prefix === '' ? '' : undefined;
}

/** Binds what the element declares, and resolves its name and those of its attributes. */
export function addNamespaces(reader: Reader, element: OpenElement, declares: boolean): void {
  if (declares) {
    for (const attribute of element.attributes) {
      if (attribute.namespace === xmlnsNamespace) declare(reader, element, attribute);
    }
  }
  // Most elements have no prefix and the default namespace of their parent.
  element.namespace = resolve(reader, element, element);
  let prefixed = 0;
  for (const attribute of element.attributes) {
    if (attribute.prefix === '' || attribute.namespace === xmlnsNamespace) continue;
    (attribute as Mutable<XmlAttribute>).namespace = resolve(reader, element, attribute);
    prefixed += 1;
  }
  if (prefixed > 1) findDuplicates(reader, element);
}

function resolve(
  reader: Reader,
  element: OpenElement,
  part: Pick<XmlAttribute, 'name' | 'prefix' | 'start'>,
): string {
  const namespace = namespaceOf(element, part.prefix);
  if (namespace !== undefined && part.prefix !== 'xmlns') return namespace;
  const start = part === element ? part.start + 1 : part.start;
  placed(reader, start, start + part.name.length, [
    'unbound-prefix',
    `the prefix "${part.prefix}" of "${part.name}" is not bound to a namespace`,
    `Add xmlns:${part.prefix}="..." to this element or to one around it.`,
  ]);
  return '';
}

function declare(reader: Reader, element: OpenElement, attribute: XmlAttribute): void {
  const prefix = attribute.prefix === '' ? '' : attribute.local;
  const namespace = attribute.value;
  const complain = (message: string, hint: string): void =>
    placed(reader, attribute.start, attribute.end, ['namespace-declaration', message, hint]);
  if (prefix === 'xmlns') {
    complain('the prefix "xmlns" must not be declared', 'Remove this attribute.');
  } else if ((prefix === 'xml') !== (namespace === xmlNamespace)) {
    complain(
      `only the prefix "xml", and no other, stands for ${xmlNamespace}`,
      'Remove this attribute: "xml" is always bound.',
    );
  } else if (namespace === xmlnsNamespace) {
    complain(`${xmlnsNamespace} must not be bound`, 'Remove this attribute.');
  } else if (prefix !== '' && namespace === '') {
    complain(
      `the prefix "${prefix}" is bound to nothing`,
      'A declared prefix needs a namespace name; only the default namespace can be unbound.',
    );
  }
  element.scope = { prefix, namespace, outer: element.scope };
  let count = 0;
  for (let at: NamespaceScope | undefined = element.scope; at; at = at.outer) count += 1;
  if (count > mostDeclarations) {
    fail(reader, reader.pos, [
      'too-many-namespaces',
      `more than ${mostDeclarations} namespace declarations are in force here`,
    ]);
  }
}

/** Two attributes with other prefixes may still have the same name and namespace. */
function findDuplicates(reader: Reader, element: OpenElement): void {
  const seen = new Map<string, XmlAttribute>();
  for (const attribute of element.attributes) {
    if (attribute.prefix === '' || attribute.namespace === xmlnsNamespace) continue;
    const key = `${attribute.local} ${attribute.namespace}`;
    const other = seen.get(key);
    if (other && attribute.namespace !== '' && other.name !== attribute.name) {
      placed(reader, attribute.start, attribute.end, [
        'duplicate-attribute',
        `"${attribute.name}" and "${other.name}" are the same attribute, as their prefixes stand for one namespace`,
        'Keep one of the two.',
      ]);
    }
    seen.set(key, attribute);
  }
}

/** Notes a problem whose offsets are already those of the document. */
function placed(
  { shared, at }: Reader,
  start: number,
  end: number,
  [code, message, hint]: readonly [string, string, string],
): void {
  const here: Reader = { text: shared.source, pos: start, at, shared };
  problem(here, start, [code, message], { end, hint });
}
