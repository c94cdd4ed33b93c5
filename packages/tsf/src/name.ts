/**
 * Names with a time stamp: how they are made from the NAME that the user gave, and how they are
 * recognised again.
 */
import { basename, dirname, extname, join } from 'node:path';
import { ToolError } from '@nearhand/core/errors';
import type { Compression } from './compress.ts';
import { strftime } from './strftime.ts';

/** How the stamp is written, and where in the name it stands. */
export interface StampStyle {
  /** Write the stamp in UTC. Default: local time, as `TZ` says. */
  readonly utc?: boolean | undefined;
  /** The digits after the seconds: none, 3 or 6. Default: `seconds`. */
  readonly precision?: 'seconds' | 'milliseconds' | 'microseconds' | undefined;
  /** The stamp in the directives of `strftime`. Default: `%Y%m%d%H%M%S`, and what `precision` adds. */
  readonly format?: string | undefined;
  /** Put the stamp before the extension (`page.20150326123412.html`). Default: before the name. */
  readonly suffix?: boolean | undefined;
  /** Make a folder called NAME and write the stamped file inside. */
  readonly directory?: boolean | undefined;
  /** Added to the end of the file's name, such as `.gz`; it is no part of NAME. */
  readonly ending?: string | undefined;
}

export interface StampNameOptions extends StampStyle {
  /** The moment to stamp with: a Date, or milliseconds since 1970. Default: now. */
  readonly time?: Date | number | undefined;
  /** The number of the clash, added to the stamp from 1 on. Default: 0, no number. */
  readonly clash?: number | undefined;
}

/** A stamped name before its clash number is known. */
export interface StampedName {
  /** The folder that the file goes into, as the user wrote it; `.` for the current one. */
  readonly folder: string;
  /** NAME without its folders. */
  readonly base: string;
  /** The file's name for a clash number: 0, and then 1, 2, and so on. */
  readonly file: (clash: number) => string;
}

/** The longest name that the usual file systems take, in bytes. */
export const NAME_MAX = 255;

/**
 * The path that a file of NAME is given, such as `sub/20150326123412-page.html`.
 *
 * @throws ToolError `NAME` for a NAME that no file can have, `FORMAT` for a bad format.
 */
export function stampName(name: string, options: StampNameOptions = {}): string {
  const time = options.time === undefined ? Date.now() : Number(options.time);
  const stamped = stampedName(name, time, options);
  const file = stamped.file(options.clash ?? 0);
  return stamped.folder === '.' && !name.startsWith('./') ? file : join(stamped.folder, file);
}

/** Splits NAME, writes the stamp for `time`, and puts the two together. */
export function stampedName(name: string, time: number, style: StampStyle = {}): StampedName {
  const { base, folder } = splitName(name, style);
  const stamp = stampFor(time, style);
  const { before, after } = around(base, style);
  const stamped: StampedName = {
    folder,
    base,
    file: (clash) => `${before}${stamp}${clash === 0 ? '' : `-${clash}`}${after}`,
  };
  const bytes = Buffer.byteLength(stamped.file(0));
  if (bytes > NAME_MAX) {
    throw new ToolError(
      `the name with its stamp has ${bytes} bytes, and a file name has at most ${NAME_MAX}`,
      { code: 'NAME', exitCode: 2, hint: `Shorten it by ${bytes - NAME_MAX} or more.` },
    );
  }
  return stamped;
}

/** The folder and the base name of NAME; with `directory` NAME itself is the folder too. */
export function splitName(
  name: string,
  style: StampStyle = {},
): { readonly folder: string; readonly base: string } {
  const trimmed = style.directory ? name.replace(/(?<=.)\/+$/, '') : name;
  const refuse = (why: string, hint?: string): never => {
    throw new ToolError(`${JSON.stringify(name)} ${why}`, { code: 'NAME', exitCode: 2, hint });
  };
  if (trimmed === '') refuse('is no name for a file');
  if (trimmed.includes('\0')) refuse('holds a NUL character, which no file name can');
  if (trimmed.endsWith('/')) {
    refuse('names a folder', 'Name the file in it, or use -d to have a folder made for the files.');
  }
  const base = basename(trimmed);
  if (base === '.' || base === '..' || base === '') refuse('names a folder, and not a file');
  return { folder: style.directory ? trimmed : dirname(trimmed), base };
}

/** The stamp alone: `20150326123412`. */
export function stampFor(time: number, style: StampStyle = {}): string {
  const more = { seconds: '', milliseconds: '%L', microseconds: '%f' }[
    style.precision ?? 'seconds'
  ];
  const stamp = strftime(style.format ?? `%Y%m%d%H%M%S${more}`, time, style.utc);
  const refuse = (why: string): never => {
    throw new ToolError(`the format ${JSON.stringify(style.format)} ${why}`, {
      code: 'FORMAT',
      exitCode: 2,
      hint: 'The stamp is part of a file name, as in --format %Y-%m-%dT%H%M%S.',
    });
  };
  if (stamp === '') refuse('gives an empty stamp');
  if (stamp.includes('/')) refuse(`gives ${JSON.stringify(stamp)}, with a slash in it`);
  if (stamp.includes('\0')) refuse('holds a NUL character');
  return stamp;
}

function around(base: string, style: StampStyle): { before: string; after: string } {
  const ending = style.ending ?? '';
  if (!style.suffix) return { before: '', after: `-${base}${ending}` };
  // `x.tar.gz` keeps both its extensions together.
  const extension = /\.tar\.[^.]+$/.exec(base)?.[0] ?? extname(base);
  const stem = base.slice(0, base.length - extension.length);
  return { before: `${stem || base}.`, after: `${stem ? extension : ''}${ending}` };
}

/** The NAME for the standard error of a command whose streams are split: `report.err.txt`. */
export function errorName(name: string, style: StampStyle = {}): string {
  const { base } = splitName(name, style);
  const { before, after } = around(base, { suffix: true });
  return `${name.slice(0, name.lastIndexOf(base))}${before}err${after}`;
}

/** What {@link recogniser} finds in the name of a file. */
export interface Recognised {
  /** The digits of the stamp. */
  readonly stamp: string;
  readonly clash: number;
}

/**
 * Tells files of NAME by their name alone, where the stamp has the default format (with any
 * precision), in front or before the extension, and `.gz` or `.zst` may follow.
 *
 * It is a guess: `20150326123412-1-x` is the second `x` of that second, or the first `1-x`. Only
 * the record of the runs knows.
 */
export function recogniser(base: string): (file: string) => Recognised | undefined {
  const stamp = String.raw`(\d{14}(?:\d{3}|\d{6})?)(?:-([1-9]\d*))?`;
  const patterns = [false, true].map((suffix) => {
    const { before, after } = around(base, { suffix });
    return new RegExp(`^${literal(before)}${stamp}${literal(after)}(?:\\.gz|\\.zst)?$`);
  });
  return (file) => {
    for (const pattern of patterns) {
      const match = pattern.exec(file);
      if (match) return { stamp: match[1]!, clash: Number(match[2] ?? 0) };
    }
    return undefined;
  };
}

/**
 * Whether `file` can be a file of NAME (its base name) at all, whatever the format of its stamp. A record
 * that says otherwise was not written by tsf, and must not have a file removed.
 */
export function mayBelong(file: string, base: string): boolean {
  const whole = file.replace(/\.partial$/, '');
  return [file, whole, unpackedName(whole) ?? whole].some((name) => belongs(name, base));
}

/**
 * How tsf compressed a file of NAME (its base name), told by what its name has more than NAME: a `data.gz` that
 * came in packed has no more.
 */
export function compressionOf(file: string, base: string): Compression | undefined {
  const whole = file.replace(/\.partial$/, '');
  const unpacked = unpackedName(whole);
  if (unpacked === undefined || !belongs(unpacked, base)) return undefined;
  return whole.endsWith('.gz') ? 'gzip' : 'zstd';
}

function unpackedName(file: string): string | undefined {
  return /^(.*)\.(?:gz|zst)$/s.exec(file)?.[1];
}

function belongs(file: string, base: string): boolean {
  return [false, true].some((suffix) => {
    const { before, after } = around(base, { suffix });
    const room = file.length - before.length - after.length;
    return room > 0 && file.startsWith(before) && file.endsWith(after);
  });
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/**
 * `.CORE TAIL` as one name, cut to what a file name may have: where it is too long, the end of `core`
 * gives way to a short digest of the whole, so that different names stay different.
 */
export function fitted(core: string, tail: string): string {
  const whole = `.${core}${tail}`;
  if (Buffer.byteLength(whole) <= NAME_MAX) return whole;
  const mark = `~${digest(core)}`;
  const room = NAME_MAX - Buffer.byteLength(`.${mark}${tail}`);
  let kept = '';
  let used = 0;
  for (const character of core) {
    used += Buffer.byteLength(character);
    if (used > room) break;
    kept += character;
  }
  return `.${kept}${mark}${tail}`;
}

/** FNV-1a, 32 bits: enough to tell apart the few long names of one second. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(36).padStart(7, '0');
}
