// Edits of one element or attribute, each as the text edits that touch no more than they must.
import type { XmlAttribute, XmlDocument, XmlElement, XmlNode } from '../xml/index.ts';
import { escapeXml } from './escape.ts';
import { indentOf, layoutOf, wholeLines } from './layout.ts';
import type { TextEdit } from './text-edit.ts';

/** Gives an attribute that is there another value; its quotes stay. */
export function setAttribute(
  document: XmlDocument,
  attribute: XmlAttribute,
  value: string,
): TextEdit {
  const quote = document.source[attribute.valueStart - 1] === "'" ? "'" : '"';
  return {
    start: attribute.valueStart,
    end: attribute.valueEnd,
    text: escapeXml(value, quote),
  };
}

/** Adds an attribute behind the last one, in the way that one is written. */
export function addAttribute(
  document: XmlDocument,
  element: XmlElement,
  { name, value }: { readonly name: string; readonly value: string },
): TextEdit {
  const { source } = document;
  const last = element.attributes.findLast((attribute) => attribute.end > attribute.start);
  const at = last ? last.end : element.start + 1 + element.name.length;
  const quote = last && source[last.valueStart - 1] === "'" ? "'" : '"';
  const indent = last && indentOf(source, last.start);
  const { newline } = layoutOf(document);
  const gap = indent === undefined ? ' ' : newline + indent;
  return { start: at, end: at, text: `${gap}${name}=${quote}${escapeXml(value, quote)}${quote}` };
}

/** Takes an attribute away, with the white space before it. */
export function removeAttribute(document: XmlDocument, attribute: XmlAttribute): TextEdit {
  const { source } = document;
  let start = attribute.start;
  while (/\s/.test(source[start - 1] ?? '')) start -= 1;
  return { start, end: attribute.end, text: '' };
}

/** Gives an element another text. Comments and elements inside it must not be lost: see `hasOnlyText`. */
export function setText(document: XmlDocument, element: XmlElement, value: string): TextEdit {
  const { source } = document;
  if (isSelfClosing(element)) {
    const slash = source.lastIndexOf('/', element.end);
    return { start: slash, end: element.end, text: `>${escapeXml(value)}</${element.name}>` };
  }
  const [only, second] = element.children;
  if (only?.kind === 'cdata' && !second && !value.includes(']]>')) {
    return { start: only.start + '<![CDATA['.length, end: only.end - 3, text: value };
  }
  // White space around the text is its layout, and stays.
  const written = source.slice(element.openEnd, element.closeStart);
  const lead = /^\s*/.exec(written)![0].length;
  const trail = lead === written.length ? 0 : /\s*$/.exec(written)![0].length;
  return {
    start: element.openEnd + (lead === written.length ? 0 : lead),
    end: element.closeStart - trail,
    text: escapeXml(value),
  };
}

export function hasOnlyText(element: XmlElement): boolean {
  return element.children.every((child) => child.kind === 'text' || child.kind === 'cdata');
}

/** The text of an element: that of its texts and CDATA sections. */
export function textOf(element: XmlElement): string {
  let text = '';
  for (const child of element.children) {
    if (child.kind === 'text' || child.kind === 'cdata') text += child.value;
  }
  return text;
}

export function isSelfClosing(element: XmlElement): boolean {
  return element.closeStart === element.openEnd && element.end === element.openEnd;
}

export interface NewChild {
  /** The child's text: one string per line, indented relative to the first. */
  readonly lines: readonly string[];
  /** The child that it shall follow; `start`: it comes first. Default: it comes last. */
  readonly after?: XmlNode | 'start' | undefined;
}

/** Adds a child, on lines of its own where the file is laid out in lines. */
export function insertChild(
  document: XmlDocument,
  parent: XmlElement,
  { lines, after }: NewChild,
): TextEdit {
  const { source } = document;
  const { newline, step } = layoutOf(document);
  const outer = indentOf(source, parent.start) ?? lineIndent(source, parent.start);
  const sibling = parent.children.find(
    (child) => child.kind === 'element' && indentOf(source, child.start) !== undefined,
  );
  const inner = sibling ? indentOf(source, sibling.start)! : outer + step;
  const block = lines.map((line) => (line === '' ? '' : inner + line)).join(newline);
  if (isSelfClosing(parent)) {
    let slash = source.lastIndexOf('/', parent.end);
    while (/\s/.test(source[slash - 1]!)) slash -= 1;
    const text = `>${newline}${block}${newline}${outer}</${parent.name}>`;
    return { start: slash, end: parent.end, text };
  }
  const content = source.slice(parent.openEnd, parent.closeStart);
  if (/^\s*$/.test(content)) {
    // On the lines that are there already: the end tag's line stays as it is.
    const closing = indentOf(source, parent.closeStart);
    if (closing === undefined) {
      const text = `${newline}${block}${newline}${outer}`;
      return { start: parent.openEnd, end: parent.closeStart, text };
    }
    const at = parent.closeStart - closing.length;
    return { start: at, end: at, text: block + newline };
  }
  if (after === undefined) {
    const closing = indentOf(source, parent.closeStart);
    const at = parent.closeStart - (closing?.length ?? 0);
    return { start: at, end: at, text: closing === undefined ? lines.join('') : block + newline };
  }
  const from = after === 'start' ? parent.openEnd : after.end;
  const at = lineEnd(source, from);
  if (at !== undefined) return { start: at, end: at, text: newline + block };
  return { start: from, end: from, text: lines.join('') };
}

/** The end of the line, where only white space and comments follow on it. */
function lineEnd(source: string, from: number): number | undefined {
  const rest = /(?:[ \t]|<!--(?:(?!-->)[^\r\n])*-->)*(?=[\r\n])/y;
  rest.lastIndex = from;
  return rest.test(source) ? rest.lastIndex : undefined;
}

/** The white space that the line of an offset begins with. */
function lineIndent(source: string, offset: number): string {
  const before = source.slice(0, offset);
  return /[ \t]*/.exec(
    before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1),
  )![0];
}

/** Takes a node away, with its lines where it has them to itself. */
export function removeNode(document: XmlDocument, node: XmlNode): TextEdit {
  return { ...wholeLines(document.source, node), text: '' };
}

/** Makes a comment of an element; `uncomment` undoes it. */
export function commentOut(document: XmlDocument, element: XmlElement): TextEdit {
  const written = document.source.slice(element.start, element.end);
  // Two dashes may not stand in a comment.
  const inside = written.replace(/-(?=-)/g, '- ');
  const edge = inside.endsWith('-') ? ' ' : '';
  return { start: element.start, end: element.end, text: `<!--${inside}${edge}-->` };
}
