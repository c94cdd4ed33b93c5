/** The keys of the plain objects that stand for elements. */
import { elementsOf, type ComplexType } from '../model/index.ts';

/** The key of an element's text. */
export const textKey = 'text';
/** The key of XML that Repose doesn't look into, as text. */
export const xmlKey = 'xml';

/** An attribute's key is its name, with `@` before it where an element of that name may stand too. */
export function attributeKey(type: ComplexType, name: string): string {
  const clash = name === textKey || elementsOf(type).some((inner) => inner.name === name);
  return clash ? `@${name}` : name;
}

/** Whether XML of any kind may stand in it. */
export function takesXml(type: ComplexType): boolean {
  return type.open === true || (type.children?.of.some(({ kind }) => kind === 'any') ?? false);
}
