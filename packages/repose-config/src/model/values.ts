/** The values that attributes and text may have, built on XML Schema's own. */
import type { Builtin, SimpleType } from './declaration.ts';

type Facets = Partial<
  Pick<
    SimpleType,
    'name' | 'oneOf' | 'min' | 'max' | 'above' | 'minLength' | 'maxLength' | 'whiteSpace'
  >
>;

function builtin(name: Builtin, whiteSpace: SimpleType['whiteSpace'], facets?: Facets): SimpleType {
  return { kind: 'simple', builtin: name, whiteSpace, ...facets };
}

/** Any text, white space included. */
export const string = builtin('string', 'preserve');
export const normalizedString = builtin('normalizedString', 'replace');
export const boolean = builtin('boolean', 'collapse');
export const double = builtin('double', 'collapse');
/** A whole number of 32 bits. */
export const int = builtin('int', 'collapse', { min: '-2147483648', max: '2147483647' });
/** A whole number of 64 bits. */
export const long = builtin('long', 'collapse', {
  min: '-9223372036854775808',
  max: '9223372036854775807',
});
/** A whole number of any size. */
export const integer = builtin('integer', 'collapse');
export const positiveInteger = builtin('positiveInteger', 'collapse', { min: '1' });
/** A URI, absolute or relative, or a path. */
export const anyURI = builtin('anyURI', 'collapse');
/** A name that no other ID of the same file has. */
export const ID = builtin('ID', 'collapse');

/** `base`, narrowed. */
export function narrow(base: SimpleType, facets: Facets): SimpleType {
  return { ...base, base, name: undefined, ...facets };
}

/** One of these words. */
export function oneOf(words: readonly string[], name?: string): SimpleType {
  return narrow(string, { oneOf: words, name });
}

/** Words with white space between them; an empty list is fine. */
export function listOf(item: SimpleType, name?: string): SimpleType {
  return { kind: 'simple', builtin: item.builtin, item, whiteSpace: 'collapse', name };
}

/** A number from 0 to 1: how much a value weighs against others of the same header. */
export function quality(name = 'QualityType'): SimpleType {
  return narrow(double, { min: '0', max: '1', name });
}

/** An `int` that isn't negative. */
export function fromZero(name: string): SimpleType {
  return narrow(int, { min: '0', name });
}

const METHODS = ['GET', 'DELETE', 'POST', 'PUT', 'PATCH', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE'];

/** HTTP methods by name, or `ALL`. */
export const httpMethods = listOf(oneOf([...METHODS, 'ALL'], 'HttpMethod'), 'HttpMethodList');
/** The same without `PATCH`, which Repose's translation filter doesn't know. */
export const httpMethodsWithoutPatch = listOf(
  oneOf([...METHODS.filter((method) => method !== 'PATCH'), 'ALL'], 'HttpMethod'),
  'HttpMethodList',
);
export const stringList = listOf(string, 'StringList');
