import { didYouMean } from '@nearhand/core/config';
import { ToolError } from '@nearhand/core/errors';
import type { IniEntry } from './ini.ts';
import type { KeySpec } from './keys.ts';

/** A pair of folders that mean the same: here, and there. */
export type Pair = readonly [here: string, there: string];
export type SettingValue = string | number | boolean | readonly string[] | readonly Pair[];

const YES = ['yes', 'true', 'on', '1'];
const NO = ['no', 'false', 'off', '0'];

/** Reads the value of a key. @throws ToolError `CONFIG_BAD_VALUE` with its place */
export function parseValue(spec: KeySpec, entry: IniEntry): SettingValue {
  const { key, value } = entry;
  const bad = (message: string, hint?: string): ToolError =>
    new ToolError(message, { code: 'CONFIG_BAD_VALUE', place: entry.valuePlace, hint });
  if (value.includes('\0')) throw bad(`${key} holds a NUL character`);
  if (value === '' && spec.type !== 'list' && spec.type !== 'words' && spec.type !== 'pairs') {
    throw bad(`${key} is empty`, 'Give it a value, or remove the line.');
  }
  switch (spec.type) {
    case 'boolean': {
      const word = value.toLowerCase();
      if (YES.includes(word)) return true;
      if (NO.includes(word)) return false;
      throw bad(`${key} is ${JSON.stringify(value)}`, 'It is yes or no.');
    }
    case 'port': {
      const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
      if (port < 1 || port > 65_535) {
        throw bad(`${key} is ${JSON.stringify(value)}`, 'A port is a number from 1 to 65535.');
      }
      return port;
    }
    case 'choice': {
      const choices = spec.choices ?? [];
      if (choices.includes(value)) return value;
      throw bad(
        `unknown ${key} ${JSON.stringify(value)}`,
        didYouMean(value, choices) ?? `It is one of: ${choices.join(', ')}.`,
      );
    }
    case 'list':
      return value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
    case 'pairs':
      return value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '')
        .map((item): Pair => {
          const at = item.indexOf('=');
          if (at <= 0 || at === item.length - 1) {
            throw bad(`${key} holds ${JSON.stringify(item)}`, 'A pair is written HERE=THERE.');
          }
          return [item.slice(0, at).trim(), item.slice(at + 1).trim()];
        });
    case 'words':
      try {
        return splitWords(value);
      } catch (error) {
        throw bad(`${key}: ${(error as Error).message}`);
      }
    case 'string':
    case 'path':
      if (value.startsWith('-')) {
        // The programs that get it would take it for an option.
        throw bad(`${key} starts with -`, 'A name or a path is wanted here, not an option.');
      }
      return value;
  }
}

/** Splits as a shell does: spaces separate, quotes and backslashes keep together. Nothing is expanded. */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (quote === "'") {
      if (character === "'") quote = undefined;
      else word += character;
    } else if (character === '\\') {
      at += 1;
      word = (word ?? '') + (text[at] ?? '\\');
    } else if (quote === '"') {
      if (character === '"') quote = undefined;
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (character === ' ' || character === '\t') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== undefined) throw new Error(`the quote ${quote} is not closed`);
  if (word !== undefined) words.push(word);
  return words;
}
