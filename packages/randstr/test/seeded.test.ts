import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as alphabets from '../src/alphabets.ts';
import { randstr } from '../src/full.ts';
import { seeded, SEED_VERSION } from '../src/seeded.ts';
import { goldenStrings } from './fixtures/golden.js';

const { DIGITS, HEX, UPPER } = alphabets;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('golden vectors: if one of these changes, SEED_VERSION must too', () => {
  test('strings of every kind', () => {
    expect(SEED_VERSION).toBe(1);
    expect(goldenStrings(randstr, alphabets)).toEqual(
      JSON.parse(readFileSync('test/fixtures/golden-1.json', 'utf8')),
    );
  });

  test('a hundred thousand strings, over many pools', () => {
    expect(sha256(randstr.seeded('nearhand').many(100_000).join(''))).toBe(
      '277188cc76462a7997bdbb1306fabe8edd581cbfb355f2bd87d28ee09044a3f9',
    );
  });

  test('twenty thousand distinct ones', () => {
    expect(sha256([...randstr.seeded('nearhand').unique(20_000)].join(','))).toBe(
      '68e8633a039115f92beb860cd2360ee9343f9f9fc36eab4f93258fce41fde960',
    );
  });
});

describe.each([
  ['the small entry', seeded],
  ['the full one', randstr.seeded],
] as const)('%s', (_name, seeded) => {
  test('the same strings from the same seed, whichever type says it', () => {
    expect(seeded('a').many(5)).toEqual(seeded('a').many(5));
    expect(seeded(42)()).toBe(seeded('42')());
    expect(seeded(42n)()).toBe(seeded('42')());
    expect(seeded('a')()).not.toBe(seeded('b')());
    expect(seeded('a').seed).toBe('a');
    expect(seeded(42).seed).toBe('42');
    expect(seeded('').version).toBe(1);
  });

  test('many gives what so many calls would', () => {
    const one = seeded('x');
    expect(seeded('x').many(30, 21, HEX)).toEqual(Array.from({ length: 30 }, () => one(21, HEX)));
  });

  test('an alphabet has its own part of the stream', () => {
    const mixed = seeded('x');
    const strings = Array.from({ length: 20 }, (_, i) => {
      mixed(i, HEX);
      mixed({ length: i, chars: ['a', 'b'] });
      return mixed();
    });
    expect(strings).toEqual(seeded('x').many(20));
  });

  test('a list stands for the same symbols as a text, and may change', () => {
    const s = seeded('x');
    const list = ['a', 'b'];
    const strings = [s(20, 'ab'), s(20, list), s({ length: 20, chars: ['a', 'b'] })];
    expect(strings.join('')).toBe(seeded('x')(60, 'ab'));
    list.push('c');
    expect(s(60, list)).toContain('c');
  });

  test('streams know nothing of each other', () => {
    const [a, b] = [seeded('x'), seeded('x')];
    a.many(100);
    expect(b()).toBe(seeded('x')());
  });

  test.each([NaN, Infinity, undefined, null, {}, [], Symbol('x')])('no seed: %s', (seed) => {
    expect(() => seeded(seed as number)).toThrow(TypeError);
    expect(() => seeded(seed as number)).toThrow(/^randstr: seed must be/);
  });
});

test('both entries give the same', () => {
  expect(seeded('s').many(50, 33)).toEqual(randstr.seeded('s').many(50, 33));
});

test('rules and series go on in the stream too', () => {
  const s = randstr.seeded('r');
  const rules = { length: 9, chars: DIGITS + UPPER, require: [UPPER] };
  const three = [s(rules), s(rules), s(rules)];
  expect(new Set(three).size).toBe(3);
  expect(randstr.seeded('r').many(3, rules)).toEqual(three);
  const draw = randstr.seeded('r').generator(rules);
  expect([draw(), draw(), draw()]).toEqual(three);
  expect(s.unique(5).take(5)).not.toEqual(s.unique(5).take(5));
});
