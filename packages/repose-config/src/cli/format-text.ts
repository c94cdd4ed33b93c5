import type { Paint, Style } from '@nearhand/core/report';
import type { Finding, Severity } from '../finding.ts';
import type { Found } from './check-run.ts';

const styles: Record<Severity, Style> = { error: 'red', warning: 'yellow', note: 'cyan' };

/** How many lines of one finding are shown. */
const mostLines = 4;

/** The findings for people: what, where, the lines, and what to write instead. */
export function formatText(
  { findings, texts }: Pick<Found, 'findings' | 'texts'>,
  { paint, columns = 100 }: { readonly paint: Paint; readonly columns?: number | undefined },
): string {
  const lines = new Map<string, readonly string[]>();
  for (const { file } of findings) {
    if (!lines.has(file)) lines.set(file, texts.get(file)?.split(/\r\n?|\n/) ?? []);
  }
  return findings
    .map((finding) => {
      const { file, start, severity, message, hint, code, related } = finding;
      const place = `${file}:${start.line}:${start.column}`;
      const head = `${paint('bold', place)}: ${paint(styles[severity], `${severity}:`)} ${message}`;
      const excerpt = excerptOf(finding, lines.get(file) ?? [], { paint, columns });
      const more = related
        ? [`    ${related.file}:${related.start.line}:${related.start.column}: ${related.message}`]
        : [];
      const advice = hint === undefined ? '' : `${hint} `;
      return [head, ...excerpt, ...more, `    ${advice}${paint('dim', `[${code}]`)}`, ''];
    })
    .flat()
    .map((line) => `${line}\n`)
    .join('');
}

interface Shown {
  readonly paint: Paint;
  readonly columns: number;
}

/** The lines that the finding is about, with what is meant underlined. */
function excerptOf({ start, end }: Finding, lines: readonly string[], shown: Shown): string[] {
  const { paint } = shown;
  if (lines.length === 0) return [];
  const last = Math.min(end.line, start.line + mostLines - 1, lines.length);
  const gutter = String(last).length;
  const rows: string[] = [];
  for (let number = start.line; number <= last; number += 1) {
    const full = lines[number - 1] ?? '';
    const from = number === start.line ? start.column - 1 : full.length - full.trimStart().length;
    const to = number === end.line ? end.column - 1 : full.length;
    const { text, offset } = cut(full, from, Math.max(shown.columns - gutter - 8, 40));
    const [a, b] = [Math.max(from - offset, 0), Math.min(to - offset, text.length)];
    rows.push(`  ${paint('dim', `${String(number).padStart(gutter)} |`)} ${printable(text)}`);
    // Tabs stand above tabs, so that the mark is where the text is.
    const before = text.slice(0, a).replace(/[^\t]/g, ' ');
    const mark = '^'.repeat(Math.max(b - a, 1));
    rows.push(`  ${' '.repeat(gutter)} ${paint('dim', '|')} ${before}${paint('red', mark)}`);
  }
  if (end.line > last) rows.push(`  ${' '.repeat(gutter)} ${paint('dim', '|')} …`);
  return rows;
}

/** A part of a line that is too long to show. */
function cut(line: string, from: number, width: number): { text: string; offset: number } {
  if (line.length <= width) return { text: line, offset: 0 };
  const offset = from < width - 10 ? 0 : Math.max(from - 20, 0);
  return { text: line.slice(offset, offset + width), offset };
}

/** Without control characters, which could change the terminal. */
function printable(text: string): string {
  return text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '\u00b7');
}
