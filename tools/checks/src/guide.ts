/** A block of a guide that makes or changes a file of the repository. */
export type GuideStep =
  | { readonly kind: 'write'; readonly file: string; readonly text: string }
  | { readonly kind: 'change'; readonly file: string; readonly hunks: readonly Hunk[] };

/** Lines that stand together in a file, and what they become. */
export interface Hunk {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The blocks of a Markdown text whose fence says `file=PATH`: a `diff` changes it, any other is its text. */
export function stepsOfGuide(markdown: string): readonly GuideStep[] {
  return Array.from(
    markdown.matchAll(/^```(\w+) file=(\S+)\n([^]*?)^```$/gm),
    ([, language, file, text]): GuideStep =>
      language === 'diff'
        ? { kind: 'change', file: file!, hunks: hunksOf(text!) }
        : { kind: 'write', file: file!, text: text! },
  );
}

function hunksOf(diff: string): readonly Hunk[] {
  return diff.split(/^@@\n/m).map((part) => {
    const lines = part.split('\n').filter((line) => line !== '');
    const side = (marks: string) =>
      lines.filter((line) => marks.includes(line[0]!)).map((line) => line.slice(1));
    return { before: side(' -'), after: side(' +') };
  });
}

/** The text with each hunk applied where its lines stand. */
export function applyHunks(text: string, hunks: readonly Hunk[]): string {
  let changed = text;
  for (const { before, after } of hunks) {
    const [from, to] = [before, after].map((lines) => lines.map((line) => `${line}\n`).join(''));
    if (!changed.includes(from!)) throw new Error(`the file has no lines\n${from}`);
    changed = changed.replace(from!, () => to!);
  }
  return changed;
}
