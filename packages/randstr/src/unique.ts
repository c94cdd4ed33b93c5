import { CHARS, type Alphabet } from './alphabets.ts';
import { isBuildingSnapshot, secure } from './secure.ts';
import { checkCount, fail, symbolsOf } from './symbols.ts';
import { wordSpace, type WordSpace } from './word-space.ts';

/** Where a series stands, as JSON. Whoever has it can tell all strings of the series: keep it secret. */
export interface UniqueState {
  readonly version: 1;
  /** The key that the series was drawn by: 64 hexadecimal digits. */
  readonly key: string;
  /** How many strings have been given. */
  readonly next: number;
  /** What the series is made of, to notice when it is resumed with other options. */
  readonly space: string;
}

export interface UniqueOptions {
  /** How many symbols each string has. Default: 7. */
  readonly length?: number | undefined;
  /** What to draw from. Default: `a` to `z` and `0` to `9`. */
  readonly chars?: Alphabet | undefined;
  /** Go on after the strings that this state's series has given, with the same other options. */
  readonly resume?: UniqueState | undefined;
}

/** A series of distinct strings, in constant memory. */
export interface UniqueStrings extends IterableIterator<string, undefined, void> {
  /** How many strings are still to come. */
  readonly remaining: number;
  /** The next strings at once: fewer than `count` where the series ends. */
  take(count: number): string[];
  /** Where the series stands now. */
  state(): UniqueState;
}

/** How many strings the iterator makes at a time. */
const BATCH = 256;

/**
 * `n` random strings, no two of them alike.
 *
 * They are not compared with one another: a secret key stands for an order of all the strings that
 * there are, and these are the next `n` of it. So the memory is constant, the last is as quick as
 * the first, and a series can be gone on with later (`state()`, `resume`).
 *
 * @param n - how many; `Infinity`: all that there are (of very large spaces, some 2^50)
 * @throws RangeError when there are fewer than `n` strings, or when symbols joined can be read in
 * two ways (such as `a`, `b`, `ab`), so that distinct choices could give one string
 */
export function unique(n: number, length?: number, chars?: Alphabet): UniqueStrings;
export function unique(n: number, options: UniqueOptions): UniqueStrings;
export function unique(
  n: number,
  length: number | UniqueOptions = 7,
  chars: Alphabet = CHARS,
): UniqueStrings {
  if (typeof length === 'object') {
    const { length: count = 7, chars = CHARS, resume, ...unknown } = length;
    for (const name in unknown) fail(`unknown option ${name}`, TypeError);
    return uniqueWords(n, { length: count, symbols: symbolsOf(chars), resume });
  }
  return uniqueWords(n, { length, symbols: symbolsOf(chars) });
}

interface WordOptions {
  readonly length: number;
  readonly symbols: readonly string[];
  readonly resume?: UniqueState | undefined;
  /** The key, where it isn't to come from the platform's CSPRNG. */
  readonly key?: Uint32Array<ArrayBuffer> | undefined;
}

/** {@link unique} over symbols that were checked. */
export function uniqueWords(n: number, options: WordOptions): UniqueStrings {
  const { length, symbols, resume, key } = options;
  checkCount('length', length);
  checkReadable(symbols);
  return series(n, {
    label: `${length} of ${JSON.stringify(symbols)}`,
    space: (key) => wordSpace(symbols, length, key),
    resume,
    key,
  });
}

interface SeriesOptions {
  /** Tells this space from others. */
  readonly label: string;
  readonly space: (key: Uint32Array) => WordSpace;
  readonly resume?: UniqueState | undefined;
  readonly key?: Uint32Array<ArrayBuffer> | undefined;
}

/** A series over any space. */
export function series(n: number, options: SeriesOptions): UniqueStrings {
  if (n !== Infinity && !(Number.isSafeInteger(n) && n >= 0)) {
    fail(
      `n must be an integer from 0 to 2^53 - 1, or Infinity: ${n}`,
      typeof n === 'number' ? RangeError : TypeError,
    );
  }
  const { label, resume } = options;
  const space = fingerprint(label);
  if (resume) checkState(resume, space);
  const key = resume ? fromHex(resume.key) : (options.key ?? secretKey());
  const all = options.space(key);
  let next = resume?.next ?? 0;
  const end = n === Infinity ? all.limit : next + n;
  if (end > all.limit) {
    const left = next > 0 ? `, of which ${next} were given` : '';
    fail(
      `n is ${n}, but there ${all.limit === 1 ? 'is only 1 such string' : `are only ${all.limit} such strings`}${left}`,
    );
  }
  let batch: string[] = [];
  let given = 0;
  const strings: UniqueStrings = {
    get remaining() {
      return end - next;
    },
    take(count) {
      checkCount('count', count);
      const from = next;
      next = Math.min(end, next + count);
      batch = [];
      given = 0;
      return all.words(from, next);
    },
    state: () => ({ version: 1, key: toHex(key), next, space }),
    next() {
      if (next === end) return { done: true, value: undefined };
      if (given === batch.length) {
        batch = all.words(next, Math.min(end, next + BATCH));
        given = 0;
      }
      next++;
      return { done: false, value: batch[given++]! };
    },
    [Symbol.iterator]: () => strings,
  };
  return strings;
}

function secretKey(): Uint32Array<ArrayBuffer> {
  // A key that many processes start with would give all of them the same strings.
  if (isBuildingSnapshot()) fail('unique cannot draw its key while a snapshot is built', Error);
  const key = new Uint32Array(8);
  secure(key);
  return key;
}

/**
 * Refuses symbols of which two sequences give one text (Sardinas and Patterson): no dangling suffix,
 * left when one sequence is taken from another, may itself be a symbol.
 */
export function checkReadable(symbols: readonly string[]): void {
  const size = symbols[0]!.length;
  if (symbols.every((symbol) => symbol.length === size)) return;
  const known = new Set(symbols);
  const suffixes = new Set<string>();
  const starts = (text: string): void => {
    // Symbols that are a start of the text, and the rest that they leave.
    for (let i = 1; i < text.length; i++) {
      if (known.has(text.slice(0, i))) suffixes.add(text.slice(i));
    }
  };
  for (const symbol of symbols) starts(symbol);
  for (const suffix of suffixes) {
    if (known.has(suffix)) {
      fail(`chars can be read in two ways: "${suffix}" is also the end of other symbols joined`);
    }
    starts(suffix);
    for (const symbol of symbols) {
      if (symbol.startsWith(suffix)) suffixes.add(symbol.slice(suffix.length));
    }
  }
}

function checkState(state: UniqueState, space: string): void {
  const sound =
    state.version === 1 &&
    /^[0-9a-f]{64}$/.test(state.key) &&
    Number.isSafeInteger(state.next) &&
    state.next >= 0;
  if (!sound) fail('resume is not a state of a series', TypeError);
  if (state.space !== space) fail('resume is the state of a series with another length or chars');
}

/** FNV-1a, 32 bits: enough to notice a mistake. */
function fingerprint(text: string): string {
  let hash = 0x811c_9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x0100_0193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

function toHex(words: Uint32Array): string {
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
}

function fromHex(text: string): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: 8 }, (_, i) => parseInt(text.slice(8 * i, 8 * i + 8), 16));
}
