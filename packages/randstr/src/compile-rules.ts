import { CHARS, type Alphabet } from './alphabets.ts';
import { checkCount, fail, symbolsOf } from './symbols.ts';

/** What strings must be like, besides their length and their alphabet. */
export interface Rules {
  /** How many symbols are drawn; prefix, suffix and separators don't count. Default: 7. */
  readonly length?: number | undefined;
  /** What to draw from. Default: `a` to `z` and `0` to `9`. */
  readonly chars?: Alphabet | undefined;
  /**
   * Sets of symbols of which at least one must occur, such as `[UPPER, DIGITS]`: up to 8. Every
   * string that meets them all is equally likely.
   */
  readonly require?: readonly Alphabet[] | undefined;
  /** Symbols that don't occur; those that aren't in `chars` are passed over. */
  readonly exclude?: Alphabet | undefined;
  readonly prefix?: string | undefined;
  readonly suffix?: string | undefined;
  /** A separator after every so many symbols: `4`, or `{ size: 4, separator: ' ' }`. Default separator: `-`. */
  readonly group?: number | { readonly size: number; readonly separator?: string } | undefined;
}

/** Rules that were checked. */
export interface CompiledRules {
  readonly length: number;
  /** The alphabet without what is excluded. */
  readonly symbols: readonly string[];
  /** Counting and naming the strings that meet `require`; `undefined` where nothing is required. */
  readonly required: Counted | undefined;
  /** Puts groups, prefix and suffix around what was drawn. */
  readonly dress: (drawn: string) => string;
  /** Tells these rules from others. */
  readonly label: string;
}

/** All strings of a length that meet the requirements, each with a number. */
export interface Counted {
  readonly size: bigint;
  /** The string with that number, below `size`. */
  at(rank: bigint): string;
}

/** Symbols that meet the same requirements. */
interface SymbolClass {
  readonly mask: number;
  readonly symbols: string[];
}

const MAX_REQUIRED = 8;
/** Counts that are kept: this many numbers of up to `length * bits` bits each. */
const MAX_COUNTS = 1 << 18;
const NAMES = ['length', 'chars', 'require', 'exclude', 'prefix', 'suffix', 'group'];

/**
 * Checks rules and makes ready what drawing by them needs.
 *
 * @param others - names of options that the caller reads itself
 * @throws TypeError or RangeError that says which rule is wrong, or that no string can meet them
 */
export function compileRules(rules: Rules, others: readonly string[] = []): CompiledRules {
  for (const name in rules) {
    if (![...NAMES, ...others].includes(name)) fail(`unknown option ${name}`, TypeError);
  }
  const { length = 7, chars = CHARS, require: sets = [], exclude = [], group } = rules;
  const { prefix = '', suffix = '' } = rules;
  checkCount('length', length);
  if (typeof prefix !== 'string') fail('prefix must be text', TypeError);
  if (typeof suffix !== 'string') fail('suffix must be text', TypeError);
  const dropped = new Set(exclude.length === 0 ? [] : symbolsOf(exclude, 'exclude'));
  const symbols = symbolsOf(chars).filter((symbol) => !dropped.has(symbol));
  if (symbols.length === 0) fail('exclude leaves no symbol of chars');
  const { size, separator } = readGroup(group);
  return {
    length,
    symbols,
    required: count({ symbols, length, sets }),
    dress: dresser({ prefix, suffix, size, separator, symbols }),
    label: JSON.stringify([length, symbols, sets, prefix, suffix, size, separator]),
  };
}

function readGroup(group: Rules['group']): { size: number; separator: string } {
  const { size, separator = '-' } =
    typeof group === 'object' ? group : { size: group ?? 0, separator: '-' };
  checkCount('group', size);
  if (group !== undefined && size === 0) fail('group must be an integer from 1: 0');
  if (typeof separator !== 'string') fail('the separator of group must be text', TypeError);
  return { size, separator };
}

interface Dress {
  readonly prefix: string;
  readonly suffix: string;
  readonly size: number;
  readonly separator: string;
  readonly symbols: readonly string[];
}

function dresser({ prefix, suffix, size, separator, symbols }: Dress): (drawn: string) => string {
  if (size === 0) return prefix || suffix ? (drawn) => prefix + drawn + suffix : (drawn) => drawn;
  const width = symbols[0]!.length;
  if (symbols.some((symbol) => symbol.length !== width)) {
    fail('group needs symbols that all have the same number of UTF-16 units');
  }
  const step = size * width;
  return (drawn) => {
    const groups: string[] = [];
    for (let i = 0; i < drawn.length; i += step) groups.push(drawn.slice(i, i + step));
    return prefix + groups.join(separator) + suffix;
  };
}

interface CountOptions {
  readonly symbols: readonly string[];
  readonly length: number;
  readonly sets: readonly Alphabet[];
}

/** Counts the strings that hold a symbol of each set. */
function count({ symbols, length, sets }: CountOptions): Counted | undefined {
  if (!Array.isArray(sets)) fail('require must be a list of alphabets', TypeError);
  if (sets.length === 0) return undefined;
  if (sets.length > MAX_REQUIRED) fail(`require takes up to ${MAX_REQUIRED} sets: ${sets.length}`);
  const classes = classesOf(symbols, sets);
  const all = 2 ** sets.length - 1;
  if (length * (all + 1) > MAX_COUNTS) {
    fail(
      `length must be at most ${MAX_COUNTS / (all + 1)} with ${amount(sets.length, 'set')} required: ${length}`,
    );
  }
  // ways[rest][mask]: how many strings of `rest` symbols meet what `mask` has not met yet.
  const ways: bigint[][] = [Array.from({ length: all + 1 }, (_, mask) => (mask === all ? 1n : 0n))];
  for (let rest = 1; rest <= length; rest++) {
    const shorter = ways[rest - 1]!;
    ways.push(
      shorter.map((_, mask) =>
        classes.reduce((sum, c) => sum + BigInt(c.symbols.length) * shorter[mask | c.mask]!, 0n),
      ),
    );
  }
  const size = ways[length]![0]!;
  if (size === 0n) {
    fail(`length ${length} is too short for the ${amount(sets.length, 'set')} of require`);
  }
  return {
    size,
    at(rank) {
      // Joined, for a string that grows by single symbols is kept with 32 bytes for each.
      const drawn: string[] = [];
      let mask = 0;
      for (let rest = length - 1; rest >= 0; rest--) {
        for (const c of classes) {
          const each = ways[rest]![mask | c.mask]!;
          const here = each * BigInt(c.symbols.length);
          if (rank < here) {
            drawn.push(c.symbols[Number(rank / each)]!);
            rank %= each;
            mask |= c.mask;
            break;
          }
          rank -= here;
        }
      }
      return drawn.join('');
    },
  };
}

const amount = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

function classesOf(symbols: readonly string[], sets: readonly Alphabet[]): SymbolClass[] {
  const masks = new Map(symbols.map((symbol) => [symbol, 0]));
  for (const [i, set] of sets.entries()) {
    const found = symbolsOf(set, `require[${i}]`).filter((symbol) => masks.has(symbol));
    if (found.length === 0) fail(`no symbol of require[${i}] is left in chars`);
    for (const symbol of found) masks.set(symbol, masks.get(symbol)! | (1 << i));
  }
  const classes = new Map<number, SymbolClass>();
  for (const [symbol, mask] of masks) {
    const found = classes.get(mask);
    if (found) found.symbols.push(symbol);
    else classes.set(mask, { mask, symbols: [symbol] });
  }
  return [...classes.values()];
}
