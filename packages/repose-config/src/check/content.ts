/** Whether children stand where they may, as often as they may; and where not, why. */
import type { ComplexType, ElementDecl, GroupDecl, Particle } from '../model/index.ts';
import { compiled, firstOf } from './compiled.ts';

/** A child element, as far as its place matters. `known` is false for a name that has no place here at all. */
export interface Child {
  readonly name: string;
  readonly known: boolean;
}

export type ContentProblem =
  /** Nothing of these stands before child `at`; `at` is the number of children at the end. */
  | {
      readonly kind: 'missing';
      readonly at: number;
      readonly expected: readonly string[];
      readonly least: number;
      /** How many stand there already. */
      readonly had: number;
    }
  /** The name has no place in the type. */
  | { readonly kind: 'unknown'; readonly at: number }
  /** One more than may be; `first` is one that stands already. */
  | { readonly kind: 'repeated'; readonly at: number; readonly first: number }
  /** Either this or what stands at `other`, which is of another name. */
  | { readonly kind: 'either-or'; readonly at: number; readonly other: number }
  /** It should stand before the child at `before`. */
  | { readonly kind: 'misplaced'; readonly at: number; readonly before: number };

/** Findings of one element after which its content isn't looked at any further. */
const enough = 20;

/** Every problem with the children of an element of that type, in order; none when they are right. */
export function contentProblems(
  type: ComplexType,
  children: readonly Child[],
): readonly ContentProblem[] {
  const group = type.children;
  if (!group)
    return children.map((_child, at) => ({ kind: 'unknown', at }) as const).slice(0, enough);
  const whole = match(group, children);
  if (whole === undefined) return [];
  return diagnose(type, group, children);
}

/** Where a match stopped: at which child, and what had to stand there. */
interface Stop {
  readonly at: number;
  readonly missing?:
    | { readonly part: Particle; readonly least: number; readonly had: number }
    | undefined;
}

interface Matcher {
  readonly children: readonly Child[];
  readonly forgiven: ReadonlySet<Particle> | undefined;
  pos: number;
  missing: { readonly part: Particle; readonly least: number; readonly had: number } | undefined;
}

/** `undefined` when all children fit. Each is looked at once: a name never fits in two places. */
function match(
  group: GroupDecl,
  children: readonly Child[],
  forgiven?: ReadonlySet<Particle>,
): Stop | undefined {
  const matcher: Matcher = { children, forgiven, pos: 0, missing: undefined };
  const fits = repeat(matcher, group);
  if (fits && matcher.pos === children.length) return undefined;
  return { at: matcher.pos, missing: matcher.missing };
}

/** As often as it stands there, within its bounds. */
function repeat(matcher: Matcher, part: Particle): boolean {
  const { children } = matcher;
  const next = () => matcher.pos < children.length && starts(part, children[matcher.pos]!);
  let count = 0;
  while (count < part.max && next()) {
    const before = matcher.pos;
    if (!once(matcher, part)) return false;
    count += 1;
    if (matcher.pos === before) break;
  }
  if (count >= part.min || firstOf(part).optional || matcher.forgiven?.has(part)) return true;
  // Goes in all the same, to tell which part of it is missing.
  if (part.kind === 'sequence' || part.kind === 'all') return once(matcher, part);
  matcher.missing = { part, least: part.min - count, had: count };
  return false;
}

function starts(part: Particle, child: Child): boolean {
  const first = firstOf(part);
  return first.any || (child.known && first.names.has(child.name));
}

function once(matcher: Matcher, part: Particle): boolean {
  switch (part.kind) {
    case 'element':
    case 'any':
      matcher.pos += 1;
      return true;
    case 'sequence':
      return part.of.every((inner) => repeat(matcher, inner));
    case 'choice': {
      const child = matcher.children[matcher.pos]!;
      const chosen = part.of.find((inner) => starts(inner, child));
      return chosen !== undefined && repeat(matcher, chosen);
    }
    case 'all':
      return unordered(matcher, part);
  }
}

function unordered(matcher: Matcher, group: GroupDecl): boolean {
  const counts = new Map<Particle, number>();
  for (; matcher.pos < matcher.children.length; matcher.pos += 1) {
    const child = matcher.children[matcher.pos]!;
    const part = group.of.find((inner) => starts(inner, child));
    if (!part) break;
    const count = (counts.get(part) ?? 0) + 1;
    if (count > part.max) return false;
    counts.set(part, count);
  }
  const part = group.of.find(
    (inner) => (counts.get(inner) ?? 0) < inner.min && !matcher.forgiven?.has(inner),
  );
  if (part) matcher.missing = { part, least: part.min, had: 0 };
  return part === undefined;
}

/**
 * Matches again and again, each time without the child, or as if the part were there, that stopped
 * it: so every mistake is found, and none twice.
 */
function diagnose(
  type: ComplexType,
  group: GroupDecl,
  children: readonly Child[],
): readonly ContentProblem[] {
  const problems: ContentProblem[] = [];
  const { elements, wildcard } = compiled(type);
  let left = children.map((child, at) => ({ ...child, at }));
  if (!wildcard) {
    for (const { known, at } of left) if (!known) problems.push({ kind: 'unknown', at });
    left = left.filter((child) => child.known);
  }
  const forgiven = new Set<Particle>();
  while (problems.length < enough) {
    const stop = match(group, left, forgiven);
    if (!stop) break;
    const child = left[stop.at];
    const names = stop.missing ? namesOf(stop.missing.part) : [];
    const later = left.findIndex((other, i) => i > stop.at && names.includes(other.name));
    if (stop.missing && (!child || later < 0)) {
      problems.push({
        kind: 'missing',
        at: child?.at ?? children.length,
        expected: names,
        least: stop.missing.least,
        had: stop.missing.had,
      });
      forgiven.add(stop.missing.part);
      continue;
    }
    if (!child) break;
    const again = left.some((other, i) => i < stop.at && other.name === child.name);
    if (stop.missing && !(again && elements.get(child.name)?.max === 1)) {
      // What is needed here stands further on: it, not all that stands before it, is in the wrong place.
      const moved = left[later]!;
      problems.push({ kind: 'misplaced', at: moved.at, before: child.at });
      left = [
        ...left.slice(0, stop.at),
        moved,
        ...left.slice(stop.at, later),
        ...left.slice(later + 1),
      ];
      continue;
    }
    problems.push(outOfPlace(left, stop.at, { group, elements }));
    left = left.filter((_other, i) => i !== stop.at);
  }
  // The match failed: a file that is wrong is never let pass for want of a reason.
  if (problems.length === 0) problems.push({ kind: 'unknown', at: 0 });
  return problems.sort((a, b) => a.at - b.at);
}

type Placed = Child & { readonly at: number };

function outOfPlace(
  left: readonly Placed[],
  at: number,
  { group, elements }: { group: GroupDecl; elements: ReadonlyMap<string, ElementDecl> },
): ContentProblem {
  const child = left[at]!;
  const rival = left.find(
    (other, i) => i < at && other.name !== child.name && excludes(group, other.name, child.name),
  );
  if (rival) return { kind: 'either-or', at: child.at, other: rival.at };
  const first = left.findIndex((other, i) => i < at && other.name === child.name);
  const max = elements.get(child.name)?.max ?? 1;
  if (first >= 0 && (max === 1 || left[at - 1]?.name === child.name)) {
    return { kind: 'repeated', at: child.at, first: left[first]!.at };
  }
  // What is declared after this one should stand after it.
  const order = [...elements.keys()];
  const mine = order.indexOf(child.name);
  const before = left.find((other, i) => i < at && order.indexOf(other.name) > mine);
  if (before && child.known) return { kind: 'misplaced', at: child.at, before: before.at };
  const previous = left[at - 1];
  return previous
    ? { kind: 'either-or', at: child.at, other: previous.at }
    : { kind: 'unknown', at: child.at };
}

/** Whether a choice, made once, lets in only one of the two. */
function excludes(part: Particle, one: string, other: string): boolean {
  if (part.kind === 'element' || part.kind === 'any') return false;
  const holds = (name: string) => part.of.find((inner) => firstOf(inner).names.has(name));
  if (part.kind === 'choice' && part.max === 1) {
    const [a, b] = [holds(one), holds(other)];
    if (a && b && a !== b) return true;
  }
  return part.of.some((inner) => excludes(inner, one, other));
}

/** The names that would do, in the order that they are declared. */
function namesOf(part: Particle): readonly string[] {
  return [...firstOf(part).names];
}
