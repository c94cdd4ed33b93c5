import { nameEnd, spaceEnd } from './chars.ts';
import { closeDeclaration, readUnprefixed, requireSpace } from './declaration-syntax.ts';
import { fail, found, readName, type AttributeRule, type Reader } from './reader.ts';
import { readAttributeValue } from './references.ts';

/** Groups within groups; libxml2's own bound. */
const deepestModel = 128;

/** `<!ELEMENT name model>`: read for its syntax only, as nothing here validates by a DTD. */
export function readElementDeclaration(reader: Reader): void {
  const { text } = reader;
  reader.pos += '<!ELEMENT'.length;
  requireSpace(reader, 'ELEMENT');
  const { name } = readName(reader, 'the name of an element');
  requireSpace(reader, `ELEMENT ${name}`);
  const word = /EMPTY|ANY/y;
  word.lastIndex = reader.pos;
  if (word.test(text)) reader.pos = word.lastIndex;
  else readModel(reader);
  reader.pos = spaceEnd(text, reader.pos);
  closeDeclaration(reader, 'ELEMENT');
}

function readModel(reader: Reader): void {
  const { text } = reader;
  if (text[reader.pos] !== '(') {
    fail(reader, reader.pos, [
      'doctype-syntax',
      `EMPTY, ANY or "(" is expected here, not ${found(reader, reader.pos)}`,
    ]);
  }
  const mixed = /\([ \t\r\n]*#PCDATA/y;
  mixed.lastIndex = reader.pos;
  if (mixed.test(text)) {
    reader.pos = mixed.lastIndex;
    readMixed(reader);
  } else {
    readGroup(reader, 1);
  }
}

function readMixed(reader: Reader): void {
  const { text } = reader;
  let names = 0;
  for (;;) {
    reader.pos = spaceEnd(text, reader.pos);
    if (text[reader.pos] !== '|') break;
    reader.pos = spaceEnd(text, reader.pos + 1);
    readName(reader, 'the name of an element');
    names += 1;
  }
  if (text[reader.pos] !== ')') {
    fail(reader, reader.pos, [
      'doctype-syntax',
      `"|" or ")" is expected here, not ${found(reader, reader.pos)}`,
    ]);
  }
  reader.pos += 1;
  if (text[reader.pos] === '*') reader.pos += 1;
  else if (names > 0) {
    fail(reader, reader.pos, [
      'doctype-syntax',
      '"*" is expected after mixed content with elements',
    ]);
  }
}

function readGroup(reader: Reader, depth: number): void {
  const { text } = reader;
  if (depth > deepestModel) {
    fail(reader, reader.pos, [
      'too-deep',
      `groups stand more than ${deepestModel} deep within each other`,
    ]);
  }
  reader.pos += 1;
  let separator: string | undefined;
  for (;;) {
    reader.pos = spaceEnd(text, reader.pos);
    if (text[reader.pos] === '(') readGroup(reader, depth + 1);
    else {
      readName(reader, 'the name of an element');
      readOccurrence(reader);
    }
    reader.pos = spaceEnd(text, reader.pos);
    const next = text[reader.pos];
    if (next === ')') break;
    if ((next !== '|' && next !== ',') || (separator !== undefined && next !== separator)) {
      fail(reader, reader.pos, [
        'doctype-syntax',
        `${separator ? `"${separator}"` : '"," or "|"'} or ")" is expected here, not ${found(reader, reader.pos)}`,
      ]);
    }
    separator = next;
    reader.pos += 1;
  }
  reader.pos += 1;
  readOccurrence(reader);
}

function readOccurrence(reader: Reader): void {
  const next = reader.text[reader.pos];
  if (next === '?' || next === '*' || next === '+') reader.pos += 1;
}

const types = /(?:CDATA|IDREFS?|ID|ENTITY|ENTITIES|NMTOKENS?)/y;

/** `<!ATTLIST element name type default ...>`: kept, as defaults and types change values. */
export function readAttlist(reader: Reader): void {
  const { text, shared } = reader;
  reader.pos += '<!ATTLIST'.length;
  requireSpace(reader, 'ATTLIST');
  const element = readName(reader, 'the name of an element').name;
  let rules = shared.rules.get(element);
  if (!rules) {
    rules = new Map();
    shared.rules.set(element, rules);
  }
  for (;;) {
    const before = reader.pos;
    reader.pos = spaceEnd(text, before);
    if (text[reader.pos] === '>') break;
    reader.pos = before;
    requireSpace(reader, `ATTLIST ${element}`);
    const { name } = readName(reader, 'the name of an attribute');
    requireSpace(reader, `the attribute ${name}`);
    const cdata = readType(reader);
    requireSpace(reader, 'the type of an attribute');
    const value = readDefault(reader, name);
    const rule: AttributeRule = {
      cdata,
      value: cdata ? value : value?.replace(/^ +| +$/g, '').replace(/ {2,}/g, ' '),
    };
    // The first declaration binds.
    if (!rules.has(name)) rules.set(name, rule);
  }
  closeDeclaration(reader, 'ATTLIST');
}

/** Says whether the type is CDATA. */
function readType(reader: Reader): boolean {
  const { text, pos } = reader;
  if (text[pos] === '(') {
    readChoices(reader, 'token');
    return false;
  }
  if (text.startsWith('NOTATION', pos)) {
    reader.pos += 8;
    requireSpace(reader, 'NOTATION');
    readChoices(reader, 'name');
    return false;
  }
  types.lastIndex = pos;
  const match = types.exec(text);
  if (!match) {
    fail(reader, pos, [
      'doctype-syntax',
      `the type of an attribute is expected here, not ${found(reader, pos)}`,
    ]);
  }
  reader.pos += match[0].length;
  return match[0] === 'CDATA';
}

function readChoices(reader: Reader, kind: 'token' | 'name'): void {
  const { text } = reader;
  if (text[reader.pos] !== '(') {
    fail(reader, reader.pos, [
      'doctype-syntax',
      `"(" is expected here, not ${found(reader, reader.pos)}`,
    ]);
  }
  do {
    reader.pos = spaceEnd(text, reader.pos + 1);
    if (kind === 'name') readUnprefixed(reader, 'the name of a notation');
    else readToken(reader);
    reader.pos = spaceEnd(text, reader.pos);
  } while (text[reader.pos] === '|');
  if (text[reader.pos] !== ')') {
    fail(reader, reader.pos, [
      'doctype-syntax',
      `"|" or ")" is expected here, not ${found(reader, reader.pos)}`,
    ]);
  }
  reader.pos += 1;
}

/** A name token: like a name, but it may start with any name character. */
function readToken(reader: Reader): void {
  const { text, pos } = reader;
  // With a letter before it, a token is a name.
  const end = nameEnd(`a${text.slice(pos, pos + reader.shared.limits.nameLength)}`, 0) - 1;
  if (end === 0) {
    fail(reader, pos, ['doctype-syntax', `a value is expected here, not ${found(reader, pos)}`]);
  }
  reader.pos = pos + end;
}

function readDefault(reader: Reader, name: string): string | undefined {
  const { text, pos } = reader;
  if (text.startsWith('#REQUIRED', pos) || text.startsWith('#IMPLIED', pos)) {
    reader.pos += text[pos + 1] === 'R' ? 9 : 8;
    return undefined;
  }
  if (text.startsWith('#FIXED', pos)) {
    reader.pos += 6;
    requireSpace(reader, '#FIXED');
  }
  return readAttributeValue(reader, `the attribute "${name}"`);
}
