/** `xsi:type` and the other attributes that any element may have. */
import type { ComplexType, ConfigType, ElementType, SimpleType } from '../model/index.ts';
import {
  anyURI,
  boolean,
  double,
  int,
  integer,
  long,
  positiveInteger,
  string,
} from '../model/values.ts';
import { namespaceOf, type XmlElement } from '../xml/index.ts';

export const xsiNamespace = 'http://www.w3.org/2001/XMLSchema-instance';
const xsdNamespace = 'http://www.w3.org/2001/XMLSchema';

/** The attributes of that namespace. */
export const xsiAttributes = ['type', 'nil', 'schemaLocation', 'noNamespaceSchemaLocation'];

/** The built-ins below xs:string, each with the one above it. */
const strings: Readonly<Record<string, string>> = {
  normalizedString: 'string',
  token: 'normalizedString',
  language: 'token',
  NMTOKEN: 'token',
  Name: 'token',
  NCName: 'Name',
  ID: 'NCName',
  IDREF: 'NCName',
  ENTITY: 'NCName',
};

/** Those that a value here can be checked against; no file has a use for any but these. */
const others: Readonly<Record<string, SimpleType>> = {
  boolean,
  double,
  int,
  long,
  integer,
  positiveInteger,
  anyURI,
  anySimpleType: string,
};

const patterns: Readonly<Record<string, RegExp>> = {
  language: /^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/,
  NMTOKEN: /^[\p{L}\p{N}\p{M}_:.\-·]+$/u,
  Name: /^[\p{L}_:][\p{L}\p{N}\p{M}_:.\-·]*$/u,
  NCName: /^[\p{L}_][\p{L}\p{N}\p{M}_.\-·]*$/u,
};

export type Substitution =
  | { readonly kind: 'type'; readonly type: ElementType; readonly pattern?: RegExp | undefined }
  | { readonly kind: 'problem'; readonly message: string };

/** The type that `xsi:type` names, if it may stand for the declared one. */
export function substitute(
  value: string,
  element: XmlElement,
  { config, declared }: { config: ConfigType; declared: ElementType | undefined },
): Substitution {
  const name = value.trim();
  const colon = name.indexOf(':');
  const namespace = namespaceOf(element, colon < 0 ? '' : name.slice(0, colon));
  const local = name.slice(colon + 1);
  if (namespace === xsdNamespace) return builtin(local, declared);
  const type = namespace === config.namespace ? config.types.get(local) : undefined;
  if (!type || local.startsWith('#')) {
    return { kind: 'problem', message: `xsi:type names the type "${name}", which isn't declared` };
  }
  if (declared && !derives(type, declared)) {
    return {
      kind: 'problem',
      message: `xsi:type names "${name}", which can't stand for what <${element.name}> must be`,
    };
  }
  return { kind: 'type', type };
}

function derives(type: ElementType, from: ElementType): boolean {
  if (type === from || (from.kind === 'complex' && from.open === true)) return true;
  if (type.kind === 'complex') return from.kind === 'simple' && derivesText(type, from);
  for (let at: SimpleType | undefined = type; at; at = at.base) if (at === from) return true;
  return false;
}

/** Text with attributes may stand for that text without attributes. */
function derivesText(type: ComplexType, from: SimpleType): boolean {
  return type.text !== undefined && derives(type.text, from);
}

function builtin(local: string, declared: ElementType | undefined): Substitution {
  const wrong = {
    kind: 'problem',
    message: `xsi:type names "xs:${local}", which can't stand here`,
  } as const;
  const open = declared?.kind === 'complex' && declared.open === true;
  const plain = declared?.kind === 'simple' && !declared.base && !declared.item;
  if (!open && !plain) return wrong;
  const chain = [local];
  while (strings[chain[0]!]) chain.unshift(strings[chain[0]!]!);
  if (chain[0] !== 'string') {
    const type = others[local];
    return type && (open || type === declared) ? { kind: 'type', type } : wrong;
  }
  if (!open && !(plain && chain.includes(declared.builtin))) return wrong;
  const whiteSpace =
    local === 'string' ? 'preserve' : local === 'normalizedString' ? 'replace' : 'collapse';
  return {
    kind: 'type',
    type: { kind: 'simple', builtin: 'string', whiteSpace },
    pattern: chain
      .toReversed()
      .map((name) => patterns[name])
      .find(Boolean),
  };
}
