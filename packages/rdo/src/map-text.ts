/**
 * Paths that mean the same on both sides, found in text: in arguments, and in output as it streams.
 */
import type { Pair } from './values.ts';

/** One direction of the table of pairs, as bytes: the text may be in any encoding, or in none. */
export interface PathTable {
  readonly pairs: readonly { readonly from: Buffer; readonly to: Buffer }[];
  readonly longest: number;
}

/**
 * @param pairs - folders of the side that the text comes from, and their twins
 */
export function pathTable(pairs: readonly Pair[]): PathTable {
  const bytes = pairs
    // A root folder would make every path one of ours.
    .filter(([from, to]) => from !== '/' && from !== '' && from !== to)
    .map(([from, to]) => ({ from: Buffer.from(from, 'utf8'), to: Buffer.from(to, 'utf8') }))
    .sort((a, b) => b.from.length - a.from.length);
  return { pairs: bytes, longest: Math.max(0, ...bytes.map(({ from }) => from.length)) };
}

const ESC = 0x1b;
const SLASH = 0x2f;
const BEFORE = charset('\t\n\r "\'`()[]{}<>=:,;|@#&*^\0');
const AFTER = charset('\t\n\r "\'`()[]{}<>=:,;|@#&*!?/\\\0\u001b');

function charset(characters: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const byte of Buffer.from(characters, 'latin1')) set[byte] = 1;
  return set;
}

/** How far back a decision looks: the longest colour sequence before a path. */
const CONTEXT = 24;

/**
 * Translates the paths in one argument: `/local/x`, `--file=/local/x`, `-I/local/x`, `a:b` lists,
 * `file://` URLs, quoted pieces. Everything else stays as it is.
 */
export function mapArgument(word: Uint8Array, table: PathTable): Uint8Array {
  const bytes = Buffer.from(word);
  // -I/usr/include and its like: one letter, and the path at once.
  const letter = bytes[0] === 0x2d && bytes[2] === SLASH ? 2 : -1;
  const { parts } = translate(bytes, table, { from: 0, final: true, allowedAt: letter });
  return Buffer.concat(parts);
}

export interface TextMapper {
  write(chunk: Buffer): void;
  /** Gives out what was held back. */
  flush(): void;
}

/** Text is held back no longer than this, when it could be the start of a path. */
const HOLD_MS = 40;

/**
 * Translates paths in a stream, across the borders of its chunks. Holds back no more than the longest path, and
 * that for {@link HOLD_MS}; a stream that starts with binary data (a NUL byte) passes unchanged.
 */
export function textMapper(table: PathTable, give: (chunk: Buffer) => void): TextMapper {
  let mode: 'unknown' | 'text' | 'binary' = table.pairs.length === 0 ? 'binary' : 'unknown';
  /** The end of what was given out, for what stands before a path; then what is held back. */
  let pending: Buffer = Buffer.alloc(0);
  let context = 0;
  let timer: NodeJS.Timeout | undefined;

  const process = (final: boolean): void => {
    const { parts, rest } = translate(pending, table, { from: context, final });
    for (const part of parts) if (part.length > 0) give(part);
    const keep = Math.max(0, rest - CONTEXT);
    context = rest - keep;
    pending = Buffer.from(pending.subarray(keep));
  };
  return {
    write(chunk) {
      clearTimeout(timer);
      if (mode === 'unknown') mode = chunk.subarray(0, 8192).includes(0) ? 'binary' : 'text';
      if (mode === 'binary') {
        give(chunk);
        return;
      }
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      process(false);
      if (pending.length > context) timer = setTimeout(() => process(true), HOLD_MS);
    },
    flush() {
      clearTimeout(timer);
      process(true);
    },
  };
}

interface TranslateOptions {
  /** Where the text starts; before it lies what was given out already. */
  readonly from: number;
  /** Nothing comes after: an unfinished match is decided now. */
  readonly final: boolean;
  /** A place where a path may start whatever stands before. */
  readonly allowedAt?: number;
}

/** What `text` becomes from `from` on, and where in `text` the part begins that has to wait for more. */
function translate(
  text: Buffer,
  { pairs, longest }: PathTable,
  { from, final, allowedAt = -1 }: TranslateOptions,
): { readonly parts: readonly Buffer[]; readonly rest: number } {
  const parts: Buffer[] = [];
  // A path that could go on behind the end isn't decided.
  const limit = final ? text.length : waitFrom(text, { pairs, longest }, from);
  // Where each pair is found next: looked up again only when that place has been passed.
  const next = pairs.map((pair) => find(text, pair.from, from));
  let done = from;
  for (;;) {
    let best = -1;
    for (let i = 0; i < pairs.length; i += 1) {
      if (next[i]! < done) next[i] = find(text, pairs[i]!.from, done);
      // The longer path comes first among those at one place.
      if (next[i]! < limit && (best === -1 || next[i]! < next[best]!)) best = i;
    }
    if (best === -1) break;
    const at = next[best]!;
    const { from: path, to } = pairs[best]!;
    const end = at + path.length;
    const ends = end >= text.length || AFTER[text[end]!] === 1;
    if (ends && (at === allowedAt || mayStart(text, at))) {
      parts.push(text.subarray(done, at), to);
      done = end;
    }
    next[best] = find(text, path, Math.max(done, at + 1));
  }
  const rest = Math.max(done, limit);
  parts.push(text.subarray(done, rest));
  return { parts, rest };
}

function find(text: Buffer, path: Buffer, from: number): number {
  const at = text.indexOf(path, from);
  return at === -1 ? Number.POSITIVE_INFINITY : at;
}

/** The first place from which the text could be (the start of) a path that isn't all here yet. */
function waitFrom(text: Buffer, { pairs, longest }: PathTable, from: number): number {
  const start = Math.max(from, text.length - longest);
  for (let at = text.indexOf(SLASH, start); at !== -1; at = text.indexOf(SLASH, at + 1)) {
    const tail = text.subarray(at);
    for (const pair of pairs) {
      if (tail.length <= pair.from.length && pair.from.subarray(0, tail.length).equals(tail)) {
        return at;
      }
    }
  }
  return text.length;
}

/** Whether a path may start at `at`, by what stands before: nothing, a separator, a colour, `file://`. */
function mayStart(text: Buffer, at: number): boolean {
  if (at === 0) return true;
  const before = text[at - 1]!;
  if (BEFORE[before] === 1) return true;
  if (before === SLASH) return text.toString('latin1', Math.max(0, at - 7), at) === 'file://';
  if (before !== 0x6d) return false;
  for (let i = at - 2; i >= Math.max(0, at - CONTEXT); i -= 1) {
    const byte = text[i]!;
    if (byte === 0x5b) return text[i - 1] === ESC;
    if (!((byte >= 0x30 && byte <= 0x39) || byte === 0x3b || byte === 0x3a)) return false;
  }
  return false;
}
