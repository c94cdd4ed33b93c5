import { readConfigText } from '@nearhand/core/config';
import { ToolError } from '@nearhand/core/errors';
import type { TemplateValues } from '../template/index.ts';

/**
 * Reads the values of placeholders: a JSON object of strings, numbers and booleans, or lines
 * `NAME=VALUE`, where empty lines and those that start with `#` don't count.
 */
export function readValues(file: string): TemplateValues {
  const text = readConfigText(file);
  const values = text.trimStart().startsWith('{') ? fromJson(text, file) : fromLines(text, file);
  return { variables: values, external: values };
}

function fromJson(text: string, file: string): Record<string, string> {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (cause) {
    throw new ToolError(`the values are not JSON: ${(cause as Error).message}`, {
      code: 'VALUES_NOT_JSON',
      place: { file },
      cause,
    });
  }
  return Object.fromEntries(
    Object.entries(read as Record<string, unknown>).map(([name, value]) => {
      if (typeof value === 'object') {
        throw new ToolError(`the value of ${name} is no text`, {
          code: 'VALUES_NOT_TEXT',
          place: { file },
          hint: 'Each value is a string, a number, true or false.',
        });
      }
      return [name, String(value as string | number | boolean)];
    }),
  );
}

function fromLines(text: string, file: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [index, line] of text.split(/\r\n?|\n/).entries()) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const equals = line.indexOf('=');
    if (equals < 1) {
      throw new ToolError(`${JSON.stringify(line.trim())} is not NAME=VALUE`, {
        code: 'VALUES_LINE',
        place: { file, line: index + 1, column: 1 },
      });
    }
    values[line.slice(0, equals).trim()] = line.slice(equals + 1);
  }
  return values;
}
