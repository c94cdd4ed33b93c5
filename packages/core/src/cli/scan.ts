/**
 * The first reading of a command line: finds where options end, checks every option against the
 * table, and rewrites each to the one form `--name=value`, which no parser can misread.
 */
import { didYouMean, nearest } from '../nearest.ts';
import { checkedValue } from './check-value.ts';
import type { OptionSpec, Options } from './table.ts';
import { usageError } from './usage-error.ts';

/** Which options may stand here. */
export interface Scope {
  readonly options: Options;
  /** Stop at the first word that is no option. */
  readonly halt: boolean;
  /** Says more about an option that isn't known here; `undefined` when there is nothing to say. */
  readonly explain?: ((name: string) => string | undefined) | undefined;
  /** Ends the reading at once when this option is met, whatever follows. */
  readonly stopAt?: ((name: string) => boolean) | undefined;
  /** What an earlier scan of the same command line gave: such an option is given twice here. */
  readonly given?: readonly string[] | undefined;
}

export interface Scanned {
  /** Each option as `--name=value`; a boolean's value is `true` or `false`. */
  readonly words: readonly string[];
  /** What is no option, and everything from the word that stopped the reading. */
  readonly operands: readonly string[];
  /** How many operands stood before `--`; `undefined` when there was none. */
  readonly dashes: number | undefined;
  /** The option that ended the reading, as `stopAt` asked, with its value. */
  readonly stopped?: { readonly name: string; readonly value: string } | undefined;
}

/** @throws ToolError `USAGE` at the first word that the table doesn't allow. */
export function scan(argv: readonly string[], scope: Scope): Scanned {
  const reader: Reader = {
    argv,
    scope,
    letters: lettersOf(scope.options),
    index: 0,
    words: [],
    seen: new Set(scope.given?.map((word) => word.slice(2, word.indexOf('=')))),
    stopped: undefined,
  };
  const { words } = reader;
  const operands: string[] = [];
  for (; reader.index < argv.length; reader.index += 1) {
    const word = argv[reader.index]!;
    if (word === '--') {
      const after = argv.slice(reader.index + 1);
      return { words, operands: [...operands, ...after], dashes: operands.length };
    }
    if (!word.startsWith('-') || word === '-') {
      if (scope.halt) return { words, operands: argv.slice(reader.index), dashes: undefined };
      operands.push(word);
      continue;
    }
    if (word.startsWith('--')) readLong(reader, word);
    else readLetters(reader, word);
    if (reader.stopped) return { words, operands, dashes: undefined, stopped: reader.stopped };
  }
  return { words, operands, dashes: undefined };
}

interface Reader {
  readonly argv: readonly string[];
  readonly scope: Scope;
  /** The name behind each letter. */
  readonly letters: ReadonlyMap<string, string>;
  /** The word that is read now. */
  index: number;
  readonly words: string[];
  readonly seen: Set<string>;
  stopped: Scanned['stopped'];
}

function lettersOf(options: Options): ReadonlyMap<string, string> {
  const letters = new Map<string, string>();
  for (const [name, { alias }] of Object.entries(options)) {
    if (alias !== undefined) letters.set(alias, name);
  }
  return letters;
}

/** `--name`, `--name=value`, `--name value` or `--no-name`. */
function readLong(reader: Reader, word: string): void {
  const { options } = reader.scope;
  const equals = word.indexOf('=');
  const name = equals === -1 ? word.slice(2) : word.slice(2, equals);
  const given = equals === -1 ? undefined : word.slice(equals + 1);
  const typed = `--${name}`;
  const spec = ownOption(options, name);
  if (spec) {
    const value = given ?? (spec.type === 'boolean' ? 'true' : valueAfter(reader, spec, typed));
    take(reader, { name, value, typed });
    return;
  }
  const negated = negatedName(reader.scope, name);
  if (negated === undefined) throw unknownOption(typed, reader.scope);
  if (given !== undefined) throw usageError(`${typed} takes no value`);
  take(reader, { name: negated, value: 'false', typed });
}

/** A group of letters: booleans, and at its end one that takes a value, joined or not. */
function readLetters(reader: Reader, word: string): void {
  const group = Array.from(word.slice(1));
  for (const [at, letter] of group.entries()) {
    const typed = `-${letter}`;
    const name = reader.letters.get(letter);
    if (name === undefined) throw unknownOption(typed, reader.scope, word);
    const spec = reader.scope.options[name]!;
    const after = group.slice(at + 1).join('');
    if (spec.type !== 'boolean') {
      const value = after === '' ? valueAfter(reader, spec, typed) : after;
      take(reader, { name, value, typed });
      return;
    }
    if (after.startsWith('=')) throw usageError(`${typed} takes no value (in ${word})`);
    take(reader, { name, value: 'true', typed });
    if (reader.stopped) return;
  }
}

interface Use {
  readonly name: string;
  readonly value: string;
  /** The option as the user wrote it, for messages. */
  readonly typed: string;
}

function take(reader: Reader, { name, value, typed }: Use): void {
  const spec = reader.scope.options[name]!;
  if (reader.seen.has(name) && (spec.type === 'string' || spec.type === 'number')) {
    throw usageError(`${typed} is given twice, and takes one value`);
  }
  const stops = reader.scope.stopAt?.(name) === true;
  if (stops && value === 'false') throw usageError(`${typed} takes no value`);
  reader.seen.add(name);
  reader.words.push(`--${name}=${checkedValue(spec, value, typed)}`);
  if (stops) reader.stopped = { name, value };
}

/** The word after the option, which is its value. */
function valueAfter(reader: Reader, spec: OptionSpec, typed: string): string {
  const next = reader.argv[reader.index + 1];
  const what = spec.value ?? (spec.type === 'number' ? 'a number' : 'a value');
  if (next === undefined) throw usageError(`${typed} needs ${what}`, choicesHint(spec));
  if (looksLikeOption(next, reader.letters)) {
    const joined = typed.startsWith('--') ? `${typed}=${next}` : `${typed}${next}`;
    throw usageError(
      `${typed} needs ${what}, and ${next} looks like an option`,
      next === '--' ? choicesHint(spec) : `if ${next} is the value, write: ${joined}`,
    );
  }
  reader.index += 1;
  return next;
}

/**
 * Whether a word could be meant as an option where a value is due. As in Python's argparse, a
 * negative number isn't, nor text with a space in it that starts with none of the known letters.
 */
function looksLikeOption(word: string, letters: ReadonlyMap<string, string>): boolean {
  if (!word.startsWith('-') || word === '-') return false;
  if (word === '--') return true;
  if (letters.has(word[1]!)) return true;
  return !/^-(\d|\.\d)/.test(word) && !/\s/.test(word);
}

function ownOption(options: Options, name: string): OptionSpec | undefined {
  // A plain lookup would find what every object has, such as `constructor`.
  return Object.hasOwn(options, name) ? options[name] : undefined;
}

function negatedName({ options, stopAt }: Scope, name: string): string | undefined {
  const positive = name.startsWith('no-') ? name.slice(3) : undefined;
  if (positive === undefined || stopAt?.(positive)) return undefined;
  return ownOption(options, positive)?.type === 'boolean' ? positive : undefined;
}

function unknownOption(typed: string, scope: Scope, group = typed) {
  const message = `unknown option ${typed}${group === typed ? '' : ` (in ${group})`}`;
  const name = group.replace(/^-+/, '').replace(/=.*$/s, '');
  return usageError(message, scope.explain?.(name) ?? nearOption(name, scope));
}

function nearOption(name: string, { options, stopAt }: Scope): string | undefined {
  if (name.length < 2) return undefined;
  const names = Object.keys(options).filter((key) => !options[key]!.hidden);
  const negations = names
    .filter((key) => options[key]!.type === 'boolean' && !stopAt?.(key))
    .map((key) => `no-${key}`);
  // People shorten long names, and the distance between the two may be any.
  const longer = names.filter((key) => key.startsWith(name));
  const near = longer.length === 1 ? longer[0] : nearest(name, [...names, ...negations]);
  return near === undefined ? undefined : `did you mean --${near}?`;
}

function choicesHint(spec: OptionSpec): string | undefined {
  return spec.choices && `it is one of: ${spec.choices.join(', ')}`;
}

/** `did you mean "check"?`, or all the names when none is near. */
export function nearHint(name: string, names: readonly string[]): string {
  return didYouMean(name, names) ?? `it is one of: ${names.join(', ')}`;
}
