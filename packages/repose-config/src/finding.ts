import type { TextEdit } from './edit/text-edit.ts';
import type { Position } from './xml/index.ts';

/** Errors stop Repose from taking a file or a folder; warnings and notes don't. */
export type Severity = 'error' | 'warning' | 'note';

/** Something that a person should know: what it is, where it stands, what to write. */
export interface Finding {
  /** A stable name for programs, such as `folder/unknown-filter`. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence in plain words, without a place and without a full stop. */
  readonly message: string;
  /** What to write instead: one or more sentences. */
  readonly hint?: string | undefined;
  /** The file's name in its folder. */
  readonly file: string;
  readonly start: Position;
  /** After the last character. */
  readonly end: Position;
  /** Another place that belongs to it, such as the start tag of a mismatched end tag. */
  readonly related?: RelatedPlace | undefined;
  /** A change that is safe to make without asking: it can't alter what works today. */
  readonly fix?: Fix | undefined;
}

export interface RelatedPlace {
  readonly file: string;
  readonly start: Position;
  readonly message: string;
}

/** Edits to one file; their offsets are those of its text. */
export interface Fix {
  /** What it does, as in `write "rate-limiting"`. */
  readonly message: string;
  readonly edits: readonly TextEdit[];
}

/** By file, then by place; errors first where several stand at one place. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
    a.start.line - b.start.line ||
    a.start.column - b.start.column ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity)
  );
}

const severities: readonly Severity[] = ['error', 'warning', 'note'];
