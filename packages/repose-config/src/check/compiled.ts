/** Look-ups that checking needs again and again, made once for each type. */
import type { AttributeDecl, ComplexType, ElementDecl, Particle } from '../model/index.ts';
import { elementsOf } from '../model/index.ts';

export interface Compiled {
  readonly attributes: ReadonlyMap<string, AttributeDecl>;
  readonly required: readonly AttributeDecl[];
  readonly elements: ReadonlyMap<string, ElementDecl>;
  /** Whether an element of any name may stand in it. */
  readonly wildcard: boolean;
}

const known = new WeakMap<ComplexType, Compiled>();

export function compiled(type: ComplexType): Compiled {
  let made = known.get(type);
  if (!made) {
    made = {
      attributes: new Map(type.attributes.map((decl) => [decl.name, decl])),
      required: type.attributes.filter((decl) => decl.required),
      elements: new Map(elementsOf(type).map((decl) => [decl.name, decl])),
      wildcard: type.children !== undefined && hasWildcard(type.children),
    };
    known.set(type, made);
  }
  return made;
}

function hasWildcard(particle: Particle): boolean {
  if (particle.kind === 'any') return true;
  return particle.kind !== 'element' && particle.of.some(hasWildcard);
}

const firsts = new WeakMap<Particle, First>();

/** What may come first in a particle, and whether it may be left out. */
export interface First {
  readonly names: ReadonlySet<string>;
  readonly any: boolean;
  readonly optional: boolean;
}

export function firstOf(particle: Particle): First {
  let made = firsts.get(particle);
  if (!made) {
    made = makeFirst(particle);
    firsts.set(particle, made);
  }
  return made;
}

function makeFirst(particle: Particle): First {
  if (particle.kind === 'element') {
    return { names: new Set([particle.name]), any: false, optional: particle.min === 0 };
  }
  if (particle.kind === 'any') {
    return { names: new Set(), any: true, optional: particle.min === 0 };
  }
  const names = new Set<string>();
  let any = false;
  let optional = particle.kind !== 'choice';
  for (const part of particle.of) {
    const first = firstOf(part);
    if (particle.kind !== 'sequence' || optional) {
      for (const name of first.names) names.add(name);
      any ||= first.any;
    }
    if (particle.kind === 'choice') optional ||= first.optional;
    else optional &&= first.optional;
  }
  return { names, any, optional: optional || particle.min === 0 };
}
