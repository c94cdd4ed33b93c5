/** What a value may be, in words. */
import type { SimpleType } from '../model/index.ts';
import type { ChildShape } from './keys.ts';

export function valueWords(type: SimpleType): string {
  if (type.item) {
    const { oneOf } = type.item;
    if (oneOf) return `any of ${oneOf.join(', ')}, with spaces between them`;
    const limit =
      type.item.maxLength === undefined ? '' : ` of at most ${type.item.maxLength} characters`;
    return `words${limit}, with spaces between them`;
  }
  if (type.oneOf) return `one of ${type.oneOf.join(', ')}`;
  switch (type.builtin) {
    case 'boolean':
      return 'true or false';
    case 'double':
      return `a number${bounds(type)}`;
    case 'int':
    case 'long':
    case 'integer':
    case 'positiveInteger':
      return `a whole number${bounds(type)}`;
    case 'anyURI':
      return 'a URI or a path';
    case 'ID':
      return 'a name, unique in the file';
    case 'string':
    case 'normalizedString':
    case 'token':
      return textWords(type);
  }
}

function textWords({ minLength, maxLength }: SimpleType): string {
  if (maxLength === 0) return 'nothing';
  if (maxLength !== undefined) return `text of at most ${maxLength} characters`;
  return minLength === undefined || minLength === 0 ? 'text' : 'text that is not blank';
}

function bounds({ min, max, above, builtin }: SimpleType): string {
  // The bounds of 32 and 64 bits say nothing to most readers.
  const big = max !== undefined && max.length > 6;
  const from =
    above === undefined ? min : builtin === 'double' ? undefined : String(Number(above) + 1);
  const small = from !== undefined && from.length > 9;
  if (!small && from !== undefined && !big && max !== undefined) return ` from ${from} to ${max}`;
  if (!small && from !== undefined) return ` from ${from} on`;
  return '';
}

/** How often an element stands in its parent. */
export function occurrenceWords({ several, required, choice }: ChildShape): string {
  if (choice.length > 0) {
    const names = choice.join(', ');
    return several ? `any number of ${names}` : `one of ${names}`;
  }
  if (several) return required ? '1 or more' : 'any number';
  return required ? 'required' : 'optional';
}
