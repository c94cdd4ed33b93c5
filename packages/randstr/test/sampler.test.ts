import { readFileSync } from 'node:fs';
import * as module from 'node:module';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampler, type Fill, type Take } from '../src/sampler.ts';
import { labelledFill } from '../src/seed-key.ts';
import { symbolsOf } from '../src/symbols.ts';
import { alphabetOf } from './support/battery.ts';

type Sampler = typeof sampler;

/**
 * Feeds the words whose two halves are both the next of all 16-bit numbers, in order, and gives back
 * how often each symbol, and each symbol after an even number of others and its next, came out.
 */
function preimages(k: number, make: Sampler): { symbols: number[]; pairs: number[] } {
  let word = 0;
  const fill: Fill = (words) => {
    for (let i = 0; i < words.length; i++, word++) words[i] = (word & 0xffff) * 0x1_0001;
  };
  const take = make(alphabetOf(k), fill);
  const symbols = Array.from({ length: k }, () => 0);
  const pairs = Array.from({ length: k * k }, () => 0);
  // Until the numbers begin anew: the last fill has been used up when the next one comes.
  let string = '';
  for (;;) {
    const two = take(2);
    if (word > 0x1_0000) break;
    string += two;
  }
  for (let i = 0; i < string.length; i += 2) {
    const [a, b] = [string.charCodeAt(i) - 0x20, string.charCodeAt(i + 1) - 0x20];
    symbols[a]!++;
    symbols[b]!++;
    pairs[a * k + b]!++;
  }
  return { symbols, pairs };
}

const fast = Array.from({ length: 64 }, (_, i) => i + 1);

// The workspace's Node has it; the types are those of the oldest Node.
const stripTypes = Reflect.get(module, 'stripTypeScriptTypes') as (text: string) => string;

describe('exactly uniform', () => {
  test.each(fast)('%i symbols: all 16-bit numbers, in both halves of the word', (k) => {
    const { symbols, pairs } = preimages(k, sampler);
    // 16 numbers for each of the 4096 entries of the table, in each of the halves.
    const each = 2 * 16 * Math.floor(4096 / (k * k));
    expect(new Set(pairs)).toEqual(new Set([each]));
    expect(new Set(symbols)).toEqual(new Set([2 * k * each]));
  });

  test.each([65, 95, 100, 255, 256, 257, 300, 65_537])(
    '%i symbols: the first and last words, and those that are drawn again',
    (k) => {
      const limit = Math.floor(2 ** 32 / k) * k;
      const rejected = Array.from({ length: 2 ** 32 - limit }, (_, i) => limit + i);
      const accepted = [0, limit - k].flatMap((from) =>
        Array.from({ length: k }, (_, i) => from + i),
      );
      const given = [...rejected, ...accepted, ...rejected];
      let next = 0;
      const take = sampler(alphabetOf(k), (words) => {
        for (let i = 0; i < words.length; i++) words[i] = given[next++] ?? 0;
      });
      const symbols = alphabetOf(k).join('');
      expect(take(2 * k)).toBe(symbols + symbols);
    },
  );

  /** The source with a change, as a module. */
  async function mutant(from: string, to: string): Promise<Sampler> {
    const source = readFileSync('src/sampler.ts', 'utf8');
    expect(source.split(from)).toHaveLength(2);
    const symbols = new URL('../src/symbols.ts', import.meta.url).href;
    const text = stripTypes(source.replace(from, to)).replace(
      "'./symbols.ts'",
      JSON.stringify(symbols),
    );
    const module = `data:text/javascript,${encodeURIComponent(text)}`;
    return ((await import(/* @vite-ignore */ module)) as { sampler: Sampler }).sampler;
  }

  test('and this would notice a table that is used to its end, as by % k', async () => {
    const { symbols } = preimages(36, await mutant('4096 - (4096 % (k * k))', '4096'));
    expect(new Set(symbols).size).toBeGreaterThan(1);
  });

  test('or a word that is not drawn again', async () => {
    const make = await mutant('word - (word % k) <= 2 ** 32 - k', 'true');
    const take = make(alphabetOf(65), (words) => words.fill(2 ** 32 - 1));
    expect(take(3)).toHaveLength(3);
    // The real one would never end.
    let fills = 0;
    const refuse: Fill = (words) => {
      if (++fills > 2) throw new Error('enough');
      words.fill(2 ** 32 - 1);
    };
    expect(() => sampler(alphabetOf(65), refuse)(3)).toThrow('enough');
  });
});

describe('whatever the lengths', () => {
  const whole = (k: number): string => sampler(alphabetOf(k), labelledFill('cut', k))(100_000);

  test.each([10, 36, 64, 80, 300])('the stream of %i symbols is the same', (k) => {
    const expected = whole(k);
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 30_000 }), { maxLength: 6 }),
        fc.boolean(),
        (lengths, pooled) => {
          const take = sampler(alphabetOf(k), labelledFill('cut', k), pooled);
          let drawn = '';
          for (const length of lengths.slice(0, 3)) drawn += take(length);
          for (let length = 0; length < 90; length++) drawn += take(length);
          expect(expected.startsWith(drawn)).toBe(true);
        },
      ),
      { numRuns: 20, seed: 1 },
    );
  });

  test.each([36, 80])('a draw that failed leaves nothing to the next, of %i symbols', (k) => {
    let fills = 0;
    const take = sampler(alphabetOf(k), (words) => {
      if (++fills === 2) throw new Error('no entropy');
      words.fill(7);
    });
    expect(() => take(40_003)).toThrow('no entropy');
    expect(take(5)).toHaveLength(5);
    expect(take(13)).toHaveLength(13);
  });

  test('a string longer than the pool has no part twice', () => {
    const string = whole(64);
    const parts = new Set<string>();
    for (let i = 0; i + 20 <= string.length; i += 20) parts.add(string.slice(i, i + 20));
    expect(parts.size).toBe(5000);
  });
});

test('graphemes stay whole, and each is as likely as another', () => {
  const chars = '👩‍👩‍👧é👍🏽🇫🇷नि한\r\n';
  const symbols = symbolsOf(chars);
  expect(symbols).toEqual(['👩‍👩‍👧', 'é', '👍🏽', '🇫🇷', 'नि', '한', '\r\n']);
  const take: Take = sampler(chars, labelledFill('graphemes'));
  const counts = new Map(symbols.map((symbol) => [symbol, 0]));
  for (let i = 0; i < 70_000; i++) {
    const one = take(1);
    counts.set(one, counts.get(one)! + 1);
  }
  expect([...counts.keys()]).toEqual(symbols);
  for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(400);
});
