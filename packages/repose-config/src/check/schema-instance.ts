/** `xsi:type` and the other attributes that any element may have. */
import type { ComplexType, ConfigType, ElementType, SimpleType } from '../model/index.ts';
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
  const open = declared === undefined || (declared.kind === 'complex' && declared.open === true);
  if (
    declared?.kind === 'simple' &&
    !declared.base &&
    !declared.item &&
    local === declared.builtin
  ) {
    return { kind: 'type', type: declared };
  }
  const chain = [local];
  while (strings[chain[0]!]) chain.unshift(strings[chain[0]!]!);
  if (chain[0] !== 'string') return open && !declared ? wrong : openOr(open, wrong);
  const fits =
    open || (declared?.kind === 'simple' && !declared.base && chain.includes(declared.builtin));
  if (!fits) return wrong;
  const pattern = [...chain]
    .reverse()
    .map((name) => patterns[name])
    .find(Boolean);
  return {
    kind: 'type',
    type: {
      kind: 'simple',
      builtin: 'string',
      whiteSpace:
        local === 'string' ? 'preserve' : local === 'normalizedString' ? 'replace' : 'collapse',
    },
    pattern,
  };
}

/** In content that is open to anything, other built-ins are taken as they come. */
function openOr(open: boolean, wrong: Substitution): Substitution {
  if (!open) return wrong;
  return { kind: 'type', type: { kind: 'simple', builtin: 'string', whiteSpace: 'preserve' } };
}
