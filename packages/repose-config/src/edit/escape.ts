/**
 * Writes a value as it has to stand in a text or, with `quote`, in an attribute between two of those
 * quotes. What a reader would change (a CR, or white space in attributes) becomes a reference.
 */
export function escapeXml(value: string, quote?: '"' | "'"): string {
  const pattern = quote === undefined ? /[&<\r]|(?<=\]\])>/g : /[&<\r\n\t"']/g;
  return value.replace(pattern, (char) => {
    switch (char) {
      case '&':
        return '&amp;';
      case '<':
        return '&lt;';
      case '>':
        return '&gt;';
      case '"':
        return quote === '"' ? '&quot;' : char;
      case "'":
        return quote === "'" ? '&apos;' : char;
      default:
        return `&#${char.charCodeAt(0)};`;
    }
  });
}

// oxlint-disable-next-line no-control-regex -- the control characters are what it looks for
const notXml = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]/u;

/** Whether XML has a way to write the value at all. */
export function isWritable(value: string): boolean {
  return !notXml.test(value);
}
