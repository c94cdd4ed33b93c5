// Its form for browsers does the same, and loads no part of Node.
import yargsParser from 'yargs-parser/browser';
import type { Options } from './table.ts';

/**
 * What yargs and yargs-parser are told about the options, so that both take every word as it
 * stands: no name is split at its dots or respelled, and no text becomes a number.
 *
 * A list is text that takes one word and may come again, not the parsers' own `array`: that one
 * would take the words after it too, and lose an empty one.
 */
export function parserSettings(options: Options) {
  const names = Object.keys(options);
  const taking = names.filter((name) => options[name]!.type !== 'boolean');
  return {
    boolean: names.filter((name) => options[name]!.type === 'boolean'),
    number: names.filter((name) => options[name]!.type === 'number'),
    string: taking.filter((name) => options[name]!.type !== 'number'),
    narg: Object.fromEntries(taking.map((name) => [name, 1])),
    configuration: {
      'camel-case-expansion': false,
      'dot-notation': false,
      'duplicate-arguments-array': true,
      'nargs-eats-options': true,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    },
  };
}

/** The values of scanned words (`--name=value` each), by option name; only what was given. */
export function readOptions(options: Options, words: readonly string[]): Record<string, unknown> {
  const { configuration, ...settings } = parserSettings(options);
  const read = yargsParser(words, {
    ...settings,
    // `--no-cache=true` must stay the option `no-cache`: the scan has resolved negations already.
    configuration: { ...configuration, 'boolean-negation': false },
  });
  return Object.fromEntries(
    Object.keys(options)
      .filter((name) => Object.hasOwn(read, name))
      .map((name) => [name, valueOf(options[name]!.type, read[name])]),
  );
}

/** One use of a list gives text, and only several give an array. */
export function valueOf(type: string, read: unknown): unknown {
  return type === 'list' && !Array.isArray(read) ? [read] : read;
}
