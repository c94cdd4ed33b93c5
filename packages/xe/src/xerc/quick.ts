import type { Spot, Tree, TreeEntry } from './tree.ts';

/**
 * Reads the YAML that most `.xerc` files are written in: keys at the margin, each with a plain or
 * simply quoted text, a list of such texts (`- x` or `[x, y]`), or one level of names with those. Anything
 * else gives undefined, and the YAML library (which takes some 15 ms to load, more than everything else
 * together) reads it. Where this reader answers, it answers as the library does: a test holds them together.
 */
export function readQuickly(text: string): Tree | undefined {
  const entries: TreeEntry[] = [];
  const seen = new Set<string>();
  const lines = text.split('\n');
  for (let i = 0; i < lines.length;) {
    const line = lines[i]!;
    if (isBlank(line)) {
      i += 1;
      continue;
    }
    const match = /^([A-Za-z_][A-Za-z0-9_]*):(?: +(.*))?$/.exec(line);
    if (!match || seen.has(match[1]!)) return undefined;
    const key = match[1]!;
    if (isSpecial(key)) return undefined;
    seen.add(key);
    const rest = withoutComment(match[2] ?? '');
    const spot = { line: i + 1, column: 1 };
    i += 1;
    if (rest !== '') {
      const node = value(rest, { line: spot.line, column: line.length - match[2]!.length + 1 });
      if (!node) return undefined;
      entries.push({ key, node, ...spot });
      // A plain scalar goes on in the next line when that is indented.
      if (i < lines.length && /^[ \t]/.test(lines[i]!) && !isBlank(lines[i]!)) return undefined;
      continue;
    }
    const block = readBlock(lines, i);
    if (!block) return undefined;
    entries.push({ key, node: block.node, ...spot });
    i = block.next;
  }
  if (entries.length === 0) return undefined;
  return { kind: 'map', entries, line: entries[0]!.line, column: 1 };
}

function readBlock(
  lines: readonly string[],
  start: number,
): { node: Tree; next: number } | undefined {
  const items: Tree[] = [];
  const entries: TreeEntry[] = [];
  const seen = new Set<string>();
  let indent: string | undefined;
  let i = start;
  for (; i < lines.length; i++) {
    const line = lines[i]!;
    if (isBlank(line)) continue;
    const match =
      /^( *)(- +)(.*)$/.exec(line) ?? /^( +)([A-Za-z_][A-Za-z0-9_]*): +(.*)$/.exec(line);
    if (!match) {
      if (/^[A-Za-z_]/.test(line)) break;
      return undefined;
    }
    const [, margin, lead, raw] = match as unknown as [string, string, string, string];
    indent ??= margin;
    if (margin !== indent) return undefined;
    const spot = { line: i + 1, column: margin.length + 1 };
    const isItem = lead.startsWith('-');
    const node = (isItem ? scalar : value)(withoutComment(raw), {
      line: i + 1,
      column: line.length - raw.length + 1,
    });
    if (!node) return undefined;
    if (isItem) items.push(node);
    else {
      if (seen.has(lead) || isSpecial(lead)) return undefined;
      seen.add(lead);
      entries.push({ key: lead, node, ...spot });
    }
  }
  if (items.length > 0 === entries.length > 0) return undefined;
  const first = items[0] ?? entries[0]!;
  const spot = { line: first.line, column: (indent ?? '').length + 1 };
  const node: Tree =
    items.length > 0 ? { kind: 'list', items, ...spot } : { kind: 'map', entries, ...spot };
  return { node, next: i };
}

const isBlank = (line: string): boolean => /^ *(?:#.*)?$/.test(line);

const withoutComment = (text: string): string => text.replace(/(?:^| )#.*$/, '').trimEnd();

/** Words that YAML reads as something else than text, in any letter case; and all numbers. */
const isSpecial = (text: string): boolean =>
  /^(?:true|false|null|yes|no|on|off|y|n|~|[-+]?\.(?:inf|nan))$/i.test(text) ||
  /^[-+]?\.?[0-9]/.test(text);

/** What stands after `name: `. */
function value(text: string, spot: Spot): Tree | undefined {
  const inner = /^\[(.*)\]$/.exec(text)?.[1];
  if (inner === undefined) return scalar(text, spot);
  const items: Tree[] = [];
  let offset = 1;
  for (const part of inner.split(',')) {
    const margin = /^ */.exec(part)![0].length;
    const item = scalar(part.trim(), { line: spot.line, column: spot.column + offset + margin });
    if (!item) return undefined;
    items.push(item);
    offset += part.length + 1;
  }
  return { kind: 'list', items, ...spot };
}

function scalar(text: string, spot: Spot): Tree | undefined {
  const quoted = /^"([^"\\]*)"$/.exec(text) ?? /^'([^']*)'$/.exec(text);
  if (quoted) return { kind: 'scalar', value: quoted[1]!, ...spot };
  if (text === 'true' || text === 'false') {
    return { kind: 'scalar', value: text === 'true', ...spot };
  }
  if (!/^-{0,2}[A-Za-z0-9_./$][A-Za-z0-9_./$@%+=,~&|;<>()*!? -]*$/.test(text) || isSpecial(text))
    return undefined;
  // A quote inside, a colon or a comment sign never gets here; a trailing space was cut off.
  return { kind: 'scalar', value: text, ...spot };
}
