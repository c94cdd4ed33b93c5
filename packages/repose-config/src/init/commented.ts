// Makes a file for a newcomer of a declaration: its example, with a comment where each element first stands.
import { applyEdits, type TextEdit } from '../edit/text-edit.ts';
import { indentOf } from '../edit/layout.ts';
import { descendants } from '../folder/folder.ts';
import { elementsOf, type ConfigType } from '../model/index.ts';
import type { AttributeDecl, ElementDecl } from '../model/declaration.ts';
import { readXml, type XmlElement } from '../xml/index.ts';

const width = 96;

/** The declared example of a config type as a whole file, every element and attribute explained. */
export function commentedFile(type: ConfigType, example: string = type.example): string {
  const document = readXml(example);
  const root = document.root!;
  const seen = new Set<ElementDecl>();
  const edits: TextEdit[] = [];
  for (const element of descendants(root)) {
    if (element === root) continue;
    const decl = declarationOf(type, element);
    if (!decl || seen.has(decl)) continue;
    seen.add(decl);
    const indent = indentOf(document.source, element.start);
    if (indent === undefined) continue;
    const text = comment([decl.doc, ...settings(decl, element)], indent);
    edits.push({ start: element.start - indent.length, end: element.start - indent.length, text });
  }
  const readers =
    type.filters.length > 0 ? `the filter ${type.filters.join(', ')}` : readerOf(type);
  const head = comment(
    [
      type.doc,
      ...settings(type.root, root),
      '',
      `Read by ${readers}.`,
      `What else may stand here: repose-config explain ${type.name}`,
    ],
    '',
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}${applyEdits(example, edits)}`;
}

function readerOf(type: ConfigType): string {
  const { service } = type;
  return service === undefined || service === 'Repose itself'
    ? 'Repose itself'
    : `the service ${service}`;
}

function declarationOf(type: ConfigType, element: XmlElement): ElementDecl | undefined {
  if (!element.parent) return type.root;
  const parent = declarationOf(type, element.parent);
  return parent && elementsOf(parent.type).find(({ name }) => name === element.local);
}

/** One line per attribute: what it means, and its default where it isn't written. */
function settings(decl: ElementDecl, element: XmlElement): string[] {
  if (decl.type.kind !== 'complex' || decl.type.attributes.length === 0) return [];
  const lines = decl.type.attributes.map((attribute) => setting(attribute, element));
  const column = Math.max(...lines.map(([name]) => name.length));
  return ['', ...lines.map(([name, doc]) => `${name.padEnd(column)}  ${doc}`)];
}

function setting(attribute: AttributeDecl, element: XmlElement): [string, string] {
  const written = element.attributes.some(({ name }) => name === attribute.name);
  const { default: byDefault } = attribute;
  const left = written || byDefault === undefined || byDefault === '';
  return [attribute.name, left ? attribute.doc : `${attribute.doc} Default: ${byDefault}.`];
}

/** A comment of paragraphs, wrapped; a line that starts with a setting hangs under its words. */
export function comment(paragraphs: readonly string[], indent: string): string {
  // Two dashes may not stand in a comment.
  const clean = paragraphs.map((text) => text.replace(/-(?=-)/g, '- '));
  const [only] = clean;
  if (clean.length === 1 && only!.length + indent.length + 9 <= width) {
    return `${indent}<!-- ${only} -->\n`;
  }
  const lines = clean.flatMap((text) => wrap(text, `${indent}  `));
  return [`${indent}<!--`, ...lines, `${indent}-->`].map((line) => `${line.trimEnd()}\n`).join('');
}

function wrap(text: string, indent: string): string[] {
  const hang = ' '.repeat(/^\S+ {2,}/.exec(text)?.[0].length ?? 0);
  const lines: string[] = [];
  let line = '';
  // Runs of spaces lay out the columns of settings, so only single ones may break.
  for (const word of text.split(/(?<! ) (?! )/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = hang + word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, indent + line];
}
