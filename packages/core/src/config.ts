/**
 * Finding configuration files, and remembering where each value came from.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { didYouMean } from './nearest.ts';
import type { Place } from './errors.ts';
import { ToolError } from './errors.ts';
import { systemReason } from './system-error.ts';

export { didYouMean, nearest } from './nearest.ts';

/** Where a value came from: a place in a file, an option, an environment variable, or a default. */
export type Origin =
  | ({ readonly kind: 'file' } & Place)
  | { readonly kind: 'option'; readonly option: string }
  | { readonly kind: 'env'; readonly variable: string }
  | { readonly kind: 'default'; readonly why?: string };

/** A value together with where it came from. */
export interface Sourced<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** The part of the file system that the search reads; `node:fs` unless a test passes another. */
export interface SearchFileSystem {
  isFile(path: string): boolean;
}

/** Outcome of {@link findUp}: the file, or the folders that were searched in vain, nearest first. */
export type Found =
  | { readonly kind: 'found'; readonly file: string; readonly folder: string }
  | { readonly kind: 'missing'; readonly searched: readonly string[] };

const realFileSystem: SearchFileSystem = {
  isFile(path) {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  },
};

/** Looks for a regular file called `name` in `from` and then in each of its parents. */
export function findUp(name: string, from: string, fs: SearchFileSystem = realFileSystem): Found {
  const searched: string[] = [];
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const file = join(folder, name);
    if (fs.isFile(file)) return { kind: 'found', file, folder };
    searched.push(folder);
    if (dirname(folder) === folder) return { kind: 'missing', searched };
  }
}

/**
 * Reads a configuration file as UTF-8, without its byte-order mark.
 *
 * @throws ToolError `CONFIG_UNREADABLE` when it can't be read, `CONFIG_NOT_UTF8` (with the line)
 * when its bytes aren't UTF-8.
 */
export function readConfigText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new ToolError(`cannot read the configuration: ${systemReason(cause as Error)}`, {
      code: 'CONFIG_UNREADABLE',
      place: { file },
      cause,
    });
  }
  const text = bytes.toString('utf8');
  const bad = text.indexOf('\uFFFD');
  if (bad !== -1 && !Buffer.from(text, 'utf8').equals(bytes)) {
    const line = text.slice(0, bad).split('\n').length;
    throw new ToolError('the configuration is not UTF-8 text', {
      code: 'CONFIG_NOT_UTF8',
      place: { file, line },
      hint: 'Save the file as UTF-8.',
    });
  }
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/**
 * The error for a key that the tool doesn't know, with the nearest one that it does.
 *
 * @param what - what the name stands for, such as `key`, `section` or `driver`
 */
export function unknownName(
  what: string,
  name: string,
  options: { readonly known: Iterable<string>; readonly place?: Place },
): ToolError {
  const known = [...options.known];
  const near = didYouMean(name, known);
  return new ToolError(`unknown ${what} ${JSON.stringify(name)}`, {
    code: `CONFIG_UNKNOWN_${what.toUpperCase().replaceAll(/[^A-Z]+/g, '_')}`,
    place: options.place,
    hint: near ?? `It is one of: ${known.join(', ')}.`,
  });
}

/** The origin in words: `.rdo.conf:3:1`, `--env`, `$RDO_ENV` or `default`. */
export function formatOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'file':
      return [origin.file, origin.line, origin.column].filter((x) => x !== undefined).join(':');
    case 'option':
      return origin.option;
    case 'env':
      return `$${origin.variable}`;
    case 'default':
      return origin.why === undefined ? 'default' : `default (${origin.why})`;
  }
}
