import { nameEnd, showChar } from './chars.ts';
import type { XmlLimits } from './limits.ts';
import type { NamespaceScope, XmlElement, XmlEntity, XmlPart, XmlProblem } from './nodes.ts';
import { usualHints } from './hints.ts';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** An element while it is read. */
export type OpenElement = Mutable<XmlElement>;

/** A name with its parts; each is made once per document. */
export interface Name {
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  /** Whether it is a QName: at most one colon, and something on both sides of it. */
  readonly qualified: boolean;
}

export interface AttributeRule {
  /** Whether the declared type is CDATA, which keeps its spaces. */
  readonly cdata: boolean;
  readonly value: string | undefined;
}

/** What the texts of one document (the file, and its entities' texts) share. */
export interface Shared {
  readonly source: string;
  readonly limits: XmlLimits;
  readonly problems: XmlProblem[];
  readonly names: Map<string, Name>;
  readonly entities: Map<string, XmlEntity>;
  readonly parameters: Map<string, XmlEntity>;
  /** By element and attribute, what ATTLIST declarations say. */
  readonly rules: Map<string, Map<string, AttributeRule>>;
  /** The names of the entities that are being expanded. */
  readonly expanding: string[];
  /** Whether declarations may stand where this reader doesn't look: in an external DTD. */
  declaredElsewhere: boolean;
  current: OpenElement | undefined;
  scope: NamespaceScope | undefined;
  depth: number;
  parts: number;
  references: number;
  expanded: number;
  /** Character data that isn't a node yet. */
  pending: string;
  pendingStart: number;
  pendingEnd: number;
}

/** One text that is being read, and how far. */
export interface Reader {
  readonly text: string;
  pos: number;
  /** For the text of an entity: where the document refers to it. */
  readonly at: XmlPart | undefined;
  readonly shared: Shared;
}

/** Thrown to leave the reading after a problem that hides what follows. */
export const stop = Symbol('stop reading');

/** The offset in the document of `pos` in the text that is being read. */
export function startAt(reader: Reader, pos: number): number {
  return reader.at ? reader.at.start : pos;
}

export function endAt(reader: Reader, pos: number): number {
  return reader.at ? reader.at.end : pos;
}

export interface ProblemDetails {
  readonly hint?: string | undefined;
  /** The offset after what is wrong. Default: one character. */
  readonly end?: number;
  readonly related?: XmlProblem['related'];
}

/** Notes a problem after which reading goes on. */
export function problem(
  reader: Reader,
  pos: number,
  [code, message]: readonly [code: string, message: string],
  details: ProblemDetails = {},
): void {
  const { problems, limits, expanding } = reader.shared;
  const inside = reader.at && expanding.length > 0 ? ` (in the text of &${expanding.at(-1)};)` : '';
  const start = startAt(reader, pos);
  const hint = details.hint ?? usualHints[code];
  problems.push({
    code,
    message: message + inside,
    start,
    end: Math.max(start, endAt(reader, details.end ?? Math.min(pos + 1, reader.text.length))),
    ...(hint === undefined ? {} : { hint }),
    ...(details.related === undefined ? {} : { related: details.related }),
  });
  if (problems.length >= limits.problems) throw stop;
}

/** Notes a problem after which nothing more can be told, and leaves. */
export function fail(
  reader: Reader,
  pos: number,
  what: readonly [code: string, message: string],
  details: ProblemDetails = {},
): never {
  problem(reader, pos, what, details);
  throw stop;
}

/** What stands at `pos`, for a message. */
export function found(reader: Reader, pos: number): string {
  const code = reader.text.codePointAt(pos);
  return code === undefined ? 'the end of the text' : showChar(code);
}

/** Counts a part of the document against its limit. */
export function countPart(reader: Reader, pos: number): void {
  const { shared } = reader;
  shared.parts += 1;
  if (shared.parts > shared.limits.parts) {
    fail(reader, pos, [
      'too-many-parts',
      `the document has more than ${shared.limits.parts} elements, attributes and texts`,
    ]);
  }
}

/** Reads a name, or fails saying what was expected there. */
export function readName(reader: Reader, expected: string): Name {
  const { text, pos, shared } = reader;
  const end = nameEnd(text, pos);
  if (end === pos) {
    fail(reader, pos, ['name-expected', `${expected} is expected here, not ${found(reader, pos)}`]);
  }
  if (end - pos > shared.limits.nameLength) {
    fail(reader, pos, [
      'name-too-long',
      `a name of ${end - pos} characters is longer than the ${shared.limits.nameLength} that are read`,
    ]);
  }
  const written = text.slice(pos, end);
  let name = shared.names.get(written);
  if (!name) {
    name = parseName(written);
    shared.names.set(name.name, name);
  }
  reader.pos = end;
  return name;
}

function parseName(name: string): Name {
  const colon = name.indexOf(':');
  if (colon < 0) return { name, prefix: '', local: name, qualified: true };
  const prefix = name.slice(0, colon);
  const local = name.slice(colon + 1);
  const qualified =
    colon > 0 && !local.includes(':') && nameEnd(local, 0) === local.length && local !== '';
  return { name, prefix, local, qualified };
}
