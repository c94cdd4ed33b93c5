/** Gathers the findings of one file. */
import type { Position, XmlAttribute, XmlCdata, XmlElement, XmlText } from '../xml/index.ts';
import type { Finding, Severity } from '../finding.ts';

type Part = XmlElement | XmlAttribute | XmlText | XmlCdata;

export interface FindingText {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly severity?: Severity | undefined;
  /** Another place in what was read. */
  readonly related?: { readonly offset: number; readonly message: string } | undefined;
}

export interface ReportOptions {
  readonly file: string;
  /** From an offset in what was read to one in the file. */
  readonly originalOffset: (offset: number) => number;
  /** From an offset in the file to its line and column. */
  readonly place: (offset: number) => Position;
  /** Findings after which no more are kept. */
  readonly limit: number;
}

/** A placeholder that nothing was known for: `{$ PORT $}`. */
const openPlaceholder = /\{\$[^]*?\$\}/;

export class Report {
  readonly findings: Finding[] = [];
  /** Whether any finding was an error, be it one that wasn't kept. */
  failed = false;
  /** Whether something was found that isn't kept. */
  full = false;
  readonly #options: ReportOptions;

  constructor(options: ReportOptions) {
    this.#options = options;
  }

  add(part: Part, text: FindingText): void {
    // Of an element, the start tag's name is shown: the whole may be the whole file.
    const end = part.kind === 'element' ? part.start + 1 + part.name.length : part.end;
    this.addAt(part.kind === 'text' ? inkOf(part) : part.start, end, text);
  }

  /** At the text of an element, or at its start tag where it has none. */
  addText(element: XmlElement, text: FindingText): void {
    const isText = (one: XmlElement['children'][number]) =>
      one.kind === 'text' || one.kind === 'cdata';
    const first = element.children.find(isText);
    const last = element.children.findLast(isText);
    if (first && last) this.addAt(inkOf(first as XmlText), last.end, text);
    else this.add(element, text);
  }

  addAt(start: number, end: number, text: FindingText): void {
    const { originalOffset } = this.#options;
    const related = text.related && {
      ...text.related,
      offset: originalOffset(text.related.offset),
    };
    this.addOriginal(originalOffset(start), originalOffset(end), { ...text, related });
  }

  /** At a place of the file as it was given. */
  addOriginal(start: number, end: number, text: FindingText): void {
    const { code, message, hint, severity = 'error', related } = text;
    const { file, place, limit } = this.#options;
    if (severity === 'error') this.failed = true;
    if (this.findings.length >= limit) {
      this.full = true;
      return;
    }
    this.findings.push({
      code,
      severity,
      file,
      start: place(start),
      end: place(Math.max(end, start)),
      message,
      hint,
      related: related && {
        file,
        start: place(related.offset),
        message: related.message,
      },
    });
  }

  line(offset: number): number {
    return this.#options.place(this.#options.originalOffset(offset)).line;
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
      code: 'config/repeated-id',
      message: `the ID ${JSON.stringify(value)} is taken already, in line ${line}`,
      hint: 'IDs are unique in the whole file: choose another.',
    });
  }
}

/** Where the first character stands that is no white space; the start where there is none. */
function inkOf(text: XmlText | XmlCdata): number {
  const lead = text.kind === 'text' ? text.value.search(/[^ \t\n\r]/) : 0;
  // Where entities stand, the value is of another length than what is written.
  return lead > 0 && lead < text.end - text.start ? text.start + lead : text.start;
}
