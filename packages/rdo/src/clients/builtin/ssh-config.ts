/**
 * What ssh_config(5) says about one host. The ssh-config package parses the files; which of their
 * blocks apply is decided here, since its own `compute` runs programs (`Match exec`, nslookup), knows
 * no `Include`, and lets the case of a keyword matter.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { LineType, parse, type Line } from 'ssh-config';
import { transportError } from '../../client.ts';
import { matchesPattern, matchesPatterns } from './patterns.ts';

/** The values of each keyword (in lower case): one for most, all of them for those that add up. */
export type HostConfig = ReadonlyMap<string, readonly string[]>;

export interface HostQuery {
  /** As it was asked for, before any HostName. */
  readonly host: string;
  readonly user: string | undefined;
  readonly localUser: string;
  /** The user's home folder, for `~`, and for Include. */
  readonly home: string;
  /** Settings that come before those of the files. */
  readonly options: Readonly<Record<string, string>>;
  /** In the order in which they are read; a file that isn't there is skipped. */
  readonly files: readonly string[];
}

/** Keywords whose every use counts; of all others the first value stays. */
const CUMULATIVE = new Set(['identityfile', 'certificatefile', 'sendenv', 'setenv']);
const MAX_DEPTH = 16;

interface Reading {
  readonly query: HostQuery;
  readonly values: Map<string, string[]>;
  final: boolean;
  wantsFinal: boolean;
}

/**
 * @throws ToolError in the phase `resolve` for a file that can't be read or parsed, and for what only
 * OpenSSH can do (`Match exec`).
 */
export function readHostConfig(query: HostQuery): HostConfig {
  const reading: Reading = { query, values: new Map(), final: false, wantsFinal: false };
  for (const [key, value] of Object.entries(query.options)) add(reading, key, value);
  for (const file of query.files) readConfigFile(reading, file, 0);
  if (reading.wantsFinal) {
    reading.final = true;
    for (const file of query.files) readConfigFile(reading, file, 0);
  }
  return reading.values;
}

function add({ values }: Reading, keyword: string, value: string): void {
  const key = keyword.toLowerCase();
  const known = values.get(key);
  if (!known) values.set(key, [value]);
  else if (CUMULATIVE.has(key) && !known.includes(value)) known.push(value);
}

function readConfigFile(reading: Reading, file: string, depth: number): void {
  const lines = parseFile(file);
  if (lines) applyLines(reading, lines, { file, depth });
}

function parseFile(file: string): readonly Line[] | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw transportError('resolve', `${file} can't be read (${code})`, { cause: error });
  }
  try {
    return parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw transportError('resolve', `${file} is no valid ssh_config: ${why}`, { cause: error });
  }
}

interface Where {
  readonly file: string;
  readonly depth: number;
}

function applyLines(reading: Reading, lines: readonly Line[], where: Where): void {
  for (const line of lines) {
    if (line.type !== LineType.DIRECTIVE) continue;
    const keyword = line.param.toLowerCase();
    if (keyword === 'host' || keyword === 'match') {
      const words = wordsOf(line.value);
      const applies =
        keyword === 'host'
          ? matchesPatterns(words, reading.query.host)
          : matchApplies(reading, words, where);
      if (applies && 'config' in line) applyLines(reading, line.config, where);
    } else if (keyword === 'include') {
      for (const pattern of wordsOf(line.value)) include(reading, pattern, where);
    } else {
      const value = textOf(line.value);
      if (/\s/.test(line.param) || value === '') {
        const name = line.param.split(/\s/)[0];
        throw transportError('resolve', `${where.file}: ${name} stands without a value`);
      }
      add(reading, keyword, value);
    }
  }
}

type Value = Extract<Line, { value: unknown }>['value'];

function wordsOf(value: Value): string[] {
  return typeof value === 'string' ? [value] : value.map(({ val }) => val);
}

/** The value as it was written, for keywords that take a whole line. */
function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  return value
    .map(({ val, separator, quoted }) => separator + (quoted ? `"${val}"` : val))
    .join('')
    .trim();
}

function matchApplies(reading: Reading, words: readonly string[], where: Where): boolean {
  const { query, values } = reading;
  const user = query.user ?? values.get('user')?.[0] ?? query.localUser;
  const subjects: Readonly<Record<string, string>> = {
    host: values.get('hostname')?.[0]?.replaceAll('%h', query.host) ?? query.host,
    originalhost: query.host,
    user,
    localuser: query.localUser,
  };
  for (let i = 0; i < words.length; i += 1) {
    const negated = words[i]!.startsWith('!');
    const criterion = words[i]!.slice(negated ? 1 : 0).toLowerCase();
    let holds: boolean;
    if (criterion === 'all') holds = true;
    else if (criterion === 'canonical') holds = false;
    else if (criterion === 'final') {
      reading.wantsFinal ||= !reading.final;
      holds = reading.final;
    } else if (Object.hasOwn(subjects, criterion)) {
      i += 1;
      holds = matchesPatterns(
        (words[i] ?? '').split(','),
        subjects[criterion]!,
        criterion.endsWith('host') ? 'ignored' : 'exact',
      );
    } else {
      throw transportError(
        'resolve',
        `${where.file}: Match ${criterion} is more than the built-in SSH client can decide`,
        {
          hint: 'Use OpenSSH for this host: install it, or set client = openssh.',
        },
      );
    }
    if (holds === negated) return false;
  }
  return true;
}

/** Include takes `~`, patterns in the last part of the path, and paths relative to the configuration's folder. */
function include(reading: Reading, pattern: string, { file, depth }: Where): void {
  if (depth >= MAX_DEPTH) {
    throw transportError('resolve', `${file}: Include is nested more than ${MAX_DEPTH} deep`);
  }
  const { home, files } = reading.query;
  const expanded = pattern.startsWith('~/') ? join(home, pattern.slice(2)) : pattern;
  // OpenSSH: relative to ~/.ssh in the user's file and to /etc/ssh in the system's, at any depth.
  const root = files.find((name) => dirname(file).startsWith(dirname(name))) ?? file;
  const path = isAbsolute(expanded) ? expanded : join(dirname(root), expanded);
  for (const found of expandGlob(path)) readConfigFile(reading, found, depth + 1);
}

function expandGlob(path: string): readonly string[] {
  let found = [path.startsWith('/') ? '/' : ''];
  for (const part of path.split('/').filter(Boolean)) {
    if (!/[*?]/.test(part)) found = found.map((dir) => join(dir, part));
    else found = found.flatMap((dir) => matchingEntries(dir, part));
  }
  return found;
}

function matchingEntries(dir: string, pattern: string): string[] {
  let names: string[];
  try {
    names = readdirSync(dir);
  } catch {
    return [];
  }
  const visible = pattern.startsWith('.') ? names : names.filter((name) => !name.startsWith('.'));
  return visible
    .filter((name) => matchesPattern(pattern, name))
    .toSorted()
    .map((name) => join(dir, name));
}
