/** From XML to plain objects. */
import { check, type CheckOptions } from '../check/index.ts';
import { textOf } from '../check/node.ts';
import { normalise, problemOf } from '../check/value.ts';
import type { Finding } from '../finding.ts';
import {
  elementsOf,
  type ComplexType,
  type ConfigType,
  type ElementType,
  type SimpleType,
} from '../model/index.ts';
import { attributeKey, childShapes, takesXml, textKey, xmlKey } from '../reference/keys.ts';
import type { XmlElement } from '../xml/index.ts';
import type { PlainElement, PlainText } from './write-value.ts';

export interface ReadConfig {
  readonly type: ConfigType | undefined;
  /** What the file says: what isn't written isn't there. Undefined where it can't be read as a configuration. */
  readonly value: PlainElement | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Reads a configuration file into a plain object, of the shape that the builder of its type takes:
 * numbers and booleans as such, lists as arrays, elements that may repeat as arrays.
 */
export function readConfig(text: string, options: CheckOptions = {}): ReadConfig {
  const { type, document, findings } = check(text, options);
  const { root } = document;
  const readable =
    type !== undefined &&
    root !== undefined &&
    document.problems.length === 0 &&
    root.local === type.root.name &&
    root.namespace === type.namespace;
  if (!readable) return { type, value: undefined, findings };
  const source = document.source;
  const value = elementValue(root, type.root.type, source);
  return { type, value: typeof value === 'object' ? (value as PlainElement) : undefined, findings };
}

function elementValue(
  element: XmlElement,
  type: ElementType,
  source: string,
): PlainText | PlainElement {
  if (type.kind === 'simple') return plainText(type, textOf(element));
  const value: Record<string, PlainElement[string]> = {};
  for (const attribute of element.attributes) {
    const decl = type.attributes.find(({ name }) => name === attribute.name);
    if (decl) value[attributeKey(type, decl.name)] = plainText(decl.type, attribute.value);
  }
  if (type.text) value[textKey] = plainText(type.text, textOf(element));
  else readChildren(element, type, { value, source });
  return value;
}

function readChildren(
  element: XmlElement,
  type: ComplexType,
  { value, source }: { value: Record<string, PlainElement[string]>; source: string },
): void {
  if (takesXml(type)) {
    const inner = source.slice(element.openEnd, element.closeStart).trim();
    if (inner !== '' && element.openEnd <= element.closeStart) value[xmlKey] = inner;
    return;
  }
  const shapes = childShapes(type);
  const decls = new Map(elementsOf(type).map((decl) => [decl.name, decl]));
  for (const child of element.children) {
    if (child.kind !== 'element' || child.namespace !== element.namespace) continue;
    const decl = decls.get(child.local);
    if (!decl) continue;
    const isEmpty = decl.default !== undefined && textOf(child) === '';
    const one =
      isEmpty && decl.type.kind === 'simple'
        ? plainText(decl.type, decl.default)
        : elementValue(child, decl.type, source);
    if (shapes.get(decl.name)!.several) {
      const list = (value[decl.name] ?? []) as (PlainText | PlainElement)[];
      list.push(one);
      value[decl.name] = list;
    } else value[decl.name] = one;
  }
}

/** What isn't a value of its type, such as a placeholder, stays text. */
function plainText(type: SimpleType, raw: string): PlainText {
  const text = normalise(type, raw);
  if (problemOf(type, text)) return text;
  if (type.item) return text === '' ? [] : text.split(' ');
  switch (type.builtin) {
    case 'boolean':
      return text === 'true' || text === '1';
    case 'double':
    case 'int':
    case 'long':
    case 'integer':
    case 'positiveInteger': {
      const number = Number(text);
      return Number.isSafeInteger(number) || (type.builtin === 'double' && Number.isFinite(number))
        ? number
        : text;
    }
    case 'string':
    case 'normalizedString':
    case 'token':
    case 'anyURI':
    case 'ID':
      return text;
  }
}
