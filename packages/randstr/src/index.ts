/**
 * Random strings from the platform's CSPRNG, exactly uniform, without dependencies.
 *
 * Everything here falls away in a bundle when it isn't used. More stands in entries of its own:
 * `/full` (all in one function), `/unique`, `/seeded`, `/rules`, `/entropy`, `/testing`.
 */
export { generator, many, randstr, type GeneratorOptions, type RandstrOptions } from './randstr.ts';
export {
  ALPHA,
  BASE58,
  CHARS,
  CHARS_WITH_CAPS,
  CHARS_WITH_DELIMITERS,
  CROCKFORD,
  DELIMITERS,
  DIGITS,
  HEX,
  LOWER,
  NO_LOOKALIKES,
  NUMS,
  PRINTABLE,
  PRONOUNCEABLE,
  PUNCTUATION,
  UPPER,
  URL_SAFE,
  type Alphabet,
} from './alphabets.ts';
