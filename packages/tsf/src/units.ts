/**
 * Sizes, spans of time and moments, as people write and read them.
 */
import { ToolError } from '@nearhand/core/errors';

const SIZES: Readonly<Record<string, number>> = {
  K: 1024,
  M: 1024 ** 2,
  G: 1024 ** 3,
  T: 1024 ** 4,
};
const SPANS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  y: 365 * 86_400_000,
};

/** The farthest moment from 1970 that a calendar can show in any time zone, in milliseconds. */
export const FARTHEST = 8.64e15 - 86_400_000;

function refuse(what: string, text: string, hint: string): never {
  throw new ToolError(`${what}: ${JSON.stringify(text)} is not understood`, {
    code: 'USAGE',
    hint,
  });
}

/** `1G`, `200M`, `1.5K` or plain bytes, in bytes. K is 1024 bytes, and `KB` and `KiB` are the same. */
export function parseSize(text: string, what: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?$/i.exec(text.trim());
  if (!match) refuse(what, text, 'a size is a number of bytes, or one with K, M, G or T: 200M');
  return Math.floor(Number(match[1]) * (SIZES[match[2]!.toUpperCase()] ?? 1));
}

/** `30d`, `12h`, `90s`, `1h30m`; a number alone is seconds. In milliseconds. */
export function parseSpan(text: string, what: string): number {
  const trimmed = text.trim();
  if (/^\d+(?:\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1000;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhdwy]))+$/.test(trimmed)) {
    refuse(what, text, 'a span of time is written like 90s, 15m, 12h, 30d, 8w, 1y or 1h30m');
  }
  let total = 0;
  for (const [, count, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdwy])/g)) {
    total += Number(count) * SPANS[unit!]!;
  }
  return total;
}

/**
 * A moment: `2015-03-26 12:00`, `2015-03-26`, `12:00` (today), ISO 8601 with an offset or `Z`, a stamp
 * (`20150326120000`) or `@` and seconds since 1970. Without an offset it is local time, or UTC if
 * `utc` says so. In milliseconds since 1970.
 */
export function parseMoment(
  text: string,
  what: string,
  options: { readonly utc?: boolean | undefined; readonly now: number },
): number {
  const trimmed = text.trim();
  if (trimmed === 'now') return options.now;
  const epoch = /^@(-?\d+(?:\.\d+)?)$/.exec(trimmed);
  const time = epoch ? Number(epoch[1]) * 1000 : (calendar(trimmed, options) ?? Number.NaN);
  if (!(Math.abs(time) <= FARTHEST)) {
    refuse(
      what,
      text,
      "a time is written like '2015-03-26 12:00', 2015-03-26T12:00:00Z, 20150326120000 or @1427371200",
    );
  }
  return time;
}

function calendar(
  text: string,
  { utc, now }: { readonly utc?: boolean | undefined; readonly now: number },
): number | undefined {
  const clock = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(text);
  if (clock) {
    const today = new Date(now);
    const day = utc
      ? [today.getUTCFullYear(), today.getUTCMonth() + 1, today.getUTCDate()]
      : [today.getFullYear(), today.getMonth() + 1, today.getDate()];
    return moment([...day, ...clock.slice(1, 4).map((part) => Number(part ?? 0))], utc);
  }
  const stamp = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})?(\d{3})?$/.exec(text);
  if (stamp)
    return moment(
      stamp.slice(1).map((part) => Number(part ?? 0)),
      utc,
    );
  const full =
    /^(\d{4})-(\d\d?)-(\d\d?)(?:[ T](\d\d?)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,3})\d*)?)?)?)?\s*(Z|[-+]\d\d(?::?\d\d)?)?$/i.exec(
      text,
    );
  if (!full) return undefined;
  const parts = full.slice(1, 7).map((part) => Number(part ?? 0));
  parts.push(Number((full[7] ?? '').padEnd(3, '0')));
  const zone = full[8];
  if (zone === undefined) return moment(parts, utc);
  const [, sign, hours = '0', minutes = '0'] = /^([-+])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1);
  const time = moment(parts, true);
  return time === undefined ? undefined : time - offset * 60_000;
}

/** Refuses what no calendar has, such as the 31st of June: Date would go on to the next month. */
function moment(parts: readonly number[], utc: boolean | undefined): number | undefined {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, milli = 0, micro = 0] =
    parts;
  const check = new Date(Date.UTC(year, month - 1, day));
  if (check.getUTCMonth() !== month - 1 || check.getUTCDate() !== day) return undefined;
  if (hour > 24 || minute > 59 || second > 60) return undefined;
  const time = utc
    ? Date.UTC(year, month - 1, day, hour, minute, second, milli)
    : new Date(year, month - 1, day, hour, minute, second, milli).getTime();
  return time + micro / 1000;
}

/** `1.2 MiB`, `512 B`: three digits at the most. */
export function showSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 999.5 && unit < 3) {
    value /= 1024;
    unit += 1;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${['KiB', 'MiB', 'GiB', 'TiB'][unit]}`;
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function showSpan(ms: number): string {
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60)
    return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** `2015-03-26 12:34:12`, in local time or UTC. */
export function showMoment(time: number, utc = false): string {
  const date = new Date(utc ? time : time - new Date(time).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 19).replace('T', ' ');
}
