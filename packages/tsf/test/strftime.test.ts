import { execFileSync } from 'node:child_process';
import { fc, test as propertyTest } from './property.ts';
import { describe, expect, it } from 'vitest';
import { strftime } from '../src/strftime.ts';

const DIRECTIVES = Array.from('aAbBcCdDeFgGhHIjklmMnNpPqrRsStTuUVwWxXyYz%');
const FLAGGED = [
  '%-d',
  '%_d',
  '%0e',
  '%-j',
  '%^a',
  '%^B',
  '%_H',
  '%-I',
  '%3N',
  '%6N',
  '%5Y',
  '%-F',
  '%10s',
];
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];

/** What GNU date makes of it. */
function date(format: string, seconds: number, zone: string): string {
  const words = ['-d', `@${seconds}`, `+${format}`];
  const env = { ...process.env, TZ: zone, LC_ALL: 'C' };
  // date adds the newline.
  return execFileSync('date', words, { env, encoding: 'utf8' }).slice(0, -1);
}

function ours(format: string, seconds: number, zone: string): string {
  const before = process.env['TZ'];
  process.env['TZ'] = zone;
  try {
    return strftime(format, seconds * 1000);
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
}

describe('strftime', () => {
  const all = [...DIRECTIVES.map((letter) => `%${letter}`), ...FLAGGED].join('|');

  propertyTest(
    'gives what GNU date gives, for every directive',
    [fc.integer({ min: 0, max: 4_102_444_800 }), fc.constantFrom(...ZONES)],
    (seconds, zone) => {
      expect(ours(all, seconds, zone)).toBe(date(all, seconds, zone));
    },
  );

  it('counts the weeks around the new year as date does', () => {
    // Each year begins on another weekday than those before it, or is a leap year.
    for (const year of [2004, 2005, 2006, 2008, 2009, 2010, 2015, 2016, 2020, 2021]) {
      for (const day of [-2, -1, 0, 1, 2]) {
        const seconds = Date.UTC(year, 0, 1 + day) / 1000;
        const format = '%F %G-%V %g %U %W %j';
        expect(ours(format, seconds, 'UTC')).toBe(date(format, seconds, 'UTC'));
      }
    }
  });

  it('writes the digits of the second', () => {
    expect(strftime('%L %f %N %3N', 1_427_369_652_123.456, true)).toBe('123 123456 123456000 123');
    expect(strftime('%S.%L', -1, true)).toBe('59.999');
  });

  it.each([
    ['%Q', '"%Q"'],
    ['%', 'ends in the middle'],
    ['%Z', '"%Z"'],
    ['%-', 'ends in the middle'],
  ])('refuses %s', (format, words) => {
    expect(() => strftime(format, 0)).toThrow(words);
  });
});
