import { alphabets, type Alphabet } from '../full.ts';

/** The alphabets that the command knows by name. */
export const NAMED: Readonly<Record<string, Alphabet>> = {
  chars: alphabets.CHARS,
  caps: alphabets.CHARS_WITH_CAPS,
  delimiters: alphabets.CHARS_WITH_DELIMITERS,
  alpha: alphabets.ALPHA,
  lower: alphabets.LOWER,
  upper: alphabets.UPPER,
  digits: alphabets.DIGITS,
  punctuation: alphabets.PUNCTUATION,
  printable: alphabets.PRINTABLE,
  url: alphabets.URL_SAFE,
  hex: alphabets.HEX,
  base58: alphabets.BASE58,
  crockford: alphabets.CROCKFORD,
  'no-lookalikes': alphabets.NO_LOOKALIKES,
  pronounceable: alphabets.PRONOUNCEABLE,
};

/** The alphabet of that name, or else the symbols that are written there. */
export function namedOrSymbols(word: string): Alphabet {
  return Object.hasOwn(NAMED, word) ? NAMED[word]! : word;
}
