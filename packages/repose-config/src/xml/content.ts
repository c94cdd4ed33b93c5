import { isSpace, nameEnd, spaceEnd } from './chars.ts';
import type { XmlComment, XmlInstruction } from './nodes.ts';
import { positionAt } from './position.ts';
import {
  countPart,
  endAt,
  fail,
  found,
  problem,
  readName,
  startAt,
  type OpenElement,
  type Reader,
} from './reader.ts';
import { readReference, withEntity } from './references.ts';
import { append, readEndTag, readStartTag } from './tags.ts';

/**
 * Reads content until the element `floor` is the open one again and the text ends; for the document
 * itself (`floor` undefined), until the root is closed.
 */
export function readContent(reader: Reader, floor: OpenElement | undefined): void {
  const { text, shared } = reader;
  const { length } = text;
  while (reader.pos < length) {
    if (text.charCodeAt(reader.pos) !== 60 /* < */) {
      readCharacters(reader);
      continue;
    }
    const next = text.charCodeAt(reader.pos + 1);
    if (next === 47 /* / */) {
      flush(reader);
      readEndTag(reader, floor);
      if (!shared.current) return;
    } else if (next === 33 /* ! */) {
      flush(reader);
      readBang(reader);
    } else if (next === 63 /* ? */) {
      flush(reader);
      append(shared.current!, readInstruction(reader));
    } else {
      flush(reader);
      readStartTag(reader);
    }
  }
  const open = shared.current;
  if (open && open !== floor) unclosed(reader, open);
}

function unclosed(reader: Reader, open: OpenElement): never {
  flush(reader);
  const { line } = positionAt(reader.shared, open.start);
  return fail(
    reader,
    reader.at ? reader.pos : reader.text.length,
    [
      'unclosed-element',
      `the text ends, but <${open.name}>, which line ${line} opened, is not closed`,
    ],
    {
      hint: `Write </${open.name}> where it ends.`,
      related: { offset: open.start, message: `<${open.name}> is opened here` },
    },
  );
}

function readCharacters(reader: Reader): void {
  const { text, shared } = reader;
  const { length } = text;
  const from = reader.pos;
  let pos = from;
  let returns = false;
  let code = 0;
  while (pos < length) {
    code = text.charCodeAt(pos);
    if (code === 60 || code === 38) break;
    if (code === 13) returns = true;
    else if (code === 93 && text.startsWith(']]>', pos)) {
      problem(
        reader,
        pos,
        ['cdata-end-in-text', '"]]>" stands in text, where it may only end a CDATA section'],
        {
          end: pos + 3,
          hint: 'Write "]]&gt;".',
        },
      );
    }
    pos += 1;
  }
  if (pos > from) {
    const chunk = text.slice(from, pos);
    // Line ends of the file become \n; an entity's text has been through that already.
    add(reader, { from, to: pos, value: returns && !reader.at ? unifyLineEnds(chunk) : chunk });
    reader.pos = pos;
  }
  if (code !== 38 || pos >= length) return;
  const reference = readReference(reader, 'content');
  const to = reader.pos;
  if (reference.kind === 'text') add(reader, { from: pos, to, value: reference.value });
  else if (reference.kind === 'unknown') add(reader, { from: pos, to, value: '' });
  else {
    add(reader, { from: pos, to, value: '' });
    const floor = shared.current;
    withEntity(reader, { entity: reference.entity, pos }, (inner) => readContent(inner, floor));
  }
}

/** Adds character data to what waits to become a text node. */
function add(
  reader: Reader,
  { from, to, value }: { from: number; to: number; value: string },
): void {
  const { shared } = reader;
  if (shared.pendingStart < 0) {
    shared.pendingStart = startAt(reader, from);
    shared.pending = value;
  } else {
    shared.pending += value;
  }
  shared.pendingEnd = endAt(reader, to);
}

/** Makes a node of the character data that has been read. */
function flush(reader: Reader): void {
  const { shared } = reader;
  if (shared.pendingStart < 0) return;
  const parent = shared.current;
  if (parent && shared.pending !== '') {
    countPart(reader, reader.pos);
    append(parent, {
      kind: 'text',
      value: shared.pending,
      start: shared.pendingStart,
      end: shared.pendingEnd,
      parent,
    });
  }
  shared.pendingStart = -1;
  shared.pending = '';
}

/** A comment or a CDATA section. */
function readBang(reader: Reader): void {
  const { text, pos, shared } = reader;
  const parent = shared.current!;
  if (text.startsWith('<!--', pos)) {
    append(parent, readComment(reader));
    return;
  }
  if (!text.startsWith('<![CDATA[', pos)) {
    fail(reader, pos, ['markup-syntax', '"<!" starts neither a comment nor a CDATA section here'], {
      hint: 'Write "&lt;!" for the characters themselves.',
    });
  }
  const end = text.indexOf(']]>', pos + 9);
  if (end < 0) {
    fail(reader, pos, ['unclosed-cdata', 'this CDATA section has no end'], {
      end: pos + 9,
      hint: 'Write "]]>" where it ends.',
    });
  }
  countPart(reader, pos);
  reader.pos = end + 3;
  const value = text.slice(pos + 9, end);
  append(parent, {
    kind: 'cdata',
    value: reader.at ? value : unifyLineEnds(value),
    start: startAt(reader, pos),
    end: endAt(reader, end + 3),
    parent,
  });
}

/** Reads the comment whose `<!--` is at the reader's place. */
export function readComment(reader: Reader): XmlComment {
  const { text, pos, shared } = reader;
  let end = text.indexOf('--', pos + 4);
  if (end >= 0 && text.charCodeAt(end + 2) !== 62) {
    problem(reader, end, ['dashes-in-comment', 'a comment contains "--"'], {
      end: end + 2,
      hint: 'Write "- -", or another line of some other character.',
    });
    end = text.indexOf('-->', end);
  }
  if (end < 0) {
    fail(reader, pos, ['unclosed-comment', 'this comment has no end'], {
      end: pos + 4,
      hint: 'Write "-->" where it ends.',
    });
  }
  countPart(reader, pos);
  reader.pos = end + 3;
  const value = text.slice(pos + 4, end);
  return {
    kind: 'comment',
    value: reader.at ? value : unifyLineEnds(value),
    start: startAt(reader, pos),
    end: endAt(reader, end + 3),
    parent: shared.current,
  };
}

/** Reads the processing instruction whose `<?` is at the reader's place. */
export function readInstruction(reader: Reader): XmlInstruction {
  const { text, pos, shared } = reader;
  reader.pos = pos + 2;
  const { name } = readName(reader, 'the name of a processing instruction');
  if (name.toLowerCase() === 'xml') {
    problem(
      reader,
      pos,
      [
        'xml-declaration',
        `"<?${name}" stands here, but nothing may come before the XML declaration`,
      ],
      {
        end: reader.pos,
        hint: 'Move it to the very start of the file, before any space, line or comment; or remove it.',
      },
    );
  } else if (name.includes(':')) {
    problem(
      reader,
      pos + 2,
      ['name-with-colon', `the instruction's name "${name}" contains a colon`],
      {
        end: reader.pos,
      },
    );
  }
  const end = text.indexOf('?>', reader.pos);
  if (end < 0) {
    fail(reader, pos, ['unclosed-instruction', 'this processing instruction has no end'], {
      end: reader.pos,
      hint: 'Write "?>" where it ends.',
    });
  }
  if (end > reader.pos && !isSpace(text.charCodeAt(reader.pos))) {
    problem(reader, reader.pos, [
      'instruction-syntax',
      `a space is expected after "<?${name}", not ${found(reader, reader.pos)}`,
    ]);
  }
  const value = text.slice(Math.min(spaceEnd(text, reader.pos), end), end);
  countPart(reader, pos);
  reader.pos = end + 2;
  return {
    kind: 'instruction',
    target: name,
    value: reader.at ? value : unifyLineEnds(value),
    start: startAt(reader, pos),
    end: endAt(reader, end + 2),
    parent: shared.current,
  };
}

export function unifyLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** Whether a start tag can begin at `pos`. */
export function startsElement(text: string, pos: number): boolean {
  return text.charCodeAt(pos) === 60 && nameEnd(text, pos + 1) > pos + 1;
}
