import { join } from 'node:path';
import { need, runFile, tempDir, writeTree } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { manPage, type CommandLine } from '../../src/cli.ts';
import { mixed, runner, tool } from './tables.ts';

const mandoc = need('mandoc', 'apt-get install mandoc', 'mandoc');
const man = need('man', 'apt-get install man-db groff-base', 'man');

const awkward: CommandLine = {
  ...runner,
  summary: String.raw`.dots, 'quotes', "double", \back, -dash and ~tilde`,
  examples: [[".rdo 'it\\'s' -n", "'tis so"]],
  notes: ["'starts with a quote", '.starts with a dot'],
};

describe.each([runner, tool, mixed, awkward] as CommandLine[])(
  'the man page of $name: $summary',
  (table) => {
    it.skipIf(!mandoc.met)('has no fault that mandoc knows', async () => {
      const { stdout } = await runFile('mandoc', ['-Tlint', '-Wwarning'], {
        input: manPage(table),
      });
      // A date would make each build another: there is none on purpose.
      expect(stdout.replace(/^.*WARNING: missing date, using "": TH\n/, '')).toBe('');
    });

    it.skipIf(!man.met)('is shown by man, with all that was said', async () => {
      const dir = writeTree(tempDir(), { 'page.1': manPage(table) });
      const { stdout, stderr } = await runFile('man', ['--warnings', '-l', join(dir, 'page.1')], {
        env: { ...process.env, MANWIDTH: '200', LC_ALL: 'C.UTF-8', MAN_KEEP_FORMATTING: '' },
      });
      expect(stderr).toBe('');
      const text = stdout.replaceAll(/.\u0008/g, '');
      expect(text).toContain(`${table.name} - ${table.summary}`);
      for (const [words] of table.examples ?? []) expect(text).toContain(words);
      for (const note of table.notes ?? []) expect(text).toContain(note);
      for (const [option, { hidden }] of Object.entries(table.options)) {
        expect(text.includes(`--${option}`)).toBe(!hidden);
      }
      for (const { usage } of Object.values(table.commands ?? {})) {
        expect(text).toContain(`${table.name} ${usage}`);
      }
    });
  },
);
