import { nameEnd, spaceEnd } from './chars.ts';
import { readComment, readInstruction } from './content.ts';
import { closeDeclaration, requireSpace } from './declaration-syntax.ts';
import { readAttlist, readElementDeclaration } from './declarations.ts';
import {
  readEntity,
  readExternalId,
  readNotation,
  type ExternalId,
} from './entity-declarations.ts';
import type { XmlDoctype } from './nodes.ts';
import { endAt, fail, found, problem, readName, startAt, type Reader } from './reader.ts';
import { withEntity } from './references.ts';

/** Reads the DOCTYPE whose `<` is at the reader's place; what it declares goes into `shared`. */
export function readDoctype(reader: Reader): XmlDoctype {
  const { text, shared } = reader;
  const start = reader.pos;
  reader.pos += '<!DOCTYPE'.length;
  requireSpace(reader, 'DOCTYPE');
  const { name } = readName(reader, 'the name of the root element');
  let external: ExternalId = {};
  const afterName = reader.pos;
  reader.pos = spaceEnd(text, afterName);
  if (/[SP]/.test(text[reader.pos] ?? '') && reader.pos > afterName) {
    external = readExternalId(reader);
    shared.declaredElsewhere = true;
    reader.pos = spaceEnd(text, reader.pos);
  }
  if (text.charCodeAt(reader.pos) === 91 /* [ */) {
    reader.pos += 1;
    readSubset(reader);
    if (text.charCodeAt(reader.pos) !== 93 /* ] */) {
      fail(reader, reader.pos, [
        'doctype-syntax',
        `a declaration or "]" is expected in the DOCTYPE, not ${found(reader, reader.pos)}`,
      ]);
    }
    reader.pos = spaceEnd(text, reader.pos + 1);
  }
  closeDeclaration(reader, 'DOCTYPE');
  return {
    kind: 'doctype',
    name,
    publicId: external.publicId,
    systemId: external.systemId,
    start: startAt(reader, start),
    end: endAt(reader, reader.pos),
  };
}

/** Reads declarations until something else comes, or the text ends. */
function readSubset(reader: Reader): void {
  const { text } = reader;
  for (;;) {
    const pos = spaceEnd(text, reader.pos);
    reader.pos = pos;
    if (text.charCodeAt(pos) === 37 /* % */) readParameterReference(reader);
    else if (text.startsWith('<!--', pos)) readComment(reader);
    else if (text.startsWith('<?', pos)) readInstruction(reader);
    else if (text.startsWith('<!ENTITY', pos)) readEntity(reader);
    else if (text.startsWith('<!ELEMENT', pos)) readElementDeclaration(reader);
    else if (text.startsWith('<!ATTLIST', pos)) readAttlist(reader);
    else if (text.startsWith('<!NOTATION', pos)) readNotation(reader);
    else return;
  }
}

function readParameterReference(reader: Reader): void {
  const { text, pos, shared } = reader;
  const end = nameEnd(text, pos + 1);
  if (end === pos + 1 || text.charCodeAt(end) !== 59) {
    fail(reader, pos, ['doctype-syntax', 'a "%" that starts no reference to a parameter entity']);
  }
  const name = text.slice(pos + 1, end);
  reader.pos = end + 1;
  const entity = shared.parameters.get(name);
  if (!entity && !shared.declaredElsewhere) {
    problem(
      reader,
      pos,
      ['undeclared-entity', `the parameter entity "%${name};" is not declared`],
      {
        end: end + 1,
      },
    );
  }
  if (entity?.value === undefined) {
    // An external one is never fetched: what it declares stays unknown.
    shared.declaredElsewhere = true;
    return;
  }
  const { value } = entity;
  withEntity(reader, { entity: { ...entity, name: `%${name}`, value }, pos }, (inner) => {
    readSubset(inner);
    if (inner.pos < inner.text.length) {
      fail(inner, inner.pos, [
        'doctype-syntax',
        `a declaration is expected here, not ${found(inner, inner.pos)}`,
      ]);
    }
  });
}
