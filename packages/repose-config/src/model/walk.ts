import type { ElementDecl, ElementType, Particle } from './declaration.ts';

/** Every element that may stand in an element of that type, in the order that they are declared. */
export function elementsOf(type: ElementType): readonly ElementDecl[] {
  const found: ElementDecl[] = [];
  const walk = (particle: Particle): void => {
    if (particle.kind === 'element') found.push(particle);
    else if (particle.kind !== 'any') particle.of.forEach(walk);
  };
  if (type.kind === 'complex' && type.children) walk(type.children);
  return found;
}
