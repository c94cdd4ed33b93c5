import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasCode, isToolError } from '@nearhand/core/errors';
import { resolve, type ResolveOptions } from '../src/index.ts';
import { readFully } from '../src/xerc/full.ts';
import { readQuickly } from '../src/xerc/quick.ts';
import { splitWords } from '../src/xerc/words.ts';
import { memory, venv } from './support/memory.ts';

const env = { PATH: '/usr/bin', HOME: '/home/u' };
const system = {
  '/bin/sh': 'ELF',
  '/usr/bin/sh': 'ELF',
  '/usr/bin/make': 'ELF',
  '/usr/bin/rdo': 'ELF',
  '/usr/bin/we': 'ELF',
};

function ask(
  text: string,
  more: Partial<ResolveOptions> & { files?: Record<string, string> } = {},
) {
  const { files, ...options } = more;
  return resolve({
    cwd: '/p',
    env,
    fs: memory({ ...system, '/p/.git/': '', '/p/.xerc': text, ...files }),
    platform: 'linux',
    isTrusted: () => true,
    ...options,
  });
}

function problem(text: string): { message: string; code: string; place?: object; hint?: string } {
  try {
    ask(text);
  } catch (error) {
    if (isToolError(error)) {
      const { message, code, place, hint } = error;
      return { message, code, ...(place ? { place } : {}), ...(hint ? { hint } : {}) };
    }
    throw error;
  }
  throw new Error('no error was thrown');
}

describe('reading', () => {
  test('an unknown key is an error with its line and the nearest name', () => {
    expect(problem('VENV: x\n\nTEST_RUNER: pytest\n')).toEqual({
      message: 'unknown key "TEST_RUNER"',
      code: 'CONFIG_UNKNOWN_KEY',
      place: { file: '/p/.xerc', line: 3, column: 1 },
      hint: 'did you mean "TEST_RUNNER"?',
    });
  });

  test.each([
    ['USE_RDO: maybe', 'USE_RDO must be true or false', 1],
    ['RDO_COMMANDS: make', 'RDO_COMMANDS must be a list', 1],
    ['VENV: [a]', 'VENV must be a text', 1],
    ['VENV: ""', 'VENV is empty', 1],
    ['TEST_RUNNER: pytest -k "a', 'TEST_RUNNER has a quote that is not closed', 1],
    ['env: [a]', 'env must be a map of names and values', 1],
    ['env:\n  PATH: /x', 'PATH is set by xe itself', 2],
    ['commands:\n  a: []', 'a is empty', 2],
    ['- a', 'a .xerc is a YAML map: `KEY: value` lines', 1],
  ])('%j is refused', (text, message, line) => {
    const found = problem(text);
    expect(found.message).toBe(message);
    expect(found.place).toMatchObject({ file: '/p/.xerc', line });
  });

  test('what is no YAML says where, and the same key twice is none', () => {
    expect(problem('a: [1\nb: 2')).toMatchObject({ code: 'XERC_SYNTAX', place: { line: 2 } });
    expect(problem('VENV: a\nVENV: b')).toMatchObject({ code: 'XERC_SYNTAX', place: { line: 2 } });
  });

  test('an empty file, comments alone, and a key without a value say nothing', () => {
    for (const text of ['', '# nothing\n', 'VENV:\n', 'null', 'USE_RDO: # later\n']) {
      expect(ask(text).root).toBe('/p');
    }
  });

  test('the quick reader answers as the library does, or not at all', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'true',
        'false',
        'yes',
        'null',
        '~',
        '1',
        '1.5',
        'a b',
        'venv',
        '"q # x"',
        "'s'",
        '-',
        '|',
        '&a',
        '*a',
        'a: b',
        'a #b',
        '#c',
        '',
        '[a, b]',
        '{a: b}',
        '!x',
        '%',
        '@',
        '`',
        '"',
        "it's",
        'x\\y',
        '0x1f',
        '.5',
        '2020-01-01',
        'a:b',
        '=',
        '<<',
        '~/x',
        './bin',
        '$HOME/x',
        '- a',
        '? a',
        'a,',
        '[--x, "q", .]',
        "[ a b ,'c' ] # d",
        '[a, [b]]',
        '[a: b]',
        '[true, -.5]',
        '[]',
        '[a,]',
        '-.5',
        '.inf',
        '--x -y',
        'a && b || c; d > e < (f) *.g?!',
      ),
      fc.string({ maxLength: 6 }),
      fc.string({ maxLength: 6 }).map((text) => `[${text}]`),
    );
    const indent = fc.constantFrom('', ' ', '  ', '    ', '\t');
    const key = fc.constantFrom(
      'VENV',
      'path',
      'env',
      'A_b1',
      'yes',
      '1a',
      '"q"',
      'a b',
      '<<',
      '?',
    );
    const line = fc.oneof(
      fc.tuple(indent, key, word).map(([space, name, value]) => `${space}${name}: ${value}`),
      fc.tuple(indent, key).map(([space, name]) => `${space}${name}:`),
      fc.tuple(indent, word).map(([space, value]) => `${space}- ${value}`),
      fc.constantFrom('', '# c', '  # c', '---', '...', '\r'),
      word,
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const text = lines.join('\n');
        const quick = readQuickly(text);
        if (quick) expect(quick).toEqual(readFully(text, 'x'));
      }),
      { numRuns: 5000, seed: 7 },
    );
  });

  test('the quick reader does read what most files are', () => {
    const text =
      '# ours\nVENV: .venv\nUSE_RDO: true\nRDO_COMMANDS:\n  - make\n  - python\nenv:\n  A: "1"\n';
    expect(readQuickly(text)).toEqual(readFully(text, 'x'));
  });

  test('the quick reader reads the .xerc of the README, as that says', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const text = /```yaml\n([^]*?)```/.exec(readme)![1]!;
    expect(text).toContain('commands:');
    expect(readQuickly(text)).toEqual(readFully(text, 'x'));
  });

  test('words are split at blanks, quotes keep them', () => {
    expect(splitWords(`pytest -k "a b" 'c'd ""`)).toEqual(['pytest', '-k', 'a b', 'cd', '']);
    expect(splitWords('a "b')).toBeUndefined();
  });
});

describe('meaning', () => {
  test('inner files win, and outer ones still count', () => {
    const files = { '/p/a/.xerc': 'TEST_RUNNER: inner\nenv: {A: inner}\n', '/p/x/y': '' };
    const text = 'TEST_RUNNER: outer\nVENV: v\nenv: {A: outer, B: outer}\npath: x\n';
    const found = ask(text, { cwd: '/p/a', files });
    expect(found.settings.testRunner?.value).toEqual(['inner']);
    expect(found.settings.venv?.value).toBe('/p/v');
    expect(found.env).toMatchObject({ A: 'inner', B: 'outer' });
    expect(found.path).toEqual(['/p/x']);
  });

  test('env sets texts and, with null, removes', () => {
    const found = ask('env:\n  PORT: 8000\n  GONE: null\n', { env: { ...env, GONE: 'x' } });
    expect(found.envDiff).toMatchObject({ set: { PORT: '8000' }, unset: ['GONE'] });
  });

  test('commands are words or a line for the shell, and -- goes past them', () => {
    const text =
      'commands:\n  build: [make, -j2, all]\n  all: make a && make b\n  make: [make, -k]\n';
    const run = (...command: string[]) => ask(text, { command }).argv;
    expect(run('build', 'x')).toEqual(['/usr/bin/make', '-j2', 'all', 'x']);
    expect(run('all', 'x')).toEqual(['/usr/bin/sh', '-c', 'make a && make b "$@"', 'all', 'x']);
    expect(run('make')).toEqual(['/usr/bin/make', '-k']);
    expect(ask(text, { command: ['make'], literal: true }).argv).toEqual(['/usr/bin/make']);
  });

  test('USE_RDO and RDO_COMMANDS hand over what was typed, with no path of this machine', () => {
    const hand = (text: string, ...command: string[]) => ask(text, { command });
    const files = venv('/p/.venv');
    const all = ask('USE_RDO: true\n', { command: ['python', 'x'], files });
    expect(all.argv).toEqual(['/usr/bin/rdo', '-E', 'XE_REMOTE=1', 'python', 'x']);
    expect(all.remote).toBe(true);
    const some = 'RDO_COMMANDS: [make]\nWITHENV_DEFAULT: -e dev.yml\n';
    expect(hand(some, 'make').words).toEqual([
      'rdo',
      '-E',
      'XE_REMOTE=1',
      'we',
      '-e',
      'dev.yml',
      'make',
    ]);
    expect(hand(some, 'sh').argv).toEqual(['/usr/bin/we', '-e', 'dev.yml', '/usr/bin/sh']);
    expect(hand('RDO_COMMANDS: [b]\ncommands: {b: [make]}\n', 'b').words?.slice(3)).toEqual([
      'make',
    ]);
    expect(hand('USE_RDO: true\n', 'rdo', 'ls').argv).toEqual(['/usr/bin/rdo', 'ls']);
  });

  test('on the machine that rdo chose, xe does not hand over again', () => {
    const found = ask('USE_RDO: true\n', { command: ['make'], env: { ...env, XE_REMOTE: '1' } });
    expect(found.argv).toEqual(['/usr/bin/make']);
    expect(found.why.at(-2)?.because).toContain('this is the machine that rdo chose');
  });
});

describe('trust', () => {
  const asked = (text: string, more: Parameters<typeof ask>[1] = {}) =>
    ask(text, { isTrusted: () => false, ...more }).untrusted.map(({ key }) => key);

  test('keys that add folders of the project are free', () => {
    const text = 'VENV: v\npath: [tools]\nDJANGO_MANAGE: m.py\nTEST_RUNNER: x\nroot: true\n';
    expect(asked(text, { command: ['make'], files: { '/p/tools/x': '' } })).toEqual([]);
  });

  test.each([
    ['VENV: ../other', 'VENV'],
    ['path: [/opt/x]', 'path'],
    ['path: ~/bin', 'path'],
    ['env: {LD_PRELOAD: x}', 'env'],
    ['commands: {make: evil}', 'commands.make'],
    ['USE_RDO: true', 'USE_RDO'],
    ['RDO_COMMANDS: [make]', 'RDO_COMMANDS'],
    ['WITHENV_DEFAULT: -e x', 'WITHENV_DEFAULT'],
  ])('%j needs it', (text, key) => {
    const files = { ...venv('/other'), '/opt/x/make': '', '/home/u/bin/make': '' };
    expect(asked(text, { command: ['make'], files })).toEqual([key]);
    const found = ask(text, { command: ['make'], files, isTrusted: () => false });
    expect(found.argv).toEqual(['/usr/bin/make']);
    expect(found.envDiff).toEqual({ set: {}, unset: [] });
    expect(ask(text, { command: ['make'], files }).untrusted).toEqual([]);
  });

  test('only what takes part in this command asks for it', () => {
    expect(
      asked('commands: {lint: evil}\nRDO_COMMANDS: [python]\n', { command: ['make'] }),
    ).toEqual([]);
  });

  test('is asked for with the very text that was read', () => {
    const seen: string[] = [];
    const isTrusted = (file: string, text: string) => seen.push(file, text) > 0;
    ask('USE_RDO: true\n', { command: ['make'], isTrusted });
    expect(seen).toEqual(['/p/.xerc', 'USE_RDO: true\n']);
  });
});

test('errors are recognised by their code', () => {
  expect(() => ask('X: 1')).toThrow(
    expect.toSatisfy((error) => hasCode(error, 'CONFIG_UNKNOWN_KEY')),
  );
});
