/** Values as XML Schema reads them. */
import { nearest } from '@nearhand/core/nearest';
import type { Builtin, SimpleType } from '../model/index.ts';

/** Why a value isn't one of its type. */
export interface ValueProblem {
  /** What is wrong with it, to follow the name of the attribute: `is not a whole number`. */
  readonly message: string;
  readonly hint: string;
}

const whiteSpace = /[ \t\n\r]+/g;

/** The value without the white space that its type ignores. Only XML's own white space counts. */
export function normalise(type: SimpleType, value: string): string {
  if (type.whiteSpace === 'preserve') return value;
  if (type.whiteSpace === 'replace') return value.replace(/[\t\n\r]/g, ' ');
  const joined = value.replace(whiteSpace, ' ');
  const start = joined.startsWith(' ') ? 1 : 0;
  return joined.slice(start, joined.endsWith(' ') ? -1 : undefined);
}

/** What is wrong with a value that was normalised; `undefined` when nothing is. */
export function problemOf(type: SimpleType, value: string): ValueProblem | undefined {
  if (type.item) {
    for (const word of value === '' ? [] : value.split(' ')) {
      const problem = problemOf(type.item, word);
      if (problem) {
        const which = value.includes(' ') ? `has ${quoted(word)}, which ` : '';
        return { ...problem, message: which + problem.message };
      }
    }
    return undefined;
  }
  return lexicalProblem(type, value) ?? facetProblem(type, value);
}

const whole = /^[+-]?[0-9]+$/;
const decimal = /^(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN)$/;
const start =
  '_A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const ncName = new RegExp(
  `^[${start}][${start}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040]*$`,
  'u',
);

function lexicalProblem(type: SimpleType, value: string): ValueProblem | undefined {
  switch (type.builtin) {
    case 'boolean':
      if (/^(?:true|false|1|0)$/.test(value)) return undefined;
      return {
        message: `is not true or false${shown(value)}`,
        hint: `Write "true" or "false"${/^(?:true|false)$/i.test(value) ? ', in small letters' : ''}.`,
      };
    case 'int':
    case 'long':
    case 'integer':
    case 'positiveInteger':
      if (whole.test(value)) return undefined;
      return { message: `is not a whole number${shown(value)}`, hint: `Write ${wanted(type)}.` };
    case 'double':
      if (decimal.test(value)) return undefined;
      return {
        message: `is not a number${shown(value)}`,
        hint: `Write ${range(type)}${value.includes(',') ? ', with a point and no comma' : ''}.`,
      };
    case 'ID':
      if (ncName.test(value)) return undefined;
      return {
        message: `is not an XML name${shown(value)}`,
        hint: 'Start with a letter or "_", and go on with letters, digits, "-", "_" and ".".',
      };
    case 'string':
    case 'normalizedString':
    case 'token':
    case 'anyURI':
      return undefined;
  }
}

function facetProblem(type: SimpleType, value: string): ValueProblem | undefined {
  if (type.oneOf && !type.oneOf.includes(value)) return notOneOf(type.oneOf, value);
  if (isNumber(type.builtin) && !within(type, value)) {
    const message = isTooLarge(type, value) ? 'is too large' : 'is too small';
    return { message: `${message}${shown(value)}`, hint: `Write ${range(type)}.` };
  }
  if (type.minLength === undefined && type.maxLength === undefined) return undefined;
  const length = lengthOf(value, type.maxLength ?? Infinity);
  if (type.maxLength === 0 && length > 0) {
    return { message: 'must be empty', hint: 'Remove the text, white space too.' };
  }
  if (length > (type.maxLength ?? Infinity)) {
    return {
      message: `is longer than ${type.maxLength} characters`,
      hint: `Shorten it to at most ${type.maxLength} characters.`,
    };
  }
  if (length < (type.minLength ?? 0)) {
    return { message: 'is empty', hint: 'Write at least one character that is no space.' };
  }
  return undefined;
}

/** In characters, not UTF-16 units; counted only where it matters. */
function lengthOf(value: string, limit: number): number {
  return value.length <= limit ? value.length : Array.from(value).length;
}

function notOneOf(words: readonly string[], value: string): ValueProblem {
  const near = nearest(value.trim(), words);
  const trimmed = value !== value.trim() && words.includes(value.trim());
  const choices = words.map(quoted).join(', ');
  const hint = trimmed
    ? `Remove the space around ${quoted(value.trim())}.`
    : `${near === undefined ? '' : `Did you mean ${quoted(near)}? `}It is one of ${choices}.`;
  return { message: `is not a value that Repose knows${shown(value)}`, hint };
}

function isNumber(builtin: Builtin): boolean {
  return (
    builtin === 'int' ||
    builtin === 'long' ||
    builtin === 'integer' ||
    builtin === 'positiveInteger' ||
    builtin === 'double'
  );
}

function within(type: SimpleType, value: string): boolean {
  const { min, max, above } = type;
  return (
    (min === undefined || compare(value, min) >= 0) &&
    (max === undefined || compare(value, max) <= 0) &&
    (above === undefined || compare(value, above) > 0)
  );
}

function isTooLarge(type: SimpleType, value: string): boolean {
  return type.max !== undefined && compare(value, type.max) > 0;
}

/** Below, at or above 0 as `a` is less than, equal to or more than `b`; NaN where they can't be compared. */
function compare(a: string, b: string): number {
  // Numbers of up to 15 digits are exact.
  if ((a.length <= 15 && b.length <= 15) || !whole.test(a) || !whole.test(b)) {
    return toNumber(a) - toNumber(b);
  }
  const [x, y] = [toBigInt(a), toBigInt(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function toNumber(text: string): number {
  return text.endsWith('INF') ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
}

/** No bound has more than 19 digits: a longer number is cut, for a million of them take their time. */
function toBigInt(text: string): bigint {
  const digits = text.replace(/^[+-]?0*/, '').slice(0, 24) || '0';
  return BigInt(text.startsWith('-') ? `-${digits}` : digits);
}

/** The same where a value is no number at all: the bounds of 32 and 64 bits would only confuse. */
function wanted(type: SimpleType): string {
  const { min = '', max = '' } = type;
  return range({
    ...type,
    min: min.length > 6 ? undefined : type.min,
    max: max.length > 6 ? undefined : type.max,
  });
}

/** What numbers are fine, in words. */
function range(type: SimpleType): string {
  const what = type.builtin === 'double' ? 'a number' : 'a whole number';
  const { min, max, above } = type;
  if (above !== undefined && !(type.builtin === 'double')) {
    return `${what} from ${Number(above) + 1} ${max === undefined ? 'on' : `to ${max}`}`;
  }
  if (min !== undefined && max !== undefined) return `${what} from ${min} to ${max}`;
  if (min !== undefined) return `${what} from ${min} on`;
  if (max !== undefined) return `${what} up to ${max}`;
  return what;
}

function shown(value: string): string {
  return value === '' ? ', it is empty' : `: ${quoted(value)}`;
}

export function quoted(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
}
