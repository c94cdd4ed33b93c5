/** Gathers the findings of one file. */
import type { Position, XmlAttribute, XmlCdata, XmlElement, XmlText } from '../xml/index.ts';
import type { Finding, Severity } from './finding.ts';

type Part = XmlElement | XmlAttribute | XmlText | XmlCdata;

export interface FindingText {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly severity?: Severity | undefined;
}

export interface ReportOptions {
  readonly file: string;
  /** From an offset in what was read to a place in the file. */
  readonly locate: (offset: number) => Position;
  /** Findings after which no more are kept. */
  readonly limit: number;
}

/** A placeholder that nothing was known for: `{$ PORT $}`. */
const openPlaceholder = /\{\$[^]*?\$\}/;

export class Report {
  readonly findings: Finding[] = [];
  /** How many findings were not kept. */
  dropped = 0;
  readonly #options: ReportOptions;

  constructor(options: ReportOptions) {
    this.#options = options;
  }

  add(part: Part, text: FindingText): void {
    // Of an element, the start tag's name is shown: the whole may be the whole file.
    const end = part.kind === 'element' ? part.start + 1 + part.name.length : part.end;
    this.addAt(part.start, end, text);
  }

  /** At the text of an element, or at its start tag where it has none. */
  addText(element: XmlElement, text: FindingText): void {
    const isText = (one: XmlElement['children'][number]) =>
      one.kind === 'text' || one.kind === 'cdata';
    const first = element.children.find(isText);
    const last = element.children.findLast(isText);
    if (!first || !last) return this.add(element, text);
    const lead = first.kind === 'text' ? (/^\s*/.exec(first.value)?.[0].length ?? 0) : 0;
    const start = lead < first.end - first.start ? first.start + lead : first.start;
    this.addAt(start, last.end, text);
  }

  addAt(start: number, end: number, text: FindingText): void {
    const { locate, limit } = this.#options;
    if (this.findings.length >= limit) {
      this.dropped += 1;
      return;
    }
    this.addOriginal(locate(start), locate(Math.max(end, start)), text);
  }

  /** At a place of the file as it was given. */
  addOriginal(start: Position, end: Position, text: FindingText): void {
    const { code, message, hint, severity = 'error' } = text;
    this.findings.push({ code, severity, message, hint, file: this.#options.file, start, end });
  }

  line(offset: number): number {
    return this.#options.locate(offset).line;
  }

  /** Whether a value has a placeholder in it that Repose will fill in, and that isn't known here. */
  isOpen(value: string): boolean {
    return value.includes('{$') && openPlaceholder.test(value);
  }

  /** Notes that `value` is an ID, which no other part of the file may have. */
  id(part: Part, value: string, ids: Map<string, number>): void {
    const line = ids.get(value);
    if (line === undefined) {
      ids.set(value, this.line(part.start));
      return;
    }
    this.add(part, {
      code: 'repeated-id',
      message: `the ID ${JSON.stringify(value)} is taken already, in line ${line}`,
      hint: 'IDs are unique in the whole file: choose another.',
    });
  }
}
