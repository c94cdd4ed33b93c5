/** Replaces what stands between two offsets of a text. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Makes all edits at once: every offset is one of the text as given. Edits at the same offset are
 * made in the order given.
 *
 * @throws RangeError where two of them overlap
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let from = 0;
  for (const { start, end, text: replacement } of ordered) {
    if (start < from || end < start || end > text.length) {
      throw new RangeError(`an edit from ${start} to ${end} overlaps another, or leaves the text`);
    }
    result += text.slice(from, start) + replacement;
    from = end;
  }
  return result + text.slice(from);
}
