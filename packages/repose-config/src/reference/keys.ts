/** The keys of the plain objects that stand for elements. */
import { elementsOf, type ComplexType, type Particle } from '../model/index.ts';

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

/** How an element stands in its parent, all groups around it counted. */
export interface ChildShape {
  /** Whether there may be several: its value is a list then. */
  readonly several: boolean;
  readonly required: boolean;
  /** The names that one of is chosen from, this one among them; empty where there is no choice. */
  readonly choice: readonly string[];
}

/** By name, how each child element of a type stands. */
export function childShapes(type: ComplexType): ReadonlyMap<string, ChildShape> {
  const shapes = new Map<string, ChildShape>();
  const walk = (part: Particle, around: ChildShape): void => {
    const here = {
      several: around.several || part.max > 1,
      required: around.required && part.min > 0,
      choice: around.choice,
    };
    if (part.kind === 'element') shapes.set(part.name, here);
    else if (part.kind !== 'any') {
      const chosen = part.kind === 'choice' && part.of.length > 1;
      const choice = chosen
        ? part.of.flatMap((one) => (one.kind === 'element' ? [one.name] : []))
        : [];
      const inner = chosen ? { ...here, required: false, choice } : here;
      for (const one of part.of) walk(one, inner);
    }
  };
  if (type.children) walk(type.children, { several: false, required: true, choice: [] });
  return shapes;
}

/** Whether an element may be written as its text alone. */
export function isTextAlone(type: ComplexType): boolean {
  return type.text !== undefined && !type.attributes.some(({ required }) => required);
}
