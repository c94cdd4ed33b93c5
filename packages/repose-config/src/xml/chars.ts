// The character classes of XML 1.0, fifth edition, sections 2.2 and 2.3.

const nameStart = 1;
const nameRest = 2;
const space = 4;

/** A bit set for each of the first 128 characters: one load instead of a chain of comparisons. */
const ascii = new Uint8Array(128);
for (const c of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_:') {
  ascii[c.charCodeAt(0)] = nameStart | nameRest;
}
for (const c of '0123456789-.') ascii[c.charCodeAt(0)] = nameRest;
for (const c of ' \t\n\r') ascii[c.charCodeAt(0)] = space;

export function isSpace(code: number): boolean {
  return code < 128 && ascii[code] === space;
}

export function isNameStart(code: number): boolean {
  return code < 128 ? (ascii[code]! & nameStart) !== 0 : isWideNameStart(code);
}

export function isNameChar(code: number): boolean {
  return code < 128
    ? (ascii[code]! & nameRest) !== 0
    : isWideNameStart(code) ||
        code === 0xb7 ||
        (code >= 0x300 && code <= 0x36f) ||
        code === 0x203f ||
        code === 0x2040;
}

function isWideNameStart(code: number): boolean {
  return (
    (code >= 0xc0 && code <= 0x2ff && code !== 0xd7 && code !== 0xf7) ||
    (code >= 0x370 && code <= 0x1fff && code !== 0x37e) ||
    code === 0x200c ||
    code === 0x200d ||
    (code >= 0x2070 && code <= 0x218f) ||
    (code >= 0x2c00 && code <= 0x2fef) ||
    (code >= 0x3001 && code <= 0xd7ff) ||
    (code >= 0xf900 && code <= 0xfdcf) ||
    (code >= 0xfdf0 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0xeffff)
  );
}

/** The production Char: what a document may contain at all, be it as a reference. */
export function isXmlChar(code: number): boolean {
  return (
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}

/** Finds what is no Char, with one pass of the regular expression engine instead of a test per character. */
export const forbiddenChar =
  // oxlint-disable-next-line no-control-regex -- the control characters are what it looks for
  /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The end of the name that starts at `from`; `from` itself where none does. */
export function nameEnd(text: string, from: number): number {
  let pos = from;
  const length = text.length;
  while (pos < length) {
    const code = text.charCodeAt(pos);
    if (code < 128) {
      const bits = ascii[code]!;
      if ((bits & nameRest) === 0 || (pos === from && (bits & nameStart) === 0)) return pos;
      pos += 1;
    } else {
      const wide = text.codePointAt(pos)!;
      if (!(pos === from ? isNameStart(wide) : isNameChar(wide))) return pos;
      pos += wide > 0xffff ? 2 : 1;
    }
  }
  return pos;
}

/** The end of the white space that starts at `from`. */
export function spaceEnd(text: string, from: number): number {
  let pos = from;
  while (pos < text.length && isSpace(text.charCodeAt(pos))) pos += 1;
  return pos;
}

/** A character as a message shows it. */
export function showChar(code: number): string {
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const printable = code > 0x20 && code !== 0x7f && !(code >= 0x80 && code <= 0xa0);
  return printable && isXmlChar(code) ? `"${String.fromCodePoint(code)}"` : hex;
}
