import type { XmlDocument, XmlElement, XmlNode } from '../xml/index.ts';

/** How a file is laid out, so that what is added looks like what is there. */
export interface Layout {
  /** The line end that the file uses. */
  readonly newline: string;
  /** One step of indentation. */
  readonly step: string;
}

export function layoutOf(document: Pick<XmlDocument, 'source' | 'root'>): Layout {
  const { source, root } = document;
  const newline = /\r\n|\n|\r/.exec(source)?.[0] ?? '\n';
  return { newline, step: (root && stepWithin(source, root)) ?? '    ' };
}

/** The indentation of the first element that is deeper than the one around it. */
function stepWithin(source: string, element: XmlElement): string | undefined {
  const own = indentOf(source, element.start);
  for (const child of element.children) {
    if (child.kind !== 'element') continue;
    const indent = indentOf(source, child.start);
    if (own !== undefined && indent?.startsWith(own) && indent.length > own.length) {
      return indent.slice(own.length);
    }
    const deeper = stepWithin(source, child);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

/** The white space before an offset, where nothing else stands before it on its line. */
export function indentOf(source: string, offset: number): string | undefined {
  let start = offset;
  while (start > 0 && (source[start - 1] === ' ' || source[start - 1] === '\t')) start -= 1;
  const before = source[start - 1];
  const fresh = start === 0 || before === '\n' || before === '\r' || before === '\ufeff';
  return fresh ? source.slice(start, offset) : undefined;
}

/**
 * The range to take away so that no trace of a node stays: whole lines where the node has them to
 * itself, else the node alone.
 */
export function wholeLines(
  source: string,
  { start, end }: Pick<XmlNode, 'start' | 'end'>,
): { readonly start: number; readonly end: number } {
  const indent = indentOf(source, start);
  let after = end;
  while (source[after] === ' ' || source[after] === '\t') after += 1;
  const next = source[after];
  if (indent === undefined || (next !== '\n' && next !== '\r' && next !== undefined)) {
    return { start, end };
  }
  if (next !== undefined) after += source.startsWith('\r\n', after) ? 2 : 1;
  return { start: start - indent.length, end: after };
}
