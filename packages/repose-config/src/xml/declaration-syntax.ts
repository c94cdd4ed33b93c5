// What all declarations of a DOCTYPE have in common.
import { spaceEnd } from './chars.ts';
import { fail, found, problem, readName, type Name, type Reader } from './reader.ts';

/** A name in which namespaces allow no colon. */
export function readUnprefixed(reader: Reader, what: string): Name {
  const pos = reader.pos;
  const name = readName(reader, what);
  if (name.name.includes(':')) {
    problem(reader, pos, ['name-with-colon', `"${name.name}" contains a colon`], {
      end: reader.pos,
    });
  }
  return name;
}

export function requireSpace(reader: Reader, after: string): void {
  const pos = spaceEnd(reader.text, reader.pos);
  if (pos === reader.pos) {
    fail(reader, pos, [
      'doctype-syntax',
      `a space is expected after ${after}, not ${found(reader, pos)}`,
    ]);
  }
  reader.pos = pos;
}

export function closeDeclaration(reader: Reader, what: string): void {
  if (reader.text.charCodeAt(reader.pos) !== 62) {
    fail(reader, reader.pos, [
      'doctype-syntax',
      `">" is expected at the end of the ${what} declaration, not ${found(reader, reader.pos)}`,
    ]);
  }
  reader.pos += 1;
}
