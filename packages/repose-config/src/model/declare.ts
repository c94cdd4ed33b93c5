/**
 * The words that the declarations below `src/types/` are written in.
 */
import type {
  AttributeDecl,
  ComplexType,
  ConfigType,
  ElementDecl,
  ElementType,
  GroupDecl,
  Particle,
  SimpleType,
  WildcardDecl,
} from './declaration.ts';
import type { Rule } from './rule.ts';

type Attribute = Omit<AttributeDecl, 'name'>;
/** An element's type, or a function that gives it, for types that contain themselves. */
type TypeRef = ElementType | (() => ElementType);

export function required(type: SimpleType, doc: string): Attribute {
  return { type, required: true, doc };
}

export function optional(type: SimpleType, doc: string, byDefault?: string): Attribute {
  return { type, required: false, doc, default: byDefault };
}

/** An attribute that may only have this one value. */
export function fixed(type: SimpleType, doc: string, value: string): Attribute {
  return { type, required: false, doc, default: value, fixed: value };
}

/** Exactly one. */
export function one(name: string, type: TypeRef, doc: string): ElementDecl {
  return element({ name, doc, min: 1, max: 1 }, type);
}

/** None or one. `byDefault` is what an empty element means. */
export function maybe(name: string, type: TypeRef, doc: string, byDefault?: string): ElementDecl {
  return element({ name, doc, min: 0, max: 1, default: byDefault }, type);
}

/** One or more. */
export function some(name: string, type: TypeRef, doc: string): ElementDecl {
  return element({ name, doc, min: 1, max: Infinity }, type);
}

/** Any number, none too. */
export function many(name: string, type: TypeRef, doc: string): ElementDecl {
  return element({ name, doc, min: 0, max: Infinity }, type);
}

function element(decl: Omit<ElementDecl, 'kind' | 'type'>, type: TypeRef): ElementDecl {
  if (typeof type !== 'function') return { kind: 'element', ...decl, type };
  return {
    kind: 'element',
    ...decl,
    get type() {
      return type();
    },
  };
}

/** At most one element of any name and namespace, which isn't looked into. */
export function anything(doc: string): WildcardDecl {
  return { kind: 'any', min: 0, max: 1, doc };
}

export function sequence(...of: Particle[]): GroupDecl {
  return { kind: 'sequence', of, min: 1, max: 1 };
}

/** Each at most as often as it says, in any order. */
export function all(...of: ElementDecl[]): GroupDecl {
  return { kind: 'all', of, min: 1, max: 1 };
}

export function choice(...of: Particle[]): GroupDecl {
  return { kind: 'choice', of, min: 1, max: 1 };
}

/** The same group, so often. */
export function times(group: GroupDecl, min: number, max: number): GroupDecl {
  return { ...group, min, max };
}

interface TypeParts {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly text?: SimpleType;
  readonly children?: GroupDecl;
  readonly rules?: readonly Rule[];
  readonly unnamed?: boolean;
  readonly open?: boolean;
}

export function type(name: string, parts: TypeParts): ComplexType {
  return {
    kind: 'complex',
    name,
    unnamed: parts.unnamed,
    attributes: Object.entries(parts.attributes ?? {}).map(([name, decl]) => ({ name, ...decl })),
    text: parts.text,
    children: parts.children,
    open: parts.open,
    rules: parts.rules ?? [],
  };
}

interface ConfigTypeParts {
  readonly name: string;
  /** Default: the name. */
  readonly fileName?: string;
  readonly namespace: string;
  readonly root: readonly [name: string, type: ElementType, doc: string];
  readonly doc: string;
  readonly filters?: readonly string[];
  readonly service?: string;
  readonly example: string;
  /** Named types that no element or attribute uses. */
  readonly alsoNamed?: readonly ElementType[];
}

export function configType(parts: ConfigTypeParts): ConfigType {
  const [name, rootType, doc] = parts.root;
  const types = new Map<string, ElementType>();
  for (const extra of parts.alsoNamed ?? []) collect(extra, types);
  collect(rootType, types);
  return {
    name: parts.name,
    fileName: `${parts.fileName ?? parts.name}.cfg.xml`,
    namespace: `http://docs.openrepose.org/repose/${parts.namespace}`,
    root: one(name, rootType, doc),
    doc: parts.doc,
    filters: parts.filters ?? [],
    service: parts.service,
    example: parts.example,
    types,
  };
}

function collect(type: ElementType, into: Map<string, ElementType>): void {
  if (type.kind === 'simple') {
    for (const simple of [type, type.item, type.base]) {
      if (simple?.name) into.set(simple.name, simple);
    }
    return;
  }
  const key = type.unnamed ? `#${type.name}` : type.name;
  if (into.get(key) === type) return;
  into.set(key, type);
  for (const attribute of type.attributes) collect(attribute.type, into);
  if (type.text) collect(type.text, into);
  const walk = (particle: Particle): void => {
    if (particle.kind === 'element') collect(particle.type, into);
    else if (particle.kind !== 'any') particle.of.forEach(walk);
  };
  if (type.children) walk(type.children);
}
