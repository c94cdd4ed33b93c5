// A unified diff of two texts, by lines, as `diff -u` and `git apply` have it.

interface Line {
  readonly kind: ' ' | '-' | '+';
  readonly text: string;
}

/** Where the middles of two texts are longer than this together, one is shown as removed and the other as added. */
const mostCells = 4_000_000;

/**
 * @param names - what to call the two files; `/dev/null` stands for one that isn't there
 * @returns the diff with a line end after its last line; empty where the texts are the same
 */
export function unifiedDiff(
  before: string | undefined,
  after: string | undefined,
  names: { readonly before: string; readonly after: string },
): string {
  if (before === after) return '';
  const lines = diffLines(split(before ?? ''), split(after ?? ''));
  const head = [
    `--- ${before === undefined ? '/dev/null' : names.before}`,
    `+++ ${after === undefined ? '/dev/null' : names.after}`,
  ];
  return `${[...head, ...hunks(lines)].join('\n')}\n`;
}

/** Lines with their ends, so that a change of the line end shows. */
function split(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function diffLines(a: readonly string[], b: readonly string[]): Line[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail))
    tail += 1;
  const same = (text: string): Line => ({ kind: ' ', text });
  return [
    ...a.slice(0, head).map(same),
    ...diffMiddle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...a.slice(a.length - tail).map(same),
  ];
}

/** By the longest common subsequence. */
function diffMiddle(a: readonly string[], b: readonly string[]): Line[] {
  const removed = (text: string): Line => ({ kind: '-', text });
  const added = (text: string): Line => ({ kind: '+', text });
  if (a.length * b.length > mostCells) return [...a.map(removed), ...b.map(added)];
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: ' ', text: a[i]! });
      i += 1;
      j += 1;
    } else if (
      j >= b.length ||
      (i < a.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)
    ) {
      lines.push(removed(a[i]!));
      i += 1;
    } else {
      lines.push(added(b[j]!));
      j += 1;
    }
  }
  return lines;
}

function hunks(lines: readonly Line[], context = 3): string[] {
  const output: string[] = [];
  const changed = lines.flatMap((line, index) => (line.kind === ' ' ? [] : [index]));
  for (let at = 0; at < changed.length;) {
    let last = at;
    while (last + 1 < changed.length && changed[last + 1]! - changed[last]! <= 2 * context)
      last += 1;
    const from = Math.max(0, changed[at]! - context);
    const to = Math.min(lines.length, changed[last]! + context + 1);
    output.push(...hunk(lines, from, to));
    at = last + 1;
  }
  return output;
}

function hunk(lines: readonly Line[], from: number, to: number): string[] {
  const count = (until: readonly Line[], kind: '-' | '+'): number =>
    until.filter((line) => line.kind === ' ' || line.kind === kind).length;
  const part = lines.slice(from, to);
  const range = (kind: '-' | '+'): string => {
    const length = count(part, kind);
    const start = count(lines.slice(0, from), kind) + (length === 0 ? 0 : 1);
    return length === 1 ? String(start) : `${start},${length}`;
  };
  const shown = part.flatMap(({ kind, text }) =>
    text.endsWith('\n')
      ? [kind + text.slice(0, -1)]
      : [kind + text, '\\ No newline at end of file'],
  );
  return [`@@ -${range('-')} +${range('+')} @@`, ...shown];
}
