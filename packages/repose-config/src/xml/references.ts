import { isXmlChar, nameEnd } from './chars.ts';
import type { XmlEntity } from './nodes.ts';
import { endAt, fail, problem, startAt, type Reader } from './reader.ts';

const predefined: Readonly<Record<string, string>> = {
  // Without a prototype: "&constructor;" must not find one.
  __proto__: null as unknown as string,
  lt: '<',
  gt: '>',
  amp: '&',
  apos: "'",
  quot: '"',
};

/** What a reference stands for: plain characters, or an entity whose text is to be read. */
export type Reference =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'entity'; readonly entity: XmlEntity & { readonly value: string } }
  /** One that could not be resolved, and has been reported. */
  | { readonly kind: 'unknown' };

/** Reads the reference whose `&` is at the reader's place. */
export function readReference(reader: Reader, where: 'content' | 'attribute'): Reference {
  const { text, pos } = reader;
  if (text.charCodeAt(pos + 1) === 35 /* # */) {
    return { kind: 'text', value: readCharacterReference(reader) };
  }
  const end = nameEnd(text, pos + 1);
  if (end === pos + 1 || text.charCodeAt(end) !== 59 /* ; */) {
    problem(reader, pos, ['bare-ampersand', 'an "&" that starts no reference'], {
      hint: 'Write "&amp;" for the character itself.',
    });
    reader.pos = pos + 1;
    return { kind: 'text', value: '&' };
  }
  const name = text.slice(pos + 1, end);
  reader.pos = end + 1;
  const known = predefined[name];
  if (known !== undefined) return { kind: 'text', value: known };
  return resolveEntity(reader, { name, pos, end: end + 1, where });
}

function resolveEntity(
  reader: Reader,
  { name, pos, end, where }: { name: string; pos: number; end: number; where: string },
): Reference {
  const { shared } = reader;
  const entity = shared.entities.get(name);
  const external = (message: string): Reference => {
    problem(reader, pos, ['external-entity', message], {
      end,
      hint: `Write the text itself in place of "&${name};", or declare the entity with its text in the DOCTYPE.`,
    });
    return { kind: 'unknown' };
  };
  if (!entity) {
    if (shared.declaredElsewhere) {
      return external(
        `the entity "&${name};" is not declared here, and the external DTD is never fetched`,
      );
    }
    problem(reader, pos, ['undeclared-entity', `the entity "&${name};" is not declared`], {
      end,
      hint: 'XML itself knows only &amp; &lt; &gt; &quot; and &apos;: write the character itself, or its number, as in "&#160;".',
    });
    return { kind: 'unknown' };
  }
  if (name.includes(':')) {
    problem(reader, pos, ['name-with-colon', `the entity name "${name}" contains a colon`], {
      end,
    });
  }
  if (entity.notation !== undefined) {
    problem(
      reader,
      pos,
      ['unparsed-entity', `"&${name};" is an unparsed entity, which no text may refer to`],
      { end },
    );
    return { kind: 'unknown' };
  }
  if (entity.value === undefined) {
    const extra = where === 'attribute' ? ', and no attribute may refer to one' : '';
    return external(`"&${name};" is an external entity, which is never fetched${extra}`);
  }
  return { kind: 'entity', entity: entity as XmlEntity & { value: string } };
}

/** Reads `&#123;` or `&#x7B;`. */
export function readCharacterReference(reader: Reader): string {
  const { text, pos } = reader;
  const syntax = /&#(?:x([0-9a-fA-F]+)|([0-9]+));/y;
  syntax.lastIndex = pos;
  const match = syntax.exec(text);
  if (!match) {
    reader.pos = pos + 2;
    problem(reader, pos, ['character-reference', 'a character reference that is not complete'], {
      end: pos + 2,
      hint: 'Write the number and a semicolon, as in "&#160;" or "&#xA0;".',
    });
    return '';
  }
  reader.pos = pos + match[0].length;
  const code = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16);
  if (!isXmlChar(code)) {
    problem(
      reader,
      pos,
      ['forbidden-character', `${match[0].slice(0, 20)} is no character that XML allows`],
      { end: reader.pos },
    );
    return '';
  }
  return String.fromCodePoint(code);
}

/** Reads the text of an entity with `read`, within the limits. */
export function withEntity(
  reader: Reader,
  { entity, pos }: { entity: XmlEntity & { readonly value: string }; pos: number },
  read: (inner: Reader) => void,
): void {
  const { shared } = reader;
  const { limits, expanding } = shared;
  const name = entity.name;
  const end = reader.pos;
  if (expanding.includes(name)) {
    fail(reader, pos, ['entity-loop', `the entity "&${name};" refers to itself`], { end });
  }
  shared.references += 1;
  shared.expanded += entity.value.length;
  const over =
    expanding.length >= limits.entityDepth
      ? `entities stand more than ${limits.entityDepth} deep within each other`
      : shared.references > limits.entityReferences
        ? `more than ${limits.entityReferences} references to entities`
        : shared.expanded > limits.entityLength
          ? `entities expand to more than ${limits.entityLength} characters`
          : undefined;
  if (over) {
    fail(
      reader,
      pos,
      ['entity-bomb', `${over}: this is refused, as it would exhaust the machine`],
      {
        end,
      },
    );
  }
  const at = reader.at ?? { start: startAt(reader, pos), end: endAt(reader, end) };
  expanding.push(name);
  read({ text: entity.value, pos: 0, at, shared });
  expanding.pop();
}

/** Appends the rest of an entity's text to an attribute's value. */
function appendAttributeText(inner: Reader, add: (text: string) => void): void {
  const { text } = inner;
  while (inner.pos < text.length) {
    const code = text.charCodeAt(inner.pos);
    if (code === 60 /* < */) {
      fail(inner, inner.pos, ['less-than-in-attribute', 'an attribute value contains "<"']);
    } else if (code === 38 /* & */) {
      appendReference(inner, add);
    } else {
      add(code === 9 || code === 10 || code === 13 ? ' ' : text[inner.pos]!);
      inner.pos += 1;
    }
  }
}

function appendReference(reader: Reader, add: (text: string) => void): void {
  const pos = reader.pos;
  const reference = readReference(reader, 'attribute');
  if (reference.kind === 'text') add(reference.value);
  else if (reference.kind === 'entity') {
    withEntity(reader, { entity: reference.entity, pos }, (inner) =>
      appendAttributeText(inner, add),
    );
  }
}

/**
 * Reads a quoted attribute value, and leaves the reader after its closing quote.
 *
 * @param owner - what the value belongs to, for messages
 */
export function readAttributeValue(reader: Reader, owner: string): string {
  const { text, shared } = reader;
  const open = reader.pos;
  const quote = text.charCodeAt(open);
  if (quote !== 34 && quote !== 39) {
    fail(reader, open, ['quote-expected', `the value of ${owner} does not stand in quotes`], {
      hint: 'Write the value between two " or two \'.',
    });
  }
  const limit = shared.limits.attributeLength;
  let value = '';
  let pos = open + 1;
  let from = pos;
  let length = 0;
  const add = (part: string): void => {
    value += part;
    length += part.length;
    if (length > limit) tooLong(reader, open, owner);
  };
  for (;;) {
    const code = text.charCodeAt(pos);
    if (code === quote) break;
    if (code > 62) {
      pos += 1;
    } else if (code === 60 /* < */ || code !== code) {
      const what =
        code === 60 ? `the value of ${owner} contains "<"` : `the value of ${owner} has no end`;
      fail(reader, code === 60 ? pos : open, ['less-than-in-attribute', what], {
        hint: `Write "&lt;" for the character itself; or the closing ${quote === 34 ? '"' : "'"} is missing.`,
        ...(code === 60
          ? { related: { offset: startAt(reader, open), message: 'the value starts here' } }
          : {}),
      });
    } else if (code === 38 /* & */) {
      if (pos > from) add(text.slice(from, pos));
      reader.pos = pos;
      appendReference(reader, add);
      pos = reader.pos;
      from = pos;
    } else if (code === 9 || code === 10 || code === 13) {
      if (pos > from) add(text.slice(from, pos));
      add(' ');
      pos += code === 13 && !reader.at && text.charCodeAt(pos + 1) === 10 ? 2 : 1;
      from = pos;
    } else {
      pos += 1;
    }
  }
  if (pos - from > limit) tooLong(reader, open, owner);
  reader.pos = pos + 1;
  if (from === open + 1) return text.slice(from, pos);
  if (pos > from) add(text.slice(from, pos));
  return value;
}

function tooLong(reader: Reader, pos: number, owner: string): never {
  return fail(reader, pos, [
    'attribute-too-long',
    `the value of ${owner} is longer than the ${reader.shared.limits.attributeLength} characters that are read`,
  ]);
}
