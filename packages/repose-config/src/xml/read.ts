import { forbiddenChar, isSpace, showChar, spaceEnd } from './chars.ts';
import { readComment, readContent, readInstruction, startsElement } from './content.ts';
import { readDoctype } from './doctype.ts';
import { defaultLimits, type XmlLimits } from './limits.ts';
import type { XmlDeclaration, XmlDoctype, XmlDocument, XmlElement, XmlNode } from './nodes.ts';
import { fail, found, problem, stop, type Reader, type Shared } from './reader.ts';
import { readStartTag } from './tags.ts';

export interface ReadXmlOptions {
  readonly limits?: Partial<XmlLimits>;
}

/**
 * Reads an XML 1.0 document with its namespaces, and judges whether it is well-formed. It never
 * throws, whatever the text: `problems` says what is wrong, and where. Nothing outside the text is
 * ever read.
 *
 * @param source - the whole text; a byte order mark may lead it
 */
export function readXml(source: string, options: ReadXmlOptions = {}): XmlDocument {
  const limits = { ...defaultLimits, ...options.limits };
  const shared: Shared = {
    source,
    limits,
    problems: [],
    names: new Map(),
    entities: new Map(),
    parameters: new Map(),
    rules: new Map(),
    expanding: [],
    declaredElsewhere: false,
    current: undefined,
    scope: undefined,
    depth: 0,
    parts: 0,
    references: 0,
    expanded: 0,
    pending: '',
    pendingStart: -1,
    pendingEnd: -1,
  };
  const reader: Reader = { text: source, pos: 0, at: undefined, shared };
  const parts: Parts = {
    children: [],
    declaration: undefined,
    doctype: undefined,
    root: undefined,
  };
  try {
    readDocument(reader, parts);
  } catch (error) {
    if (error !== stop) throw error;
  }
  closeOpen(shared);
  findForbidden(shared);
  return {
    source,
    ...parts,
    entities: shared.entities,
    problems: shared.problems.sort((a, b) => a.start - b.start),
  };
}

interface Parts {
  readonly children: XmlNode[];
  declaration: XmlDeclaration | undefined;
  doctype: XmlDoctype | undefined;
  root: XmlElement | undefined;
}

function readDocument(reader: Reader, parts: Parts): void {
  const { text, shared } = reader;
  if (text.length > shared.limits.length) {
    fail(reader, 0, [
      'too-long',
      `the text is longer than the ${shared.limits.length} characters that are read`,
    ]);
  }
  if (text.charCodeAt(0) === 0xfeff) reader.pos = 1;
  parts.declaration = readDeclaration(reader);
  readMisc(reader, parts);
  if (text.startsWith('<!DOCTYPE', reader.pos)) {
    parts.doctype = readDoctype(reader);
    // "standalone" promises that nothing outside matters.
    if (parts.declaration?.standalone) shared.declaredElsewhere = false;
    parts.children.push(parts.doctype);
    readMisc(reader, parts);
  }
  if (!startsElement(text, reader.pos)) noRoot(reader);
  parts.root = readStartTag(reader);
  parts.children.push(parts.root);
  if (shared.current) readContent(reader, undefined);
  readMisc(reader, parts);
  if (reader.pos < text.length) afterRoot(reader, parts.root);
}

const declaration =
  /<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"(1\.[0-9]+)"|'(1\.[0-9]+)')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"([A-Za-z][A-Za-z0-9._-]*)"|'([A-Za-z][A-Za-z0-9._-]*)'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(yes|no)"|'(yes|no)'))?[ \t\r\n]*\?>/y;

function readDeclaration(reader: Reader): XmlDeclaration | undefined {
  const { text, pos } = reader;
  if (!text.startsWith('<?xml', pos) || !isSpace(text.charCodeAt(pos + 5))) return undefined;
  declaration.lastIndex = pos;
  const match = declaration.exec(text);
  if (!match) {
    const close = text.indexOf('?>', pos);
    const end = close < 0 ? pos + 5 : close + 2;
    const example = 'Write <?xml version="1.0" encoding="UTF-8"?>.';
    const what = ['xml-declaration', 'the XML declaration is not as XML has it'] as const;
    if (close < 0) fail(reader, pos, what, { end, hint: example });
    problem(reader, pos, what, { end, hint: example });
    reader.pos = end;
    return undefined;
  }
  reader.pos = declaration.lastIndex;
  const standalone = match[5] ?? match[6];
  return {
    version: (match[1] ?? match[2])!,
    encoding: match[3] ?? match[4],
    standalone: standalone === undefined ? undefined : standalone === 'yes',
    start: pos,
    end: reader.pos,
  };
}

/** Comments, instructions and white space outside the root. */
function readMisc(reader: Reader, parts: Parts): void {
  const { text } = reader;
  for (;;) {
    reader.pos = spaceEnd(text, reader.pos);
    if (text.startsWith('<!--', reader.pos)) parts.children.push(readComment(reader));
    else if (text.startsWith('<?', reader.pos)) parts.children.push(readInstruction(reader));
    else return;
  }
}

function noRoot(reader: Reader): never {
  const { text, pos } = reader;
  if (pos >= text.length) {
    fail(reader, pos, ['no-root', 'the document has no element'], {
      hint: 'A configuration file needs a root element.',
    });
  }
  fail(reader, pos, ['no-root', `the root element is expected here, not ${found(reader, pos)}`]);
}

function afterRoot(reader: Reader, root: XmlElement): never {
  const { text, pos } = reader;
  const second = startsElement(text, pos);
  fail(
    reader,
    pos,
    second
      ? [
          'second-root',
          `a second element follows the root <${root.name}>, and there can be only one`,
        ]
      : [
          'text-after-root',
          `after the root element only comments may follow, not ${found(reader, pos)}`,
        ],
    { related: { offset: root.end, message: `<${root.name}> ends here` } },
  );
}

/** Gives the elements that were open when reading stopped an end, so that their parts can be used. */
function closeOpen(shared: Shared): void {
  const end = shared.source.length;
  for (let at = shared.current; at; at = at.parent) {
    at.closeStart = at.end = end;
    if (at.openEnd === 0) at.openEnd = end;
  }
}

function findForbidden(shared: Shared): void {
  if (shared.source.length > shared.limits.length) return;
  forbiddenChar.lastIndex = 0;
  while (shared.problems.length < shared.limits.problems) {
    const match = forbiddenChar.exec(shared.source);
    if (!match) return;
    const code = match[0].charCodeAt(0);
    // A crash may leave thousands of them in a row, which are one mistake.
    let end = match.index + 1;
    while (forbiddenChar.exec(shared.source)?.index === end) end += 1;
    forbiddenChar.lastIndex = end;
    const more = end - match.index - 1;
    shared.problems.push({
      code: 'forbidden-character',
      message: `the character ${showChar(code)} is not allowed in XML${more > 0 ? `, nor are the next ${more}` : ''}`,
      start: match.index,
      end,
      hint: 'Remove it; it may not be visible in your editor.',
    });
  }
}
