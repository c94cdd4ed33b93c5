import { describe, expect, it } from 'vitest';
import { manualFiles, type CommandLine, type Options } from '../../src/cli.ts';
import { checkTable } from '../../src/cli/check-table.ts';
import { mixed, runner, tool } from './tables.ts';

const boolean = { type: 'boolean', describe: '' } as const;

describe('checkTable', () => {
  it.each([runner, tool, mixed] as CommandLine[])('takes the table of $name', (table) => {
    expect(() => checkTable(table)).not.toThrow();
  });

  it.each<[Options, string]>([
    [{ dryRun: boolean }, 'options: the name dryRun'],
    [{ 'a.b': boolean }, 'options: the name a.b'],
    [{ a: { ...boolean, alias: 'xy' } }, 'options: the letter xy of --a'],
    [
      { a: { ...boolean, alias: 'x' }, b: { ...boolean, alias: 'x' } },
      'options: -x is --a and --b',
    ],
    [{ a: { ...boolean, choices: ['x'] } }, 'options: --a: choices'],
    [{ a: { type: 'string', describe: '', choices: ['a b'] } }, 'a choice is more than a plain'],
  ])('refuses %j', (options, fault) => {
    expect(() => checkTable({ ...tool, commands: undefined, options } as CommandLine)).toThrow(
      fault,
    );
  });

  it.each<[Options, boolean, string]>([
    [{ root: boolean }, false, "command check: --root is the tool's"],
    [{ other: { ...boolean, alias: 'q' } }, false, 'command check: -q is --quiet and --other'],
    [{ other: boolean }, true, 'command check: it hands words on'],
  ])('refuses the options %j of a command', (options, passThrough, fault) => {
    const commands = { check: { usage: 'check', summary: '', options, passThrough } };
    expect(() => checkTable({ ...tool, commands } as CommandLine)).toThrow(fault);
  });
});

it('the files of a package are made of a sound table only', async () => {
  expect([...(await manualFiles(runner)).keys()]).toEqual([
    'man/rdo.1',
    'completions/rdo.bash',
    'completions/_rdo',
    'completions/rdo.fish',
  ]);
  const unsound = { ...runner, options: { dryRun: boolean } } as CommandLine;
  await expect(manualFiles(unsound)).rejects.toThrow('rdo: options: the name dryRun');
});
