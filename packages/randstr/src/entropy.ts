import { compileRules, type Rules } from './compile-rules.ts';

export type { Rules } from './compile-rules.ts';

/**
 * The entropy of a string in bits: the base-2 logarithm of how many strings are possible, each
 * being equally likely. 36.19 for 7 of `a` to `z` and `0` to `9`.
 *
 * A guess at a secret has one chance in 2^bits; below 64 bits nothing should be called a secret,
 * and 128 is what keys have.
 */
export function bits(rules: Rules = {}): number {
  const { symbols, length, required } = compileRules(rules);
  return required ? bigLog2(required.size) : length * Math.log2(symbols.length);
}

/**
 * How likely it is that at least two of `n` such strings are alike (the birthday problem), from 0
 * to 1. 0.062 for 100,000 strings of 7.
 *
 * @throws RangeError when `n` is no whole number from 0
 */
export function collisionProbability(n: number, rules: Rules = {}): number {
  if (!(Number.isSafeInteger(n) && n >= 0)) {
    throw new RangeError(`randstr: n must be an integer from 0 to 2^53 - 1: ${n}`);
  }
  return amongSpace(n, bits(rules));
}

export interface LengthForOptions extends Omit<Rules, 'length'> {
  /** How many strings there will be. */
  readonly n: number;
  /** How likely a collision among them may be. Default: one in a billion, 1e-9. */
  readonly probability?: number | undefined;
}

/**
 * The smallest length with which a collision among `n` strings is at most so likely.
 *
 * @throws RangeError when the probability isn't between 0 and 1 (neither included), or the alphabet
 * has one symbol only
 */
export function lengthFor(options: LengthForOptions): number {
  const { n, probability = 1e-9, ...rules } = options;
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`randstr: probability must be above 0 and below 1: ${probability}`);
  }
  if ('length' in rules) throw new TypeError('randstr: unknown option length');
  const each = compileRules({ ...rules, require: [], length: 1 }).symbols.length;
  if (each === 1 && n > 1) {
    throw new RangeError('randstr: no length is enough with an alphabet of one symbol');
  }
  // As many as the requirements ask for at the least: one symbol may meet several.
  for (let length = n > 1 ? 1 : 0; ; length++) {
    if (collisionProbability(n, { ...rules, require: [], length }) > probability) continue;
    const enough = requiredCollision(n, { ...rules, length });
    if (enough !== undefined && enough <= probability) return length;
  }
}

/** `undefined` where no string of that length meets the requirements. */
function requiredCollision(n: number, rules: Rules): number | undefined {
  try {
    return collisionProbability(n, rules);
  } catch (error) {
    if (error instanceof RangeError && error.message.includes('too short')) return undefined;
    throw error;
  }
}

/** The birthday problem for `n` draws from 2^bits equally likely values. */
function amongSpace(n: number, bits: number): number {
  const size = 2 ** bits;
  if (n < 2) return 0;
  if (n > size * (1 + 1e-9)) return 1;
  // Of no collision, the logarithm: the sum of log(1 - i/size) for i below n.
  let log = 0;
  if (n <= 10_000) {
    for (let i = 1; i < n; i++) log += Math.log1p(-i / size);
  } else if (n / size < 0.01) {
    // The sum, term by term of the series of the logarithm; sums of powers by Faulhaber.
    const m = n - 1;
    const x = 1 / size;
    log =
      -((m * n) / 2) * x -
      ((m * n * (2 * m + 1)) / 12) * x ** 2 -
      (((m * n) / 2) ** 2 / 3) * x ** 3 -
      (m ** 5 / 20) * x ** 4;
  } else {
    return 1;
  }
  return -Math.expm1(log);
}

function bigLog2(value: bigint): number {
  const digits = value.toString(2);
  const head = Number.parseInt(digits.slice(0, 53), 2);
  return Math.log2(head) + Math.max(0, digits.length - 53);
}
