/**
 * The few things that xe asks of a TOML file: whether a table is there, and the texts in it. No
 * TOML library: reading pyproject.toml on every call has to cost next to nothing, and nothing here
 * is written back. Values other than texts and lists of texts are left out.
 */
export interface TomlPeek {
  has(table: string): boolean;
  text(table: string, key: string): string | undefined;
  /** All texts of a table: those of a list in order, and `version` of an inline table. */
  texts(table: string): ReadonlyMap<string, readonly string[]>;
}

export function peekToml(source: string): TomlPeek {
  // A text over several lines could hold what looks like a table.
  const plain = source.replace(/"""[^]*?"""|'''[^]*?'''/g, '""');
  const tables = new Map<string, Map<string, readonly string[]>>();
  let current = open(tables, '');
  for (const match of plain.matchAll(
    /^[ \t]*(?:\[\[?[ \t]*([^\]\n]+?)[ \t]*\]\]?|((?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')(?:[ \t]*\.[ \t]*[A-Za-z0-9_"'-]+)*)[ \t]*=[ \t]*(\[[^\]]*\]|[^\n]*))/gm,
  )) {
    const [, header, key, value] = match;
    if (header !== undefined) current = open(tables, name(header));
    else if (key !== undefined && value !== undefined) current.set(name(key), texts(value));
  }
  return {
    has: (table) => [...tables.keys()].some((one) => one === table || one.startsWith(`${table}.`)),
    text: (table, key) => tables.get(table)?.get(key)?.[0],
    texts: (table) => tables.get(table) ?? new Map(),
  };
}

function open(
  tables: Map<string, Map<string, readonly string[]>>,
  table: string,
): Map<string, readonly string[]> {
  const found = tables.get(table) ?? new Map<string, readonly string[]>();
  tables.set(table, found);
  return found;
}

const name = (written: string): string => written.replaceAll(/["' \t]/g, '');

function texts(value: string): readonly string[] {
  const inline = value.startsWith('{') ? /\bversion[ \t]*=[ \t]*(["'].*)/.exec(value)?.[1] : value;
  if (inline === undefined) return [];
  const uncommented = inline.startsWith('[') ? inline.replace(/^[ \t]*#.*$/gm, '') : inline;
  const all = [...uncommented.matchAll(/"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'/g)].map(
    (match) => match[1]?.replaceAll(/\\(["\\])/g, '$1') ?? match[2]!,
  );
  return value.startsWith('[') ? all : all.slice(0, 1);
}
