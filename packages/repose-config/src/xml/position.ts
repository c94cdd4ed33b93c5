import type { Position } from './nodes.ts';

/**
 * Makes a function from offset to line and column. The line ends (LF, CR LF, or CR alone) are looked
 * up at its first call only. A byte order mark takes no column.
 */
export function positions(text: string): (offset: number) => Position {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    const start = starts[low]!;
    return { line: low + 1, column: Math.max(offset - start, 0) + 1 };
  };
}

/** The offset at which each line starts; the first after a byte order mark. */
export function lineStarts(text: string): number[] {
  const starts = [text.charCodeAt(0) === 0xfeff ? 1 : 0];
  const breaks = /\r\n?|\n/g;
  while (breaks.exec(text) !== null) starts.push(breaks.lastIndex);
  return starts;
}

const known = new WeakMap<{ readonly source: string }, (offset: number) => Position>();

/** The line and column of an offset in what was read. */
export function positionAt(document: { readonly source: string }, offset: number): Position {
  let find = known.get(document);
  if (!find) {
    find = positions(document.source);
    known.set(document, find);
  }
  return find(offset);
}
