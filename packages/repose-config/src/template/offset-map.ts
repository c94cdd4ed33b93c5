/** A part of the text as it was given, and what stands for it now. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** A placeholder: every offset in what stands for it is where it starts. */
  readonly replaced: boolean;
}

/** Makes a function from offsets in the pieces joined together to offsets in what was given. */
export function offsetMap(pieces: readonly Piece[], length: number): (offset: number) => number {
  const starts: number[] = [];
  let at = 0;
  for (const piece of pieces) {
    starts.push(at);
    at += piece.text.length;
  }
  const total = at;
  return (offset) => {
    if (offset >= total) return length;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    const piece = pieces[low];
    if (!piece) return offset;
    return piece.replaced ? piece.start : piece.start + offset - starts[low]!;
  };
}
