import type { TextEdit } from './edit/text-edit.ts';

/** Errors make `check` fail; warnings and notes don't. */
export type Severity = 'error' | 'warning' | 'note';

/** Something that a person should know about a file: what it is, where it stands, what to write. */
export interface Finding {
  /** The stable name of the rule, such as `folder/unknown-filter` or `xml/mismatched-tag`. */
  readonly rule: string;
  readonly severity: Severity;
  /** The file's name in its folder. */
  readonly file: string;
  /** Offsets in the file's text, in UTF-16 units; both 0 for the file as a whole. */
  readonly start: number;
  readonly end: number;
  /** One sentence in plain words, without a place and without a full stop. */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string | undefined;
  readonly related?: RelatedPlace | undefined;
  /** A change that is safe to make without asking: it can't alter what works today. */
  readonly fix?: Fix | undefined;
}

export interface RelatedPlace {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** Edits to one file, or several. */
export interface Fix {
  /** What it does, as in "add the missing default". */
  readonly message: string;
  readonly edits: readonly (TextEdit & { readonly file: string })[];
}
