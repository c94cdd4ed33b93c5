/** What strings are made of: the symbols of a text (its graphemes), or a list of symbols. */
export type Alphabet = string | readonly string[];

/** `a` to `z`. */
export const ALPHA = 'abcdefghijklmnopqrstuvwxyz';
/** `0` to `9`. */
export const NUMS = '0123456789';
/** Space, hyphen, underscore, full stop, comma. */
export const DELIMITERS = ' -_.,';
/** `a` to `z` and `0` to `9`: the default. 5.17 bits a symbol. */
export const CHARS = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** `A` to `Z`, `a` to `z`, `0` to `9`. 5.95 bits a symbol. */
export const CHARS_WITH_CAPS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** {@link CHARS} and {@link DELIMITERS}. */
export const CHARS_WITH_DELIMITERS = 'abcdefghijklmnopqrstuvwxyz0123456789 -_.,';

/** `a` to `z`; another name of {@link ALPHA} for rules. */
export const LOWER = 'abcdefghijklmnopqrstuvwxyz';
/** `A` to `Z`. */
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** `0` to `9`; another name of {@link NUMS} for rules. */
export const DIGITS = '0123456789';
/** The 32 printable ASCII characters that are neither letter, digit nor space. */
export const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
/** The 95 printable ASCII characters, space included, in the order of their codes. */
export const PRINTABLE =
  ' !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~';

/** The 64 symbols of base64url (RFC 4648, section 5), in its order: exactly 6 bits a symbol. */
export const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Lower-case hexadecimal: exactly 4 bits a symbol. */
export const HEX = '0123456789abcdef';
/** Base58 as Bitcoin orders it: no `0`, `O`, `I`, `l`. */
export const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
/** Crockford's base32: no `I`, `L`, `O`, `U`; exactly 5 bits a symbol; read without regard to case. */
export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Letters and digits without those taken for one another: no `0 O o`, `1 l I i`, `2 Z z`, `5 S s`, `8 B`, `u v`. */
export const NO_LOOKALIKES = '34679ACDEFGHJKLMNPQRTUVWXYabcdefghjkmnpqrtwxy';

/**
 * 80 syllables, a consonant and a vowel each, for names that can be said: a length of 4 gives 8
 * letters. 6.32 bits a syllable.
 */
export const PRONOUNCEABLE: readonly string[] = /* @__PURE__ */ Object.freeze(
  /* @__PURE__ */ Array.from(
    { length: 80 },
    (_, i) => 'bdfghjklmnprstvz'[Math.floor(i / 5)]! + 'aeiou'[i % 5]!,
  ),
);
