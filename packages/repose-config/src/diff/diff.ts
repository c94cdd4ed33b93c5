/** What differs between two folders, by meaning. */
import { match, normalize, ownText, shown, valueOf, type Pair } from './match.ts';
import { elements, type ConfigFile, type Folder } from '../folder/folder.ts';
import { identify } from '../edit/path.ts';
import { elementsOf } from '../model/index.ts';
import type { ElementDecl } from '../model/declaration.ts';
import { isNamespaceDeclaration, positions, type Position, type XmlElement } from '../xml/index.ts';

export interface Change {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  /** As `get` and `set` have it: `system-model/nodes/node[n1]/http-port`. */
  readonly path: string;
  /** The value, or the place in the order, in the first folder and in the second. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Where it stands in the first folder, and in the second. */
  readonly beforeAt: ChangePlace | undefined;
  readonly afterAt: ChangePlace | undefined;
}

export interface ChangePlace extends Position {
  readonly file: string;
}

/**
 * Compares two folders: comments, white space, the order of what has no order, and defaults that are
 * written or left out don't count; the order of filters does.
 */
export function diffFolders(before: Folder, after: Folder): Change[] {
  const changes: Change[] = [];
  for (const name of [...new Set([...before.files.keys(), ...after.files.keys()])].toSorted()) {
    const [a, b] = [before.files.get(name), after.files.get(name)];
    const whole = { path: name, before: undefined, after: undefined };
    const top = (file: string): ChangePlace => ({ file, line: 1, column: 1 });
    if (!a) changes.push({ ...whole, kind: 'added', beforeAt: undefined, afterAt: top(name) });
    else if (!b)
      changes.push({ ...whole, kind: 'removed', beforeAt: top(name), afterAt: undefined });
    else if (a.text !== b.text) changes.push(...diffFiles(a, b));
  }
  return changes;
}

/** Compares two files of one name. */
export function diffFiles(a: ConfigFile, b: ConfigFile): Change[] {
  const differ = new Differ(a, b);
  const [rootA, rootB] = [a.document.root, b.document.root];
  if (!rootA || !rootB || a.document.problems.length + b.document.problems.length > 0) {
    return [
      differ.change('changed', a.name, { before: 'text', after: 'other text, not well-formed' }),
    ];
  }
  const same = a.type !== undefined && a.type === b.type;
  differ.elements(rootA, rootB, {
    path: same ? a.type.name : a.name,
    decl: same ? a.type.root : undefined,
  });
  return differ.changes;
}

interface Context {
  readonly path: string;
  readonly decl: ElementDecl | undefined;
}

interface Sides {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly a?: { readonly start: number } | undefined;
  readonly b?: { readonly start: number } | undefined;
}

class Differ {
  readonly changes: Change[] = [];
  readonly #a: ConfigFile;
  readonly #b: ConfigFile;
  readonly #placeA: (offset: number) => Position;
  readonly #placeB: (offset: number) => Position;

  constructor(a: ConfigFile, b: ConfigFile) {
    this.#a = a;
    this.#b = b;
    this.#placeA = positions(a.text);
    this.#placeB = positions(b.text);
  }

  change(kind: Change['kind'], path: string, { before, after, a, b }: Sides): Change {
    const at = (file: ConfigFile, place: (offset: number) => Position, part: Sides['a']) =>
      part && { file: file.name, ...place(file.originalOffset(part.start)) };
    const beforeAt = at(this.#a, this.#placeA, a);
    const change = { kind, path, before, after, beforeAt, afterAt: at(this.#b, this.#placeB, b) };
    this.changes.push(change);
    return change;
  }

  elements(a: XmlElement, b: XmlElement, context: Context): void {
    if (a.local !== b.local || a.namespace !== b.namespace) {
      this.change('changed', context.path, { before: `<${a.local}>`, after: `<${b.local}>`, a, b });
    }
    this.#attributes(a, b, context);
    this.#text(a, b, context);
    this.#children(a, b, context);
  }

  #attributes(a: XmlElement, b: XmlElement, { path, decl }: Context): void {
    const declared = decl?.type.kind === 'complex' ? decl.type.attributes : [];
    const names = [...a.attributes, ...b.attributes]
      .filter((one) => !isNamespaceDeclaration(one) && one.prefix !== 'xsi')
      .map(({ name }) => name);
    for (const name of new Set(names)) {
      const known = declared.find((one) => one.name === name);
      const [nodeA, nodeB] = [a, b].map((one) =>
        one.attributes.find((other) => other.name === name),
      );
      const before = valueOf(nodeA?.value, known);
      const after = valueOf(nodeB?.value, known);
      if (before === after) continue;
      const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
      this.change(kind, `${path}/${name}`, { before, after, a: nodeA ?? a, b: nodeB ?? b });
    }
  }

  #text(a: XmlElement, b: XmlElement, { path, decl }: Context): void {
    const type = decl?.type.kind === 'simple' ? decl.type : decl?.type.text;
    const [before, after] = [a, b].map((one) => normalize(ownText(one), type));
    if (before !== after) this.change('changed', path, { before, after, a, b });
  }

  #children(a: XmlElement, b: XmlElement, context: Context): void {
    const names = new Set([...elements(a), ...elements(b)].map(({ local }) => local));
    for (const name of names) {
      const decl = context.decl && elementsOf(context.decl.type).find((one) => one.name === name);
      const pairs = match(elements(a, name), elements(b, name));
      const many = pairs.length > 1 || (decl?.max ?? 1) > 1;
      for (const [index, [one, other]] of pairs.entries()) {
        const which = identify((one ?? other)!) ?? String(index + 1);
        const path = `${context.path}/${name}${many ? `[${which}]` : ''}`;
        if (!one) this.change('added', path, { after: shown(other!), a, b: other });
        else if (!other) this.change('removed', path, { before: shown(one), a: one, b });
        else this.elements(one, other, { path, decl });
      }
      if (name === 'filter' && a.local === 'filters') this.#order(pairs, context.path);
    }
  }

  /** The order of filters is the order in which they run. */
  #order(pairs: readonly Pair[], path: string): void {
    const both = pairs.filter((pair): pair is [XmlElement, XmlElement] =>
      Boolean(pair[0] && pair[1]),
    );
    const first = both.toSorted(([a], [b]) => a.start - b.start);
    const second = both.toSorted(([, a], [, b]) => a.start - b.start);
    const kept = longestKept(first.map((pair) => second.indexOf(pair)));
    for (const [index, pair] of first.entries()) {
      const now = second.indexOf(pair);
      if (kept.has(now)) continue;
      const place = (at: number): string => `place ${at + 1} of ${both.length}`;
      const which = identify(pair[0]) ?? String(index + 1);
      this.change('moved', `${path}/filter[${which}]`, {
        before: place(index),
        after: place(now),
        a: pair[0],
        b: pair[1],
      });
    }
  }
}

/** The values that need not move: a longest rising run among them. */
function longestKept(values: readonly number[]): Set<number> {
  const best: number[] = [];
  const from: number[] = [];
  for (const [index, value] of values.entries()) {
    best[index] = 1;
    from[index] = -1;
    for (let before = 0; before < index; before += 1) {
      if (values[before]! < value && best[before]! + 1 > best[index]!) {
        best[index] = best[before]! + 1;
        from[index] = before;
      }
    }
  }
  const kept = new Set<number>();
  let at = best.indexOf(Math.max(0, ...best));
  while (at >= 0) {
    kept.add(values[at]!);
    at = from[at]!;
  }
  return kept;
}

/** One line per change, as a person reads it. */
export function formatChange({ kind, path, before, after }: Change): string {
  if (kind === 'changed') return `~ ${path}: ${before} -> ${after}`;
  if (kind === 'moved') return `^ ${path}: ${before} -> ${after}`;
  const value = kind === 'added' ? after : before;
  return `${kind === 'added' ? '+' : '-'} ${path}${value === undefined ? '' : `: ${value}`}`;
}
