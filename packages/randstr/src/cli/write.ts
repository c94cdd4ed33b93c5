/** About how much is written at a time. */
const CHUNK = 1 << 16;

/** Gives strings, as many as it's asked for at once. */
export type Source = (count: number) => readonly string[];

/** `count` strings, one a line. */
export function* lines(source: Source, count: number): Generator<string> {
  for (const some of portions(source, count)) yield `${some.join('\n')}\n`;
}

/** `count` strings as the elements of a JSON array, without its brackets. */
export function* elements(source: Source, count: number): Generator<string> {
  let first = true;
  for (const some of portions(source, count)) {
    yield (first ? '' : ',') + some.map((string) => JSON.stringify(string)).join(',');
    first = false;
  }
}

function* portions(source: Source, count: number): Generator<readonly string[]> {
  // The first string tells how long they are.
  let size = 1;
  for (let left = count; left > 0;) {
    const some = source(Math.min(left, size));
    // There are no more distinct ones.
    if (some.length === 0) return;
    yield some;
    left -= some.length;
    size = Math.max(1, Math.floor(CHUNK / (some[0]!.length + 1)));
  }
}
