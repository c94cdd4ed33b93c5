import { join } from 'node:path';
import { need, openTerminal, runFile, tempDir, writeTree } from '@nearhand/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDisplay, toShell } from '../src/quote.ts';

const SHELLS = [
  { name: 'sh', argv: ['sh'], how: '' },
  { name: 'dash', argv: ['dash'], how: 'apt-get install dash' },
  { name: 'bash', argv: ['bash', '--norc'], how: 'apt-get install bash' },
  { name: 'zsh', argv: ['zsh', '-f'], how: 'apt-get install zsh' },
  { name: 'ksh', argv: ['ksh'], how: 'apt-get install ksh' },
  { name: 'busybox ash', argv: ['busybox', 'ash'], how: 'apt-get install busybox' },
].map((shell) => ({ ...shell, met: need(shell.name, shell.how, shell.argv[0]!).met }));

const DISPLAY_SHELLS = SHELLS.filter(({ name }) => ['bash', 'zsh', 'ksh'].includes(name));

/** What shells read in a way of their own, and then anything at all. */
const word = fc
  .oneof(
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 10 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
    {
      weight: 3,
      arbitrary: fc
        .array(
          fc.constantFrom(
            "'",
            '"',
            '\\',
            '!',
            '$',
            '`',
            '\n',
            '\r',
            '\t',
            ' ',
            '*',
            '?',
            '[a]',
            '{a,b}',
            '~',

            '=',
            '#',
            '&',
            '|',
            ';',
            '<',
            '>',
            '(',
            ')',
            '%',
            '-',
            '$(x)',
            '${x}',
            '\u001b[31m',

            'a',
            '0',
            'é',
            '日本',
            '🎉',
            '\u007f',
            '\u0085',
            '\u2028',
            '\u202e',
            "$'",
            '\\n',
            '',
          ),
          { maxLength: 6 },
        )
        .map((parts) => parts.join('')),
    },
  )
  .map((text) => text.replaceAll('\0', ''));

/** Many argv in one run of a shell, since it is the start that takes the time. */
const batch = fc.array(fc.array(word, { maxLength: 4 }), { minLength: 40, maxLength: 60 });

async function through(
  shell: readonly string[],
  line: (argv: readonly string[]) => string,
  argvs: string[][],
) {
  const script = argvs.map((argv) => line(['printf', '%s\\000', `${argv.length}`, ...argv]));
  const dir = writeTree(tempDir(), { script: `${script.join('\n')}\n` });
  const { stdout, stderr } = await runFile(shell[0]!, [...shell.slice(1), join(dir, 'script')], {
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
  });
  expect(stderr).toBe('');
  return stdout;
}

const asWords = (argvs: string[][]): string =>
  argvs.map((argv) => [`${argv.length}`, ...argv].map((one) => `${one}\0`).join('')).join('');

describe('toShell', () => {
  it.each(SHELLS.filter(({ met }) => met))(
    'comes back from $name as it was',
    async ({ argv: shell }) => {
      await fc.assert(
        fc.asyncProperty(batch, async (argvs) => {
          expect(await through(shell, toShell, argvs)).toBe(asWords(argvs));
        }),
        { numRuns: 12 },
      );
    },
  );

  it('refuses what no argv can hold', () => {
    expect(() => toShell(['a', 'b\0c'])).toThrow(TypeError);
    expect(() => toDisplay(['b\0c'])).toThrow(TypeError);
  });

  it('writes an empty word, and nothing for no words', () => {
    expect(toShell(['', "it's"])).toBe(`'' 'it'\\''s'`);
    expect(toShell([])).toBe('');
  });
});

describe('toDisplay', () => {
  it.each(DISPLAY_SHELLS.filter(({ met }) => met))(
    'comes back from $name as it was',
    async ({ argv: shell }) => {
      await fc.assert(
        fc.asyncProperty(batch, async (argvs) => {
          expect(await through(shell, toDisplay, argvs)).toBe(asWords(argvs));
        }),
        { numRuns: 12 },
      );
    },
  );

  it('is one line that moves no cursor and hides nothing', () => {
    fc.assert(
      fc.property(fc.array(word), (argv) => {
        expect(toDisplay(argv)).not.toMatch(
          /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('shows plain words plainly', () => {
    expect(toDisplay(['make', '-j4', 'CC=gcc', 'a b', '', "it's", 'x\ny'])).toBe(
      `make -j4 CC=gcc 'a b' '' 'it'\\''s' $'x\\ny'`,
    );
  });

  const names = [
    'a=b',
    'if',
    'time',
    '=ls',
    '~',
    '[[',
    '{',
    '!',
    'a b',
    '$x',
    'done',
    '-x',
    '+x',
    'repeat',
    'foreach',
    'end',
    'nocorrect',
  ];
  it.each(DISPLAY_SHELLS.filter(({ met }) => met))(
    'runs a program in $name, whatever its name is',
    async ({ argv: shell }) => {
      const dir = writeTree(
        tempDir(),
        Object.fromEntries(
          names.map((name) => [`bin/${name}`, '#!/bin/sh\necho "ran $(basename -- "$0") $1"\n']),
        ),
      );
      const script = names.map((name) => toDisplay([name, '=x'])).join('\n');
      const file = join(writeTree(dir, { script: `${script}\n` }), 'script');
      const { stdout, stderr } = await runFile(shell[0]!, [...shell.slice(1), file], {
        env: { PATH: `${join(dir, 'bin')}:/usr/bin:/bin`, HOME: dir },
      });
      expect(stderr).toBe('');
      expect(stdout.trim().split('\n')).toEqual(names.map((name) => `ran ${name} =x`));
    },
  );

  it('can be pasted into a bash at a terminal, which expands history', async () => {
    const words = ['a!b', 'x\n!!', "!'!", 'tab\tend'];
    const terminal = openTerminal(['bash', '--norc', '--noprofile', '-i'], {
      env: { PS1: '', TERM: 'dumb', HOME: tempDir() },
    });
    terminal.send("bind 'set enable-bracketed-paste off'; stty -echo; echo REA''DY\r");
    await terminal.waitFor('READY');
    terminal.send(`${toDisplay(['printf', '<%s>', ...words])}; echo ' EN''D'\r`);
    const shown = await terminal.waitFor(' END');
    expect(shown.replaceAll('\r\n', '\n')).toContain(
      `${words.map((one) => `<${one}>`).join('')} END`,
    );
  });
});
