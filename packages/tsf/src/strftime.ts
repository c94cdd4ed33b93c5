/**
 * strftime, with the directives that GNU date has and that don't depend on a language: names of days
 * and months are English.
 */
import { ToolError } from '@nearhand/core/errors';

/** The parts of a moment, in local time or in UTC. */
interface Moment {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Microseconds within the second. */
  readonly micro: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 1 to 366. */
  readonly yearday: number;
  /** Minutes east of UTC. */
  readonly offset: number;
  /** Whole seconds since 1970-01-01T00:00Z. */
  readonly epoch: number;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A number and the width and the character that it is filled up with. */
type Field = readonly [value: number, width: number, fill: '0' | ' '];

const NUMBERS: Readonly<Record<string, (m: Moment) => Field>> = {
  C: (m) => [Math.floor(m.year / 100), 2, '0'],
  d: (m) => [m.day, 2, '0'],
  e: (m) => [m.day, 2, ' '],
  g: (m) => [isoWeek(m).year % 100, 2, '0'],
  G: (m) => [isoWeek(m).year, 4, '0'],
  H: (m) => [m.hour, 2, '0'],
  I: (m) => [m.hour % 12 || 12, 2, '0'],
  j: (m) => [m.yearday, 3, '0'],
  k: (m) => [m.hour, 2, ' '],
  l: (m) => [m.hour % 12 || 12, 2, ' '],
  m: (m) => [m.month, 2, '0'],
  M: (m) => [m.minute, 2, '0'],
  q: (m) => [Math.ceil(m.month / 3), 1, '0'],
  s: (m) => [m.epoch, 1, '0'],
  S: (m) => [m.second, 2, '0'],
  u: (m) => [m.weekday || 7, 1, '0'],
  U: (m) => [Math.floor((m.yearday + 6 - m.weekday) / 7), 2, '0'],
  V: (m) => [isoWeek(m).week, 2, '0'],
  w: (m) => [m.weekday, 1, '0'],
  W: (m) => [Math.floor((m.yearday + 6 - ((m.weekday + 6) % 7)) / 7), 2, '0'],
  y: (m) => [m.year % 100, 2, '0'],
  Y: (m) => [m.year, 4, '0'],
};

const TEXTS: Readonly<Record<string, (m: Moment) => string>> = {
  a: (m) => DAYS[m.weekday]!.slice(0, 3),
  A: (m) => DAYS[m.weekday]!,
  b: (m) => MONTHS[m.month - 1]!.slice(0, 3),
  B: (m) => MONTHS[m.month - 1]!,
  f: (m) => String(m.micro).padStart(6, '0'),
  h: (m) => MONTHS[m.month - 1]!.slice(0, 3),
  L: (m) => String(Math.floor(m.micro / 1000)).padStart(3, '0'),
  n: () => '\n',
  p: (m) => (m.hour < 12 ? 'AM' : 'PM'),
  P: (m) => (m.hour < 12 ? 'am' : 'pm'),
  t: () => '\t',
  z: (m) => zone(m.offset),
  '%': () => '%',
};

const COMPOUNDS: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

/**
 * Formats a time as `date +FORMAT` does.
 *
 * Beyond the C standard: `%L` milliseconds, `%f` microseconds, `%N` nanoseconds (`%3N` their first
 * three digits), and the flags `-` (no filling), `_` (fill with spaces), `0` and `^` (upper case).
 *
 * @param time - milliseconds since 1970-01-01T00:00Z; its fraction gives the microseconds
 * @throws ToolError `FORMAT` for a directive that is not known.
 */
export function strftime(format: string, time: number, utc = false): string {
  const moment = momentOf(time, utc);
  const spelled = format.replaceAll(
    /%([-_0^]*\d*)([cDFrRTxX%])/g,
    (whole, _flags, letter) => COMPOUNDS[letter] ?? whole,
  );
  return spelled.replaceAll(/%([-_0^]*)(\d*)([\s\S]?)/gu, (whole, flags, width, letter) =>
    directive({ whole, flags, width, letter }, moment),
  );
}

interface Directive {
  readonly whole: string;
  readonly flags: string;
  readonly width: string;
  readonly letter: string;
}

function directive({ whole, flags, width, letter }: Directive, moment: Moment): string {
  if (letter === 'N') {
    const digits = String(moment.micro).padStart(6, '0').padEnd(9, '0');
    return digits.slice(0, width === '' ? 9 : Number(width)).padEnd(Number(width), '0');
  }
  const flag = flags.replaceAll('^', '').at(-1);
  if (Object.hasOwn(NUMBERS, letter)) {
    const [value, usual, fill] = NUMBERS[letter]!(moment);
    const size = flag === '-' ? 0 : width === '' ? usual : Number(width);
    return String(value).padStart(size, flag === '_' ? ' ' : flag === '0' ? '0' : fill);
  }
  if (Object.hasOwn(TEXTS, letter)) {
    const text = TEXTS[letter]!(moment);
    return (flags.includes('^') ? text.toUpperCase() : text).padStart(
      Number(width),
      flag === '0' ? '0' : ' ',
    );
  }
  throw new ToolError(
    letter === ''
      ? 'the format ends in the middle of a directive'
      : `the format has an unknown directive ${JSON.stringify(whole)}`,
    {
      code: 'FORMAT',
      exitCode: 2,
      hint:
        letter === 'Z'
          ? 'Use %z: the name of a time zone says less than its offset.'
          : 'A percent sign itself is written %%; the directives are those of `date` but %Z and %:z.',
    },
  );
}

function momentOf(time: number, utc: boolean): Moment {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) {
    throw new ToolError('the time is not one that a calendar has', { code: 'TIME', exitCode: 2 });
  }
  const offset = utc ? 0 : -date.getTimezoneOffset();
  const wall = utc
    ? date
    : new Date(
        Date.UTC(
          date.getFullYear(),
          date.getMonth(),
          date.getDate(),
          date.getHours(),
          date.getMinutes(),
          date.getSeconds(),
        ),
      );
  const year = wall.getUTCFullYear();
  const midnight = Date.UTC(year, wall.getUTCMonth(), wall.getUTCDate());
  return {
    year,
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    micro: Math.floor((time - Math.floor(time / 1000) * 1000) * 1000),
    weekday: wall.getUTCDay(),
    yearday: Math.round((midnight - Date.UTC(year, 0, 1)) / 86_400_000) + 1,
    offset,
    epoch: Math.floor(time / 1000),
  };
}

/** ISO 8601: a week belongs to the year that its Thursday lies in. */
function isoWeek(m: Moment): { year: number; week: number } {
  const thursday = m.yearday + 4 - (m.weekday || 7);
  const length = (year: number): number =>
    Math.round((Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / 86_400_000);
  if (thursday < 1) {
    return { year: m.year - 1, week: Math.ceil((thursday + length(m.year - 1)) / 7) };
  }
  if (thursday > length(m.year)) return { year: m.year + 1, week: 1 };
  return { year: m.year, week: Math.ceil(thursday / 7) };
}

function zone(offset: number): string {
  const size = Math.abs(Math.round(offset));
  const hours = String(Math.floor(size / 60)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${hours}${String(size % 60).padStart(2, '0')}`;
}
