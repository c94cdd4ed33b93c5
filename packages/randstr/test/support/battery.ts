import { sampler, type Fill, type Take } from '../../src/sampler.ts';
import { uniformity } from './statistics.ts';

/** Makes a drawing function from an alphabet and a source: the real one, or one with a bug. */
export type MakeTake = (chars: readonly string[], fill: Fill) => Take;

export const real: MakeTake = sampler;

/** An alphabet of any size, of symbols of one UTF-16 unit, or of two where there are too many. */
export function alphabetOf(k: number): string[] {
  const first = k <= 95 ? 0x20 : k <= 20_000 ? 0x4e00 : 0x1_0000;
  return Array.from({ length: k }, (_, i) => String.fromCodePoint(first + i));
}

export interface BatteryOptions {
  readonly fill: Fill;
  /** About how many symbols to draw. */
  readonly draws: number;
  readonly make?: MakeTake;
}

const LENGTH = 7;

/**
 * Tests strings of 7 from an alphabet of `k` symbols: how often each symbol comes, at each position,
 * after each other symbol, and in strings that the end of the pool cuts in two.
 *
 * @returns the p-value of each test
 */
export function battery(k: number, { fill, draws, make = real }: BatteryOptions): number[] {
  let fills = 0;
  const take = make(alphabetOf(k), (words) => {
    fills++;
    fill(words);
  });
  const index = new Map(alphabetOf(k).map((symbol, i) => [symbol.codePointAt(0)!, i]));
  // Coarser where there would be too few in each cell.
  const bins = Math.min(k, Math.max(2, Math.floor(Math.sqrt(draws / 10))));
  const binOf = (symbol: number): number => Math.floor((symbol * bins) / k);
  const symbols = new Float64Array(k);
  const positions = Array.from({ length: LENGTH }, () => new Float64Array(k));
  const pairs = new Float64Array(bins * bins);
  const border = new Float64Array(Math.min(k, 8));

  for (let drawn = 0; drawn < draws; drawn += LENGTH) {
    const before = fills;
    const string = take(LENGTH);
    const cut = fills > before && before > 0;
    let at = 0;
    let last = -1;
    for (let i = 0; i < string.length; i++) {
      const code = string.codePointAt(i)!;
      if (code > 0xffff) i++;
      const symbol = index.get(code)!;
      symbols[symbol]!++;
      positions[at++]![symbol]!++;
      if (last !== -1) pairs[binOf(last) * bins + binOf(symbol)]!++;
      last = symbol;
      if (cut) border[Math.floor((symbol * border.length) / k)]!++;
    }
  }
  return [
    uniformity(symbols),
    ...(draws / LENGTH / k >= 5 ? positions.map((counts) => uniformity(counts)) : []),
    // Bins may be of unequal size, and are compared with their own shares.
    uniformity(pairs, pairShares(k, bins)),
    uniformity(border, shares(k, border.length)),
  ];
}

function shares(k: number, bins: number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (let i = 0; i < k; i++) counts[Math.floor((i * bins) / k)]!++;
  return counts.map((count) => count / k);
}

function pairShares(k: number, bins: number): number[] {
  const single = shares(k, bins);
  return single.flatMap((a) => single.map((b) => a * b));
}
