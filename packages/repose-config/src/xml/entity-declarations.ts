// ENTITY and NOTATION declarations, and the identifiers of what stands elsewhere.
import { nameEnd, spaceEnd } from './chars.ts';
import { unifyLineEnds } from './content.ts';
import { closeDeclaration, readUnprefixed, requireSpace } from './declaration-syntax.ts';
import type { XmlEntity } from './nodes.ts';
import { endAt, fail, found, problem, startAt, type Reader } from './reader.ts';
import { readCharacterReference } from './references.ts';

export interface ExternalId {
  readonly publicId?: string;
  readonly systemId?: string;
}

export function readEntity(reader: Reader): void {
  const { text, shared } = reader;
  const start = reader.pos;
  reader.pos += '<!ENTITY'.length;
  requireSpace(reader, 'ENTITY');
  const parameter = text.charCodeAt(reader.pos) === 37;
  if (parameter) {
    reader.pos += 1;
    requireSpace(reader, 'ENTITY %');
  }
  const { name } = readUnprefixed(reader, 'the name of an entity');
  requireSpace(reader, `ENTITY ${name}`);
  const quote = text.charCodeAt(reader.pos);
  let value: string | undefined;
  let external: ExternalId = {};
  let notation: string | undefined;
  if (quote === 34 || quote === 39) value = readEntityValue(reader);
  else {
    external = readExternalId(reader);
    const before = reader.pos;
    reader.pos = spaceEnd(text, before);
    if (!parameter && reader.pos > before && text.startsWith('NDATA', reader.pos)) {
      reader.pos += 5;
      requireSpace(reader, 'NDATA');
      notation = readUnprefixed(reader, 'the name of a notation').name;
    }
  }
  reader.pos = spaceEnd(text, reader.pos);
  closeDeclaration(reader, 'ENTITY');
  const entity: XmlEntity = {
    name,
    value,
    systemId: external.systemId,
    notation,
    start: startAt(reader, start),
    end: endAt(reader, reader.pos),
  };
  checkPredefined(reader, start, entity);
  const table = parameter ? shared.parameters : shared.entities;
  // The first declaration binds.
  if (!table.has(name)) table.set(name, entity);
}

/** The five that XML knows may be declared again, but only as what they are. */
function checkPredefined(reader: Reader, pos: number, { name, value }: XmlEntity): void {
  const allowed: Readonly<Record<string, readonly string[]>> = {
    lt: ['&#60;', '&#x3c;'],
    amp: ['&#38;', '&#x26;'],
    gt: ['>', '&#62;', '&#x3e;'],
    apos: ["'", '&#39;', '&#x27;'],
    quot: ['"', '&#34;', '&#x22;'],
  };
  if (!Object.hasOwn(allowed, name)) return;
  if (value !== undefined && allowed[name]!.includes(value.toLowerCase())) return;
  problem(
    reader,
    pos,
    [
      'predefined-entity',
      `"&${name};" is declared as something else than the character that it always stands for`,
    ],
    {
      end: reader.pos,
      hint: 'Remove the declaration, or give the entity another name.',
    },
  );
}

/** Reads a quoted entity value: character references are expanded now, all others when it is used. */
function readEntityValue(reader: Reader): string {
  const { text } = reader;
  const open = reader.pos;
  const close = text.indexOf(text[open]!, open + 1);
  if (close < 0) fail(reader, open, ['doctype-syntax', 'the text of an entity has no end']);
  if (close - open > reader.shared.limits.entityLength) {
    fail(reader, open, [
      'entity-bomb',
      `the text of an entity is longer than the ${reader.shared.limits.entityLength} characters that are read`,
    ]);
  }
  let value = '';
  let from = open + 1;
  for (let pos = from; pos < close; pos += 1) {
    const code = text.charCodeAt(pos);
    if (code === 37 /* % */) {
      fail(
        reader,
        pos,
        [
          'percent-in-entity',
          'a "%" in the text of an entity, where no parameter entity may be used',
        ],
        {
          hint: 'Write "&#37;" for the character itself.',
        },
      );
    }
    if (code !== 38 /* & */) continue;
    if (text.charCodeAt(pos + 1) === 35) {
      value += clean(reader, text.slice(from, pos));
      reader.pos = pos;
      value += readCharacterReference(reader);
      from = reader.pos;
      pos = from - 1;
    } else {
      const end = nameEnd(text, pos + 1);
      if (end === pos + 1 || text.charCodeAt(end) !== 59) {
        fail(
          reader,
          pos,
          ['bare-ampersand', 'an "&" that starts no reference, in the text of an entity'],
          {
            hint: 'Write "&amp;" for the character itself.',
          },
        );
      }
      pos = end;
    }
  }
  value += clean(reader, text.slice(from, close));
  reader.pos = close + 1;
  return value;
}

function clean(reader: Reader, text: string): string {
  return reader.at ? text : unifyLineEnds(text);
}

export function readNotation(reader: Reader): void {
  const { text } = reader;
  reader.pos += '<!NOTATION'.length;
  requireSpace(reader, 'NOTATION');
  const { name } = readUnprefixed(reader, 'the name of a notation');
  requireSpace(reader, `NOTATION ${name}`);
  readExternalId(reader, true);
  reader.pos = spaceEnd(text, reader.pos);
  closeDeclaration(reader, 'NOTATION');
}

/** Reads `SYSTEM "..."` or `PUBLIC "..." "..."`; a notation may leave out the second literal. */
export function readExternalId(reader: Reader, notation = false): ExternalId {
  const { text, pos } = reader;
  if (text.startsWith('SYSTEM', pos)) {
    reader.pos += 6;
    requireSpace(reader, 'SYSTEM');
    return { systemId: readLiteral(reader, 'the system identifier') };
  }
  if (!text.startsWith('PUBLIC', pos)) {
    fail(reader, pos, [
      'doctype-syntax',
      `a quoted text, SYSTEM or PUBLIC is expected here, not ${found(reader, pos)}`,
    ]);
  }
  reader.pos += 6;
  requireSpace(reader, 'PUBLIC');
  const literal = reader.pos;
  const publicId = readLiteral(reader, 'the public identifier');
  if (!/^[-a-zA-Z0-9 \r\n'()+,./:=?;!*#@$_%]*$/.test(publicId)) {
    problem(
      reader,
      literal,
      ['doctype-syntax', 'the public identifier contains a character that it may not have'],
      {
        end: reader.pos,
      },
    );
  }
  const before = reader.pos;
  const next = spaceEnd(text, before);
  if (notation && !/["']/.test(text[next] ?? '')) return { publicId };
  requireSpace(reader, 'the public identifier');
  return { publicId, systemId: readLiteral(reader, 'the system identifier') };
}

function readLiteral(reader: Reader, what: string): string {
  const { text, pos } = reader;
  const quote = text[pos];
  const close = quote === '"' || quote === "'" ? text.indexOf(quote, pos + 1) : -1;
  if (close < 0) {
    fail(reader, pos, [
      'doctype-syntax',
      `${what} is expected in quotes here, not ${found(reader, pos)}`,
    ]);
  }
  reader.pos = close + 1;
  return text.slice(pos + 1, close);
}
