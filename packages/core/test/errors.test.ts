import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  formatError,
  formatPlace,
  formatSystemError,
  hasCode,
  isSystemError,
  isToolError,
  systemReason,
  ToolError,
} from '../src/errors.ts';

describe('ToolError', () => {
  const cause = new Error('deeper');
  const error = new ToolError('unknown key "hots"', {
    code: 'CONFIG_UNKNOWN_KEY',
    place: { file: '.rdo.conf', line: 3, column: 5 },
    hint: 'did you mean "host"?',
    phase: 'config',
    exitCode: 125,
    cause,
  });

  it('carries all that was said', () => {
    expect(error).toMatchObject({ phase: 'config', exitCode: 125, cause });
    expect(formatError(error)).toBe('unknown key "hots" (.rdo.conf:3:5)\ndid you mean "host"?');
    expect(formatError(new ToolError('bare', { code: 'X' }))).toBe('bare');
  });

  it('is known by its code, whichever copy of the class made it', () => {
    expect(hasCode(error, 'CONFIG_UNKNOWN_KEY')).toBe(true);
    expect(hasCode(error, 'OTHER')).toBe(false);
    expect(hasCode('text', 'OTHER')).toBe(false);
    const copy = Object.assign(new Error('x'), { name: 'ToolError', code: 'X' });
    expect([error, copy, cause, null].map(isToolError)).toEqual([true, true, false, false]);
  });
});

describe('formatPlace', () => {
  it.each([
    [{ file: 'a' }, 'a'],
    [{ file: 'a', line: 2 }, 'a:2'],
    [{ file: 'a', line: 2, column: 7 }, 'a:2:7'],
    [{ file: 'a', column: 7 }, 'a'],
  ])('%j is %s', (place, text) => {
    expect(formatPlace(place)).toBe(text);
  });
});

describe('a system error', () => {
  it('is told apart from a bug, and shown in words', () => {
    let caught: unknown;
    try {
      readFileSync('/nowhere/at/all');
    } catch (error) {
      caught = error;
    }
    expect(isSystemError(caught)).toBe(true);
    expect(formatSystemError(caught as NodeJS.ErrnoException)).toBe(
      'cannot open /nowhere/at/all: no such file or directory',
    );
    expect(isSystemError(new TypeError('a bug'))).toBe(false);
  });

  it('falls back to what Node says', () => {
    expect(systemReason(Object.assign(new Error('EWEIRD: odd'), { code: 'EWEIRD' }))).toBe(
      'EWEIRD: odd',
    );
  });
});
