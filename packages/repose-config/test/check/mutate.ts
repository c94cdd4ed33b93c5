import { elementsOf, typeFor } from '../../src/model/index.ts';
import type { ComplexType, ConfigType, ElementType, SimpleType } from '../../src/model/index.ts';
import { readXml, type XmlElement } from '../../src/xml/index.ts';

/** A generator of numbers from 0 to 1 that always gives the same ones. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Target {
  readonly element: XmlElement;
  readonly type: ElementType | undefined;
}

/** The text with one mistake, or one harmless change, more. */
export function mutate(text: string, next: () => number): string {
  const document = readXml(text);
  const { root } = document;
  if (!root || document.problems.length > 0) return text;
  const config = typeFor(undefined, { namespace: root.namespace, name: root.local });
  if (!config) return text;
  const targets: Target[] = [];
  collect(root, config.root.type, { config, into: targets });
  const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)]!;
  const target = pick(targets);
  const kind = pick(kinds);
  const edit = kind({ ...target, text, config, targets, pick });
  return edit ? text.slice(0, edit.start) + edit.text + text.slice(edit.end) : text;
}

function collect(
  element: XmlElement,
  type: ElementType | undefined,
  { config, into }: { config: ConfigType; into: Target[] },
): void {
  into.push({ element, type });
  const known = type ? elementsOf(type) : [];
  for (const child of element.children) {
    if (child.kind !== 'element') continue;
    const decl = known.find(({ name }) => name === child.local);
    collect(child, decl?.type, { config, into });
  }
}

interface Context extends Target {
  readonly text: string;
  readonly config: ConfigType;
  readonly targets: readonly Target[];
  readonly pick: <T>(of: readonly T[]) => T;
}

type Mutation = (context: Context) => Edit | undefined;

const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const xs = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';

const words = ['', ' ', 'a', 'b', 'node1', 'ALL', 'x,y', 'X', '-1', 'true', 'é', 'a  b', 'a b a'];
const numbers = [
  '0',
  '1',
  '-1',
  '2',
  '+5',
  '-0',
  '007',
  '1.0',
  '1e1',
  '',
  ' 7 ',
  'abc',
  '65535',
  '65536',
  '2147483647',
  '2147483648',
  '-2147483649',
  '9223372036854775807',
  '9223372036854775808',
  '99999999999999999999',
];
const doubles = [
  '0',
  '1',
  '0.5',
  '.5',
  '5.',
  '1.0000001',
  '-0',
  '-0.1',
  '1E-3',
  'INF',
  '-INF',
  '1,0',
  '',
  ' 0.5 ',
  '2',
  'e1',
];
const methods = [
  'GET',
  'GET POST',
  'get',
  '',
  ' ',
  ' GET  PUT ',
  'ALL ALL',
  'GET,PUT',
  'PATCH',
  'FOO',
];

function valueFor(type: SimpleType | undefined, { pick }: Context): string {
  const base = type?.item ?? type;
  if (base?.oneOf && type?.item) return pick(methods);
  if (base?.oneOf)
    return pick([...base.oneOf, base.oneOf[0]!.toUpperCase(), ` ${base.oneOf[0]}`, '', 'nope']);
  switch (base?.builtin) {
    case 'boolean':
      return pick(['true', 'false', '1', '0', 'TRUE', 'yes', '', ' true ', '\ttrue']);
    case 'double':
      return pick(doubles);
    case 'int':
    case 'long':
    case 'integer':
    case 'positiveInteger':
      return pick([...numbers, base.max ?? '1', base.min ?? '1', base.above ?? '1']);
    default:
      return base?.maxLength !== undefined && base.maxLength > 0
        ? pick([...words, 'x'.repeat(base.maxLength), 'x'.repeat(base.maxLength + 1)])
        : pick(words);
  }
}

function escape(value: string): string {
  return value.replace(/[<&"\t]/g, (c) => `&#${c.charCodeAt(0)};`);
}

function complex(type: ElementType | undefined): ComplexType | undefined {
  return type?.kind === 'complex' ? type : undefined;
}

/** An element of that name with what it needs, or a little less. */
function instance(name: string, type: ElementType, context: Context, depth = 0): string {
  const { pick, element } = context;
  const tag = element.prefix === '' ? name : `${element.prefix}:${name}`;
  if (type.kind === 'simple') return `<${tag}>${escape(valueFor(type, context))}</${tag}>`;
  const attributes = type.attributes
    .filter((decl) => decl.required || pick([true, false, false, false]))
    .map((decl) => ` ${decl.name}="${escape(valueFor(decl.type, context))}"`)
    .join('');
  const children = elementsOf(type)
    .filter((decl) => decl.min > 0 && pick([true, true, true, false]))
    .slice(0, 6)
    .map((decl) => (depth > 2 ? '' : instance(decl.name, decl.type, context, depth + 1)))
    .join('');
  const body = type.text ? pick(['', 'text']) : children;
  return `<${tag}${attributes}>${body}</${tag}>`;
}

function insideStart({ element, text }: Context): number {
  return text[element.openEnd - 2] === '/' ? element.openEnd - 2 : element.openEnd - 1;
}

function addAttribute(context: Context, written: string): Edit {
  const at = insideStart(context);
  return { start: at, end: at, text: ` ${written}` };
}

/** Puts something after one of the children, or first. */
function insert(context: Context, what: string): Edit | undefined {
  const { element, pick } = context;
  if (element.openEnd === element.end) {
    const at = insideStart(context);
    return { start: at, end: element.end, text: `>${what}</${element.name}>` };
  }
  const places = [
    element.openEnd,
    element.closeStart,
    ...element.children.map((child) => child.end),
  ];
  const at = pick(places);
  return { start: at, end: at, text: what };
}

const kinds: readonly Mutation[] = [
  // Attributes: away, another value, one more, another name, one of a sibling.
  ({ element, pick }) => {
    const own = element.attributes.filter((one) => !one.name.startsWith('xmlns'));
    if (own.length === 0) return undefined;
    const { start, end } = pick(own);
    return { start: start - 1, end, text: '' };
  },
  ...Array.from({ length: 4 }, () => (context: Context) => {
    const own = context.element.attributes.filter((one) => !one.name.startsWith('xmlns'));
    if (own.length === 0) return undefined;
    const one = context.pick(own);
    const decl = complex(context.type)?.attributes.find(({ name }) => name === one.name);
    return {
      start: one.valueStart,
      end: one.valueEnd,
      text: escape(valueFor(decl?.type, context)),
    };
  }),
  ...Array.from({ length: 4 }, () => (context: Context) => {
    const decls = complex(context.type)?.attributes ?? [];
    const missing = decls.filter(
      (decl) => !context.element.attributes.some(({ name }) => name === decl.name),
    );
    if (missing.length === 0) return undefined;
    const decl = context.pick(missing);
    return addAttribute(context, `${decl.name}="${escape(valueFor(decl.type, context))}"`);
  }),
  ({ element, pick }) => {
    if (element.attributes.length === 0) return undefined;
    const { start, name } = pick(element.attributes);
    return name.startsWith('xmlns')
      ? undefined
      : { start, end: start + name.length, text: `${name}x` };
  },
  ({ element, targets, pick }) => {
    const [mine, theirs] = [element.attributes, pick(targets).element.attributes];
    if (mine.length === 0 || theirs.length === 0) return undefined;
    const one = pick(mine);
    const other = theirs.find(({ name }) => name === one.name) ?? pick(theirs);
    if (one.name.startsWith('xmlns') || other.name.startsWith('xmlns')) return undefined;
    return { start: one.valueStart, end: one.valueEnd, text: escape(other.value) };
  },
  (context) =>
    addAttribute(
      context,
      context.pick([
        'nope="1"',
        'xml:lang="en"',
        'xmlns:o="urn:o" o:x="1"',
        'xml:space="preserve"',
      ]),
    ),
  (context) => {
    const { element, pick, config } = context;
    const names = [...config.types.keys()].filter((name) => !name.startsWith('#'));
    const prefix = element.prefix === '' ? '' : `${element.prefix}:`;
    const chosen = pick([
      `${prefix}${pick(names)}`,
      `${prefix}${pick(names)}`,
      'xs:string',
      'xs:token',
      'xs:int',
      'xs:boolean',
      'Nope',
    ]);
    return addAttribute(context, `${xsi} ${xs} xsi:type="${chosen}"`);
  },
  (context) =>
    addAttribute(
      context,
      `${xsi} ${context.pick(['xsi:nil="true"', 'xsi:nil="false"', 'xsi:schemaLocation="a b"', 'xsi:foo="1"'])}`,
    ),
  // Elements: away, twice, exchanged, one more, another name, another namespace.
  ({ element, config }) =>
    element.local === config.root.name
      ? undefined
      : { start: element.start, end: element.end, text: '' },
  ({ element, text, config }) =>
    element.local === config.root.name
      ? undefined
      : { start: element.end, end: element.end, text: text.slice(element.start, element.end) },
  ({ element, text, pick }) => {
    const children = element.children.filter((child) => child.kind === 'element');
    if (children.length < 2) return undefined;
    const [a, b] = [pick(children), pick(children)].toSorted((x, y) => x.start - y.start);
    if (!a || !b || a === b) return undefined;
    const part = (start: number, end: number) => text.slice(start, end);
    return {
      start: a.start,
      end: b.end,
      text: part(b.start, b.end) + part(a.end, b.start) + part(a.start, a.end),
    };
  },
  ...Array.from({ length: 3 }, () => (context: Context) => {
    const known = context.type ? elementsOf(context.type) : [];
    if (known.length === 0) return undefined;
    const decl = context.pick(known);
    return insert(context, instance(decl.name, decl.type, context));
  }),
  (context) =>
    insert(
      context,
      context.pick([
        '<nope/>',
        '<nope xmlns=""/>',
        '<o:x xmlns:o="urn:o"/>',
        context.element.children.length > 0 ? '<a xmlns="urn:a"><b/></a>' : '<a/>',
      ]),
    ),
  ({ element, text }) => {
    const at = element.start + 1 + element.name.length;
    if (element.attributes.some(({ name }) => name === 'xmlns') || element.prefix !== '')
      return undefined;
    return text.startsWith('<', element.start)
      ? { start: at, end: at, text: ' xmlns=""' }
      : undefined;
  },
  // Text.
  (context) =>
    insert(
      context,
      context.pick([
        'text',
        ' ',
        '\n',
        '<!-- c -->',
        '<![CDATA[]]>',
        '<![CDATA[ x ]]>',
        '&#32;',
        '<?p i?>',
      ]),
    ),
  (context) => {
    const { element, type } = context;
    const simple = type?.kind === 'simple' ? type : type?.text;
    if (!simple || element.openEnd === element.end) return undefined;
    return {
      start: element.openEnd,
      end: element.closeStart,
      text: escape(valueFor(simple, context)),
    };
  },
  ({ element }) =>
    element.openEnd === element.end
      ? undefined
      : { start: element.openEnd, end: element.closeStart, text: '' },
];
