/** A config type as JSON Schema (draft 2020-12), for the plain objects that builders take. */
import {
  elementsOf,
  type ComplexType,
  type ConfigType,
  type ElementType,
  type SimpleType,
} from '../model/index.ts';
import { attributeKey, childShapes, isTextAlone, takesXml, textKey, xmlKey } from './keys.ts';

export type JsonSchema = { readonly [key: string]: unknown };

/** The schema of what the builder of that type takes. Rules between values stand in descriptions. */
export function jsonSchema(config: ConfigType): JsonSchema {
  const names = new Map<ComplexType, string>();
  const defs: Record<string, JsonSchema> = {};
  const ref = (type: ComplexType): JsonSchema => {
    let name = names.get(type);
    if (name === undefined) {
      name = names.size === 0 ? 'root' : type.name;
      names.set(type, name);
      defs[name] = complexSchema(type, ref);
    }
    return { $ref: `#/$defs/${name}` };
  };
  const { root } = config;
  const main = root.type.kind === 'complex' ? ref(root.type) : simpleSchema(root.type);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: config.fileName,
    description: config.doc,
    ...main,
    $defs: defs,
  };
}

type Ref = (type: ComplexType) => JsonSchema;

function complexSchema(type: ComplexType, ref: Ref): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const { name, type: value, required: needed, default: byDefault, doc } of type.attributes) {
    const key = attributeKey(type, name);
    properties[key] = {
      ...simpleSchema(value),
      description: doc,
      ...(byDefault === undefined ? {} : { default: plain(value, byDefault) }),
    };
    if (needed) required.push(key);
  }
  if (type.text) properties[textKey] = simpleSchema(type.text);
  if (takesXml(type)) properties[xmlKey] = { type: 'string', contentMediaType: 'application/xml' };
  const shapes = childShapes(type);
  for (const element of elementsOf(type)) {
    const shape = shapes.get(element.name)!;
    const value = typeSchema(element.type, ref);
    const minItems = shape.required ? { minItems: 1 } : {};
    properties[element.name] = {
      ...(shape.several ? { anyOf: [value, { type: 'array', items: value, ...minItems }] } : value),
      description: element.doc,
    };
    if (shape.required) required.push(element.name);
  }
  return {
    type: 'object',
    ...(type.rules.length > 0 ? { description: type.rules.map(({ doc }) => doc).join(' ') } : {}),
    properties,
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function typeSchema(type: ElementType, ref: Ref): JsonSchema {
  if (type.kind === 'simple') return simpleSchema(type);
  // Text without attributes may be written as the text alone.
  return type.text && isTextAlone(type)
    ? { anyOf: [ref(type), simpleSchema(type.text)] }
    : ref(type);
}

function simpleSchema(type: SimpleType): JsonSchema {
  if (type.item)
    return { anyOf: [{ type: 'array', items: simpleSchema(type.item) }, { type: 'string' }] };
  if (type.oneOf) return { enum: [...type.oneOf] };
  const { min, max, above, minLength, maxLength, builtin } = type;
  switch (builtin) {
    case 'boolean':
      return { type: 'boolean' };
    case 'double':
    case 'int':
    case 'long':
    case 'integer':
    case 'positiveInteger':
      return {
        type: builtin === 'double' ? 'number' : 'integer',
        ...(min === undefined || above !== undefined ? {} : { minimum: Number(min) }),
        ...(max === undefined ? {} : { maximum: Number(max) }),
        ...(above === undefined ? {} : { exclusiveMinimum: Number(above) }),
      };
    case 'anyURI':
      return { type: 'string', format: 'iri-reference' };
    case 'ID':
    case 'string':
    case 'normalizedString':
    case 'token':
      return {
        type: 'string',
        ...(minLength ? { minLength } : {}),
        ...(maxLength === undefined ? {} : { maxLength }),
      };
  }
}

function plain(type: SimpleType, value: string): unknown {
  if (type.item || type.oneOf) return value;
  if (type.builtin === 'boolean') return value === 'true' || value === '1';
  return ['string', 'normalizedString', 'token', 'anyURI', 'ID'].includes(type.builtin)
    ? value
    : Number(value);
}
