/**
 * The one error class of the nearhand tools: what went wrong, where, and what to do about it.
 *
 * Recognise it by `code` with {@link hasCode}, never with `instanceof`: two installed copies of
 * this package have two classes.
 */

/** A place in a file. Lines and columns count from 1; columns count UTF-16 units. */
export interface Place {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** What a {@link ToolError} is made from, besides its message. */
export interface ToolErrorOptions {
  /** Stable name for programs: upper-case words joined by `_`, such as `CONFIG_UNKNOWN_KEY`. */
  readonly code: string;
  /** Where the mistake stands. */
  readonly place?: Place | undefined;
  /** What the user can do now: one or more lines, each a full sentence or a command to type. */
  readonly hint?: string | undefined;
  /** Which step of a longer undertaking failed, such as `resolve`, `connect` or `auth`. */
  readonly phase?: string | undefined;
  /** The exit status that the tool should end with. Default: the tool's own (1, or 125 in a runner). */
  readonly exitCode?: number | undefined;
  readonly cause?: unknown;
}

/** An error that a user can cause and mend: it is shown without a stack trace. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly code: string;
  readonly place: Place | undefined;
  readonly hint: string | undefined;
  readonly phase: string | undefined;
  readonly exitCode: number | undefined;

  constructor(message: string, options: ToolErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.place = options.place;
    this.hint = options.hint;
    this.phase = options.phase;
    this.exitCode = options.exitCode;
  }
}

/** Whether `error` is an error with that `code`, whichever copy of the class (or of Node) made it. */
export function hasCode<C extends string>(error: unknown, code: C): error is Error & { code: C } {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Whether `error` carries what a {@link ToolError} carries, whichever copy of the class made it. */
export function isToolError(error: unknown): error is ToolError {
  return error instanceof Error && error.name === 'ToolError' && 'code' in error;
}

/** `file`, `file:line` or `file:line:column`, as editors and terminals make clickable. */
export function formatPlace(place: Place): string {
  const parts = [place.file, place.line, place.line === undefined ? undefined : place.column];
  return parts.filter((part) => part !== undefined).join(':');
}

/**
 * The error as the user reads it, without the tool's name:
 * `MESSAGE (file:line:column)`, then the hint on lines of its own.
 */
export function formatError(error: ToolError): string {
  const where = error.place ? ` (${formatPlace(error.place)})` : '';
  return `${error.message}${where}${error.hint ? `\n${error.hint}` : ''}`;
}

export { formatSystemError, isSystemError, systemReason } from './system-error.ts';
