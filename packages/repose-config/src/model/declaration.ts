/**
 * How a config type of Repose is described: its elements, attributes, values, rules and words.
 *
 * Everything else reads these declarations: the validator, the TypeScript types, the JSON Schema,
 * `explain`, completion, and the editor. They are plain data, apart from the rules' `check`.
 */
import type { Rule } from './rule.ts';

/** The XML Schema built-in that a value is read as. */
export type Builtin =
  | 'string'
  | 'normalizedString'
  | 'token'
  | 'boolean'
  | 'double'
  | 'int'
  | 'long'
  | 'integer'
  | 'positiveInteger'
  | 'anyURI'
  | 'ID';

/** The value of an attribute, or the text of an element that has no children. */
export interface SimpleType {
  readonly kind: 'simple';
  readonly builtin: Builtin;
  /** Its name in Repose's own schema, for `xsi:type`. */
  readonly name?: string | undefined;
  /** What it narrows. Without it, it narrows the built-in itself. */
  readonly base?: SimpleType | undefined;
  /** Set on a list: what each word between white space must be. */
  readonly item?: SimpleType | undefined;
  /** `collapse` trims and joins runs of white space before the value is looked at. */
  readonly whiteSpace: 'preserve' | 'replace' | 'collapse';
  readonly oneOf?: readonly string[] | undefined;
  /** Inclusive bounds; exact integers are kept as text. */
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  /** Exclusive lower bound. */
  readonly above?: string | undefined;
  /** Lengths in characters. */
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
}

export interface AttributeDecl {
  readonly name: string;
  readonly type: SimpleType;
  readonly required: boolean;
  /** What Repose takes when the attribute isn't there. */
  readonly default?: string | undefined;
  /** The only value that is accepted, and also the default. */
  readonly fixed?: string | undefined;
  readonly doc: string;
}

/** How often something may stand: `max` is `Infinity` where there is no end. */
export interface Occurrence {
  readonly min: number;
  readonly max: number;
}

export interface ElementDecl extends Occurrence {
  readonly kind: 'element';
  readonly name: string;
  readonly type: ElementType;
  /** What an empty element means. */
  readonly default?: string | undefined;
  readonly doc: string;
}

/** Children in this order, one of them, or each in any order. */
export interface GroupDecl extends Occurrence {
  readonly kind: 'sequence' | 'choice' | 'all';
  readonly of: readonly Particle[];
}

/** Any element of any namespace; Repose doesn't look inside. */
export interface WildcardDecl extends Occurrence {
  readonly kind: 'any';
  readonly doc: string;
}

export type Particle = ElementDecl | GroupDecl | WildcardDecl;

/** What may stand in an element. */
export interface ComplexType {
  readonly kind: 'complex';
  /** Its name in Repose's own schema, for `xsi:type`; also the name of the TypeScript type. */
  readonly name: string;
  /** Whether `name` is ours: the schema's own type has none, and `xsi:type` can't name it. */
  readonly unnamed?: boolean | undefined;
  readonly attributes: readonly AttributeDecl[];
  /** The text, for an element without children. */
  readonly text?: SimpleType | undefined;
  readonly children?: GroupDecl | undefined;
  /** Anything at all: attributes, text and children of any name. */
  readonly open?: boolean | undefined;
  /** What holds between several values, beyond what each of them must be. */
  readonly rules: readonly Rule[];
}

export type ElementType = ComplexType | SimpleType;

/** One kind of configuration file. */
export interface ConfigType {
  /** The short name: what `explain` and `check` call it, such as `rate-limiting`. */
  readonly name: string;
  /** The name that Repose looks for by default. */
  readonly fileName: string;
  readonly namespace: string;
  readonly root: ElementDecl;
  /** One paragraph for a newcomer. */
  readonly doc: string;
  /** What reads the file: filters by their names in the chain, a service, or Repose itself. */
  readonly filters: readonly string[];
  readonly service?: string | undefined;
  /** A short valid file. */
  readonly example: string;
  /** Every named type, for `xsi:type`. */
  readonly types: ReadonlyMap<string, ElementType>;
}
