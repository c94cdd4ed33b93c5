import type { XmlProblem } from './nodes.ts';

/** The text of a file, or why its bytes are none. */
export type Decoded =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly problem: XmlProblem };

/**
 * Makes text of a file's bytes, always as UTF-8: Repose reads every file so, whatever encoding its
 * XML declaration names. A byte order mark stays part of the text, so that `encodeXml` gives the
 * same bytes back.
 */
export function decodeXml(bytes: Uint8Array): Decoded {
  const wide = wideEncoding(bytes);
  if (wide) {
    return refused(
      0,
      'utf-16',
      `the file is encoded as ${wide}, and Repose reads every file as UTF-8`,
      'Save it as UTF-8: for example "iconv -f ' +
        wide +
        ' -t UTF-8", or your editor\'s "Save with encoding".',
    );
  }
  try {
    return {
      kind: 'text',
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    };
  } catch {
    const at = firstInvalid(bytes);
    const shown = bytes[at]!.toString(16).toUpperCase().padStart(2, '0');
    return refused(
      new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, at)).length,
      'not-utf-8',
      `byte ${at + 1} (0x${shown}) is not UTF-8, and Repose reads every file as UTF-8`,
      'Save the file as UTF-8; a file with one byte for "é" or "ü" is likely ISO-8859-1.',
    );
  }
}

export function encodeXml(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function refused(start: number, code: string, message: string, hint: string): Decoded {
  return { kind: 'refused', problem: { code, message, hint, start, end: start } };
}

/** Told by the byte order mark, or by how "<" or a leading space would look without one. */
function wideEncoding([a, b, c, d]: Uint8Array): string | undefined {
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32LE' : 'UTF-16LE';
  if (a === 0xfe && b === 0xff) return 'UTF-16BE';
  if (a === 0 && b === 0)
    return c === 0xfe && d === 0xff ? 'UTF-32BE' : d === 0x3c ? 'UTF-32BE' : undefined;
  if (a === 0 && b === 0x3c) return 'UTF-16BE';
  if (a === 0x3c && b === 0) return c === 0 && d === 0 ? 'UTF-32LE' : 'UTF-16LE';
  return undefined;
}

/** The index of the first byte that belongs to no character. */
function firstInvalid(bytes: Uint8Array): number {
  const valid = (end: number, stream: boolean): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream });
      return true;
    } catch {
      return false;
    }
  };
  // With `stream`, a character that is cut off at the end is no error.
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valid(middle + 1, true)) low = middle + 1;
    else high = middle;
  }
  // Back to where the character that went wrong starts.
  while (low > 0 && !valid(low, false)) low -= 1;
  return Math.min(low, bytes.length - 1);
}
