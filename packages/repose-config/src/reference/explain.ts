/** The reference in words, for the terminal. */
import {
  configTypes,
  elementsOf,
  filters,
  type AttributeDecl,
  type ComplexType,
  type ConfigType,
  type ElementDecl,
} from '../model/index.ts';
import type { Found } from './find.ts';
import { childShapes, type ChildShape } from './keys.ts';
import { occurrenceWords, valueWords } from './words.ts';

export interface ExplainOptions {
  /** Makes a heading stand out. Default: as it is. */
  readonly strong?: ((text: string) => string) | undefined;
  /** The width of a line. Default: 80. */
  readonly columns?: number | undefined;
}

/** Every config type and every filter, a line each. */
export function explainAll(options: ExplainOptions = {}): string {
  const { strong = (text) => text, columns = 80 } = options;
  const width = Math.max(...configTypes.map(({ name }) => name.length)) + 2;
  const line = (name: string, doc: string) =>
    hanging(`  ${name.padEnd(width)}`, firstSentence(doc), { columns, indent: width + 2 });
  const without = [...filters.values()].filter(({ config }) => config === undefined);
  return [
    strong('Config types: each is a file NAME.cfg.xml'),
    ...configTypes.map(({ name, doc }) => line(name, doc)),
    '',
    strong('Filters that read no file'),
    ...without.map(({ name, doc }) => line(name, `${doc}.`)),
    '',
  ].join('\n');
}

/** What was found, explained. */
export function explain(
  found: Exclude<Found, { kind: 'unknown' }>,
  options: ExplainOptions = {},
): string {
  switch (found.kind) {
    case 'filter':
      return explainFilter(found.filter, options);
    case 'attribute':
      return explainAttribute(found, options);
    case 'element':
      return explainElement(found, options);
  }
}

function explainFilter(
  filter: Extract<Found, { kind: 'filter' }>['filter'],
  { strong = (text) => text, columns = 80 }: ExplainOptions,
): string {
  const bundle = filter.bundle === 'filter-bundle' ? '' : ` It needs Repose's ${filter.bundle}.`;
  return [
    strong(filter.name),
    hanging('', `${filter.doc}. It reads no file.${bundle}`, { columns, indent: 0 }),
    '',
  ].join('\n');
}

function explainAttribute(
  { attribute, path }: Extract<Found, { kind: 'attribute' }>,
  options: ExplainOptions,
): string {
  const { strong = (text) => text, columns = 80 } = options;
  const value =
    attribute.fixed === undefined ? valueWords(attribute.type) : `only "${attribute.fixed}"`;
  return [
    strong(path.join('/')),
    hanging('', attribute.doc, { columns, indent: 0 }),
    '',
    `Value:    ${value}`,
    attribute.required ? 'Required: yes' : `Default:  ${shownDefault(attribute.default)}`,
    '',
  ].join('\n');
}

function explainElement(
  { config, element, parent, path }: Extract<Found, { kind: 'element' }>,
  options: ExplainOptions,
): string {
  const { strong = (text) => text, columns = 80 } = options;
  const isRoot = element === config.root;
  const { type } = element;
  const lines = [
    strong(isRoot ? config.fileName : path.join('/')),
    hanging('', isRoot ? config.doc : element.doc, { columns, indent: 0 }),
  ];
  if (isRoot) lines.push('', ...readers(config), `Namespace: ${config.namespace}`);
  else lines.push('', `How often: ${occurrenceWords(shapeOf(element, parent))}`);
  const text = type.kind === 'simple' ? type : type.text;
  if (text)
    lines.push(
      `Text:      ${valueWords(text)}${element.default === undefined ? '' : `; empty means ${element.default}`}`,
    );
  if (type.kind === 'complex') lines.push(...parts(type, { strong, columns }));
  if (isRoot)
    lines.push(
      '',
      strong('Example'),
      ...config.example
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
    );
  return `${lines.join('\n')}\n`;
}

function readers(config: ConfigType): string[] {
  const names = config.filters.join(', ');
  return [
    names === ''
      ? `Read by:   ${config.service === 'Repose itself' ? 'Repose itself' : `the service ${config.service}`}`
      : `Read by:   the filter ${names}`,
  ];
}

interface Layout {
  readonly strong: (text: string) => string;
  readonly columns: number;
}

function parts(type: ComplexType, { strong, columns }: Layout): string[] {
  const elements = elementsOf(type);
  const names = [...type.attributes, ...elements].map(({ name }) => name.length);
  const width = Math.min(Math.max(0, ...names), 30) + 2;
  const row = (name: string, doc: string) =>
    hanging(`  ${name.padEnd(width)}`, doc, { columns, indent: width + 2 });
  const lines: string[] = [];
  if (type.attributes.length > 0) {
    lines.push('', strong('Attributes'));
    for (const one of type.attributes)
      lines.push(row(one.name, `${one.doc} ${attributeFacts(one)}`));
  }
  if (elements.length > 0) {
    lines.push('', strong(elementsHeading(type)));
    for (const one of elements)
      lines.push(row(one.name, `${one.doc} ${elementFacts(one, type)}`.trimEnd()));
  }
  if (type.open) lines.push('', 'Anything may stand in it.');
  if (type.rules.length > 0) {
    lines.push('', strong('Rules'));
    for (const rule of type.rules) lines.push(hanging('  - ', rule.doc, { columns, indent: 4 }));
  }
  return lines;
}

function attributeFacts(attribute: AttributeDecl): string {
  const value = valueWords(attribute.type);
  if (attribute.fixed !== undefined) return '(one value only)';
  if (attribute.required) return `(${value}; required)`;
  return attribute.default === undefined
    ? `(${value})`
    : `(${value}; default ${shownDefault(attribute.default)})`;
}

function elementsHeading({ children }: ComplexType): string {
  if (children?.kind === 'sequence') return 'Elements, in this order';
  if (children?.kind === 'all') return 'Elements, in any order';
  if (children === undefined || children.of.length === 1) return 'Elements';
  return children.max === 1
    ? 'Elements: one of these'
    : `Elements: ${children.min} or more of these`;
}

function elementFacts(element: ElementDecl, parent: ComplexType): string {
  const text = element.type.kind === 'simple' ? element.type : element.type.text;
  const shape = childShapes(parent).get(element.name)!;
  const others = shape.choice.filter((name) => name !== element.name);
  const isAll = others.length + 1 === elementsOf(parent).length;
  const often = others.length > 0 ? `or ${others.join(', ')}` : occurrenceWords(shape);
  // Where all of them are one choice, the heading says so.
  const facts = [
    ...(isAll && others.length > 0 ? [] : [often]),
    ...(text ? [valueWords(text)] : []),
  ];
  return facts.length === 0 ? '' : `(${facts.join('; ')})`;
}

function shapeOf(element: ElementDecl, parent: ElementDecl | undefined): ChildShape {
  const shapes = parent?.type.kind === 'complex' ? childShapes(parent.type) : undefined;
  return shapes?.get(element.name) ?? { several: false, required: true, choice: [] };
}

function shownDefault(value: string | undefined): string {
  return value === undefined ? 'none' : value === '' ? 'empty' : value;
}

function firstSentence(text: string): string {
  return /^.*?[.](?= [A-Z]|$)/s.exec(text)?.[0] ?? text;
}

/** `lead`, then words wrapped to the width, all lines but the first indented. */
function hanging(
  lead: string,
  text: string,
  { columns, indent }: { columns: number; indent: number },
): string {
  const lines: string[] = [];
  let line = lead;
  let empty = true;
  for (const word of text.split(' ')) {
    if (!empty && line.length + 1 + word.length > Math.max(columns, 40)) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else line += (empty ? '' : ' ') + word;
    empty = false;
  }
  return [...lines, line].join('\n');
}
