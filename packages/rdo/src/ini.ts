import { ToolError, type Place } from '@nearhand/core/errors';

export interface IniEntry {
  /** `default` for entries before the first section. */
  readonly section: string;
  readonly key: string;
  readonly value: string;
  readonly keyPlace: Place;
  readonly valuePlace: Place;
}

export interface IniSection {
  readonly name: string;
  readonly place: Place;
}

export interface Ini {
  readonly entries: readonly IniEntry[];
  readonly sections: readonly IniSection[];
}

/**
 * Reads INI: `[section]`, `key = value`, and lines that start with `#` or `;`. A value reaches to the
 * end of its line, and spaces around it don't count.
 *
 * @throws ToolError `CONFIG_SYNTAX` with file, line and column
 */
export function parseIni(text: string, file: string): Ini {
  const entries: IniEntry[] = [];
  const sections: IniSection[] = [];
  let section = 'default';
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    const content = raw.replace(/\r$/, '');
    const trimmed = content.trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
    const indent = content.length - content.trimStart().length;
    const place = { file, line, column: indent + 1 };
    const syntax = (message: string, hint: string): ToolError =>
      new ToolError(message, { code: 'CONFIG_SYNTAX', place, hint });
    if (trimmed.startsWith('[')) {
      const match = /^\[\s*([^\]]+?)\s*\]$/.exec(trimmed);
      if (!match) {
        throw syntax(
          'this section header is not complete',
          'Write it alone on its line: [staging]',
        );
      }
      section = match[1]!;
      sections.push({ name: section, place });
      continue;
    }
    const equals = content.indexOf('=');
    if (equals === -1) {
      throw syntax(
        `this line is neither a section nor a setting: ${JSON.stringify(trimmed)}`,
        'A setting is written KEY = VALUE.',
      );
    }
    const key = content.slice(0, equals).trim();
    if (key === '')
      throw syntax('there is no key before the =', 'A setting is written KEY = VALUE.');
    const rest = content.slice(equals + 1);
    const column = equals + 2 + (rest.length - rest.trimStart().length);
    entries.push({
      section,
      key,
      value: rest.trim(),
      keyPlace: place,
      valuePlace: { file, line, column },
    });
  }
  return { entries, sections };
}
