import { ToolError } from '@nearhand/core/errors';
import type { Values } from '@nearhand/core/cli';
import type { Rules } from '../full.ts';
import { namedOrSymbols, NAMED } from './alphabets.ts';
import type { commandLine } from './table.ts';

/** What the command line asks for. */
export interface Request {
  readonly rules: Rules;
  /** `Infinity` for no end. */
  readonly count: number;
  readonly unique: boolean;
  readonly seed: string | undefined;
  readonly json: boolean;
  readonly bits: boolean;
}

type Flags = Values<(typeof commandLine)['options']>;

/** A mistake in the command line, which ends it with exit status 2. */
export function usage(message: string, hint?: string): ToolError {
  return new ToolError(message, { code: 'USAGE', hint });
}

/** @throws ToolError `USAGE` for what the parser can't know to be wrong. */
export function readRequest(
  flags: Flags,
  operands: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Request {
  const [word, extra] = operands;
  if (extra !== undefined) throw usage(`one LENGTH is enough: ${operands.join(' ')}`);
  if (flags.alphabet !== undefined && flags.chars !== undefined) {
    throw usage('--alphabet and --chars both say what to draw from', 'give one of them');
  }
  if (flags.separator !== undefined && flags.group === undefined) {
    throw usage('--separator needs --group', 'give the size of the groups too: --group 4');
  }
  refuseRange('--chars', flags.chars);
  refuseRange('--exclude', flags.exclude);
  for (const word of flags.require ?? []) refuseRange('--require', word);
  const count = readCount(flags.count ?? '1');
  if (count === Infinity && flags.json) throw usage('--json has an end, and -n inf has none');
  return {
    rules: {
      length: word === undefined ? 7 : readLength(word),
      chars: flags.chars ?? NAMED[flags.alphabet ?? 'chars']!,
      require: (flags.require ?? []).map(namedOrSymbols),
      exclude: flags.exclude,
      prefix: flags.prefix,
      suffix: flags.suffix,
      group:
        flags.group === undefined
          ? undefined
          : { size: flags.group, separator: flags.separator ?? '-' },
    },
    count,
    unique: flags.unique ?? false,
    seed: flags.seed ?? (env['RANDSTR_SEED'] || undefined),
    json: flags.json ?? false,
    bits: flags.bits ?? false,
  };
}

/** Whoever begins with `a-z` means 26 letters, and would get strings of three symbols, easily guessed. */
function refuseRange(option: string, text: string | undefined): void {
  const range = /^(?:[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9])/.exec(text ?? '')?.[0];
  if (range === undefined || range[0]! >= range[2]!) return;
  const named = option === '--chars' ? 'name them as in --alphabet lower' : 'write them out';
  throw usage(
    `${option} takes symbols one by one, and no range such as ${range}`,
    `${named}; if these very symbols are meant, put the - first`,
  );
}

function readLength(word: string): number {
  if (/^\d{1,15}$/.test(word)) return Number(word);
  throw usage(
    `LENGTH is not a whole number from 0: ${word}`,
    Object.hasOwn(NAMED, word) ? `an alphabet is named by --alphabet ${word}` : undefined,
  );
}

function readCount(word: string): number {
  if (/^inf(inity)?$/i.test(word)) return Infinity;
  if (/^\d{1,15}$/.test(word)) return Number(word);
  throw usage(`-n is neither a whole number from 0 nor inf: ${word}`);
}
