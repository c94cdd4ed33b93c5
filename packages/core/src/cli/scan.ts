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
  const letters = new Map<string, string>();
  for (const [name, spec] of Object.entries(scope.options)) {
    if (spec.alias !== undefined) letters.set(spec.alias, name);
  }
  const words: string[] = [];
  const operands: string[] = [];
  const seen = new Set(scope.given?.map((word) => word.slice(2, word.indexOf('='))));
  let index = 0;

  const take = (name: string, value: string, typed: string): Scanned | undefined => {
    const spec = scope.options[name]!;
    if (seen.has(name) && (spec.type === 'string' || spec.type === 'number')) {
      throw usageError(`${typed} is given twice, and takes one value`);
    }
    seen.add(name);
    words.push(`--${name}=${checkedValue(spec, value, typed)}`);
    return scope.stopAt?.(name)
      ? { words, operands, dashes: undefined, stopped: { name, value } }
      : undefined;
  };

  const valueAfter = (spec: OptionSpec, typed: string): string => {
    const next = argv[index + 1];
    const what = spec.value ?? (spec.type === 'number' ? 'a number' : 'a value');
    if (next === undefined) throw usageError(`${typed} needs ${what}`, choicesHint(spec));
    if (looksLikeOption(next, letters)) {
      const joined = typed.startsWith('--') ? `${typed}=${next}` : `${typed}${next}`;
      throw usageError(
        `${typed} needs ${what}, and ${next} looks like an option`,
        next === '--' ? choicesHint(spec) : `if ${next} is the value, write: ${joined}`,
      );
    }
    index += 1;
    return next;
  };

  for (; index < argv.length; index += 1) {
    const word = argv[index]!;
    if (word === '--') {
      const dashes = operands.length;
      return { words, operands: [...operands, ...argv.slice(index + 1)], dashes };
    }
    if (!word.startsWith('-') || word === '-') {
      if (scope.halt) return { words, operands: argv.slice(index), dashes: undefined };
      operands.push(word);
      continue;
    }
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const name = equals === -1 ? word.slice(2) : word.slice(2, equals);
      const given = equals === -1 ? undefined : word.slice(equals + 1);
      const typed = `--${name}`;
      const spec = ownOption(scope.options, name);
      let stop: Scanned | undefined;
      if (spec) {
        const value = given ?? (spec.type === 'boolean' ? 'true' : valueAfter(spec, typed));
        stop = take(name, value, typed);
      } else {
        const negated = negatedName(scope.options, name);
        if (negated === undefined) throw unknownOption(typed, scope);
        if (given !== undefined) throw usageError(`${typed} takes no value`);
        stop = take(negated, 'false', typed);
      }
      if (stop) return stop;
      continue;
    }
    // A group of letters: booleans, and at its end one that takes a value, joined or not.
    const group = Array.from(word.slice(1));
    for (let at = 0; at < group.length; at += 1) {
      const typed = `-${group[at]}`;
      const name = letters.get(group[at]!);
      if (name === undefined) throw unknownOption(typed, scope, word);
      const spec = scope.options[name]!;
      const after = group.slice(at + 1).join('');
      let stop: Scanned | undefined;
      if (spec.type === 'boolean') {
        if (after.startsWith('=')) throw usageError(`${typed} takes no value (in ${word})`);
        stop = take(name, 'true', typed);
      } else {
        stop = take(name, after === '' ? valueAfter(spec, typed) : after, typed);
        at = group.length;
      }
      if (stop) return stop;
    }
  }
  return { words, operands, dashes: undefined };
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

function negatedName(options: Options, name: string): string | undefined {
  if (!name.startsWith('no-')) return undefined;
  return ownOption(options, name.slice(3))?.type === 'boolean' ? name.slice(3) : undefined;
}

function unknownOption(typed: string, scope: Scope, group = typed) {
  const message = `unknown option ${typed}${group === typed ? '' : ` (in ${group})`}`;
  const name = group.replace(/^-+/, '').replace(/=.*$/s, '');
  return usageError(message, scope.explain?.(name) ?? nearOption(name, scope.options));
}

function nearOption(name: string, options: Options): string | undefined {
  if (name.length < 2) return undefined;
  const names = Object.keys(options).filter((key) => !options[key]!.hidden);
  const negations = names
    .filter((key) => options[key]!.type === 'boolean')
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
