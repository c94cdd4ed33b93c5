/** From plain objects to XML. */
import { ToolError } from '@nearhand/core/errors';
import { nearest } from '@nearhand/core/nearest';
import { check } from '../check/index.ts';
import { escapeXml, isWritable } from '../edit/escape.ts';
import {
  elementsOf,
  type ComplexType,
  type ConfigType,
  type ElementType,
  type Particle,
  type SimpleType,
} from '../model/index.ts';
import { attributeKey, takesXml, textKey, xmlKey } from '../reference/keys.ts';

/** A value of an attribute, or the text of an element. A list may be an array. */
export type PlainText = string | number | boolean | readonly (string | number)[];

/** An element as a plain object: attributes and child elements by their names, `text`, `xml`. */
export interface PlainElement {
  readonly [key: string]:
    | PlainText
    | PlainElement
    | readonly (PlainText | PlainElement)[]
    | undefined;
}

export interface WriteOptions {
  /** Whether the result is checked; what is wrong is thrown. Default: true. */
  readonly check?: boolean | undefined;
}

/**
 * Writes a configuration file of that type.
 *
 * @throws ToolError `UNKNOWN_KEY` or `NO_VALUE` for what can't be written, `INVALID_CONFIG` with the findings for
 * what Repose wouldn't take.
 */
export function write(type: ConfigType, value: object, options: WriteOptions = {}): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  const { root } = type;
  const place: Place = { name: root.name, path: root.name, indent: '', namespace: type.namespace };
  writeElement(root.type, value as PlainElement, { place, lines });
  const text = `${lines.join('\n')}\n`;
  if (options.check ?? true) refuseErrors(type, text);
  return text;
}

function refuseErrors(type: ConfigType, text: string): void {
  const errors = check(text, { type }).findings.filter(({ severity }) => severity === 'error');
  const [first, ...more] = errors;
  if (!first) return;
  throw new ToolError(first.message, {
    code: 'INVALID_CONFIG',
    hint: [first.hint ?? '', ...more.map((one) => `${one.message}. ${one.hint ?? ''}`)].join('\n'),
  });
}

interface Place {
  readonly name: string;
  /** For messages: `system-model/nodes/node`. */
  readonly path: string;
  readonly indent: string;
  readonly namespace?: string | undefined;
}

interface Target {
  readonly place: Place;
  readonly lines: string[];
}

function writeElement(type: ElementType, value: unknown, { place, lines }: Target): void {
  const { name, path, indent, namespace } = place;
  const declared = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  if (type.kind === 'simple') {
    lines.push(`${indent}<${name}${declared}>${escapeXml(textOf(type, value, path))}</${name}>`);
    return;
  }
  const given = objectOf(type, value, path);
  const tag = `${indent}<${name}${declared}${attributesOf(type, given, path)}`;
  if (type.text) {
    const text = textOf(type.text, given[textKey] ?? '', path);
    lines.push(text === '' ? `${tag}/>` : `${tag}>${escapeXml(text)}</${name}>`);
    return;
  }
  const inner: string[] = [];
  if (type.children) {
    writeChildren(type.children, given, {
      place: { ...place, indent: `${indent}  ` },
      lines: inner,
    });
  }
  const xml = given[xmlKey];
  if (takesXml(type) && typeof xml === 'string' && xml !== '') inner.push(xml);
  if (inner.length === 0) lines.push(`${tag}/>`);
  else lines.push(`${tag}>`, ...inner, `${indent}</${name}>`);
}

function writeChildren(part: Particle, given: PlainElement, target: Target): void {
  if (part.kind === 'any') return;
  if (part.kind === 'element') {
    const { place, lines } = target;
    const value = given[part.name];
    if (value === undefined) return;
    const isList = Array.isArray(value) && !(part.type.kind === 'simple' && part.type.item);
    for (const one of isList ? (value as readonly unknown[]) : [value]) {
      const path = `${place.path}/${part.name}`;
      const inner = { name: part.name, path, indent: place.indent };
      writeElement(part.type, one, { place: inner, lines });
    }
    return;
  }
  // Where any order will do, it is that of the keys.
  const keys = Object.keys(given);
  const order = (one: Particle) => (one.kind === 'element' ? keys.indexOf(one.name) : 0);
  const parts = part.kind === 'choice' ? part.of.toSorted((a, b) => order(a) - order(b)) : part.of;
  for (const one of parts) writeChildren(one, given, target);
}

function objectOf(type: ComplexType, value: unknown, path: string): PlainElement {
  if (type.text && isText(value)) return { [textKey]: value };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ToolError(`${path} is no object`, {
      code: 'NO_VALUE',
      hint: 'Write its attributes and elements as { name: value }.',
    });
  }
  const known = [
    ...type.attributes.map(({ name }) => attributeKey(type, name)),
    ...elementsOf(type).map(({ name }) => name),
    ...(type.text ? [textKey] : []),
    ...(takesXml(type) ? [xmlKey] : []),
  ];
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const near = nearest(key, known);
    throw new ToolError(`${path} has no ${JSON.stringify(key)}`, {
      code: 'UNKNOWN_KEY',
      hint:
        near === undefined ? `It has ${known.join(', ') || 'nothing'}.` : `Did you mean "${near}"?`,
    });
  }
  return value as PlainElement;
}

function attributesOf(type: ComplexType, given: PlainElement, path: string): string {
  return type.attributes
    .map(({ name, type: valueType }) => {
      const value = given[attributeKey(type, name)];
      if (value === undefined) return '';
      return ` ${name}="${escapeXml(textOf(valueType, value, `${path}/@${name}`), '"')}"`;
    })
    .join('');
}

function isText(value: unknown): value is PlainText {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function textOf(type: SimpleType, value: unknown, path: string): string {
  const words = type.item && Array.isArray(value) ? (value as readonly unknown[]) : [value];
  if (!words.every(isText) || words.some((word) => Number.isNaN(word))) {
    throw new ToolError(`${path} is no text, number or boolean`, { code: 'NO_VALUE' });
  }
  const text = words.join(' ');
  if (!isWritable(text)) {
    throw new ToolError(`${path} has a character that XML can't hold`, {
      code: 'NO_VALUE',
      hint: 'Remove control characters.',
    });
  }
  return text;
}
