import { closeSync, openSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { isNullDevice } from '../src/null-device.ts';
import { setV8Flags } from '../src/v8-flags.ts';

describe.skipIf(process.platform === 'win32')('isNullDevice', () => {
  test.each([
    ['/dev/null', true],
    ['/dev/zero', false],
    [import.meta.filename, false],
  ])('%s: %s', (file, expected) => {
    const fd = openSync(file, 'r');
    try {
      expect(isNullDevice(fd)).toBe(expected);
    } finally {
      closeSync(fd);
    }
  });

  test('a descriptor that is not open', () => {
    expect(isNullDevice(12_345)).toBe(false);
  });
});

describe('setV8Flags', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  function nodeIs(version: string): string[] {
    const flags: string[] = [];
    vi.spyOn(process, 'versions', 'get').mockReturnValue({ ...process.versions, node: version });
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue({
      setFlagsFromString: (flag: string) => flags.push(flag),
    });
    return flags;
  }

  test('sets them on a Node that knows them', () => {
    const flags = nodeIs('26.1.0');
    setV8Flags('--no-opt', '--no-maglev');
    expect(flags).toEqual(['--no-opt', '--no-maglev']);
  });

  test('leaves a Node alone that may not', () => {
    const flags = nodeIs('28.0.0');
    setV8Flags('--no-opt');
    expect(flags).toEqual([]);
  });
});
