import type { ConfigType } from '../model/index.ts';
import { write, type WriteOptions } from './write-value.ts';

/**
 * Writes a configuration file from a plain object.
 *
 * @throws ToolError `INVALID_CONFIG`, with what is wrong, when Repose wouldn't take it.
 */
export type Builder<T> = (value: T, options?: WriteOptions) => string;

/** What Repose fills in before it reads the file: `{$ PORT $}`. */
export type Placeholder = `{$${string}$}`;

/** A list: an array, or its words with spaces between them. */
export type List<T> = readonly T[] | (string & {});

export type OneOrMore<T> = T | readonly T[];

/** An element with text and attributes; where there are no attributes, the text alone. */
export type TextWith<T> = T | string;

export function builder<T extends object>(type: ConfigType): Builder<T> {
  return (value, options) => write(type, value, options);
}
