import { describe, expect, test } from 'vitest';
import { cmdWords } from '../src/cli/windows.ts';
import { resolve, type ResolveOptions } from '../src/index.ts';
import { memory } from './support/memory.ts';

const project = {
  'C:\\p\\.git\\': '',
  'C:\\p\\.venv\\pyvenv.cfg': 'home = C:\\Python312\n',
  'C:\\p\\.venv\\Scripts\\python.exe': 'MZ',
  'C:\\p\\.venv\\Scripts\\activate': '#!/bin/sh\n',
  'C:\\p\\node_modules\\.bin\\eslint': '#!/bin/sh\n',
  'C:\\p\\node_modules\\.bin\\eslint.cmd': '@',
  'C:\\p\\gradlew': '#!/bin/sh\n',
  'C:\\p\\bin\\gradlew.bat': '@',
  'C:\\p\\gradlew.bat': '@',
  'C:\\Windows\\where.exe': 'MZ',
};
const env = { Path: 'C:\\Windows;C:\\other\\Scripts', USERPROFILE: 'C:\\Users\\u' };

function ask(more: Partial<ResolveOptions> = {}) {
  return resolve({ cwd: 'C:\\p', env, fs: memory(project, 'win32'), platform: 'win32', ...more });
}

describe('on Windows', () => {
  test('the search path is whatever the variable is called, with ; between entries', () => {
    const found = ask();
    expect(Object.keys(found.envDiff.set)).toContain('Path');
    expect(found.env['Path']).toBe(
      'C:\\p\\.venv\\Scripts;C:\\p\\node_modules\\.bin;C:\\p\\bin;C:\\Windows;C:\\other\\Scripts',
    );
    expect(found.env).not.toHaveProperty('PATH');
    expect(found.env['VIRTUAL_ENV']).toBe('C:\\p\\.venv');
  });

  test('PATHEXT says what a program is, in any letter case', () => {
    const argv = (name: string) => ask({ command: [name] }).argv;
    expect(argv('python')).toEqual(['C:\\p\\.venv\\Scripts\\python.EXE']);
    expect(argv('eslint')).toEqual(['C:\\p\\node_modules\\.bin\\eslint.CMD']);
    expect(argv('eslint.cmd')).toEqual(['C:\\p\\node_modules\\.bin\\eslint.cmd']);
    expect(argv('where')).toEqual(['C:\\Windows\\where.EXE']);
    expect(argv('activate')).toBeUndefined();
    const only = { ...env, PATHEXT: '.EXE' };
    expect(ask({ command: ['eslint'], env: only }).program?.kind).toBe('missing');
  });

  test('gradle runs gradlew.bat', () => {
    expect(ask({ command: ['gradle', 'build'] }).argv).toEqual(['C:\\p\\gradlew.bat', 'build']);
  });

  test('an active environment is taken out whatever the case of its folder', () => {
    const given = {
      Path: 'c:\\OTHER\\scripts;C:\\Windows',
      VIRTUAL_ENV: 'C:\\other',
      USERPROFILE: 'C:\\u',
    };
    expect(ask({ env: given }).env['Path']).toBe(
      'C:\\p\\.venv\\Scripts;C:\\p\\node_modules\\.bin;C:\\p\\bin;C:\\Windows',
    );
  });

  test('xe within xe changes nothing', () => {
    const once = ask();
    expect(ask({ env: once.env }).env).toEqual(once.env);
  });

  test('the search ends at the top of the drive', () => {
    expect(ask({ cwd: 'D:\\a\\b' }).root).toBeUndefined();
  });

  test('a batch file gets its arguments through cmd.exe unharmed', () => {
    expect(cmdWords('C:\\a b\\x.cmd', ['one', 'a "b" & c', '%PATH%', 'end\\'])).toEqual([
      '/d',
      '/s',
      '/c',
      '"C:\\a^ b\\x.cmd ^^^"one^^^" ^^^"a^^^ \\^^^"b\\^^^"^^^ ^^^&^^^ c^^^" ^^^"^^^%PATH^^^%^^^" ^^^"end\\\\^^^""',
    ]);
  });
});
