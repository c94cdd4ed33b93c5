/** What checking a file tells. */
import type { Position } from '../xml/index.ts';

/** Errors stop Repose from taking the file; warnings and notes don't. */
export type Severity = 'error' | 'warning' | 'note';

/** One thing that is wrong, where it stands, and what to write instead. */
export interface Finding {
  /** A stable name for programs: `missing-attribute`, or that of a rule, such as `system-model/node-ids`. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, in plain words; no full stop. */
  readonly message: string;
  /** What to write instead: one or more sentences. */
  readonly hint?: string | undefined;
  /** As the user named the file; empty where the text came from nowhere. */
  readonly file: string;
  readonly start: Position;
  /** After the last character. */
  readonly end: Position;
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
