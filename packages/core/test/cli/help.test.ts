import { describe, expect, it } from 'vitest';
import { flagTable, type CommandLine } from '../../src/cli.ts';
import { helpText } from '../../src/cli/help.ts';
import stringWidth from '../../src/cli/string-width.ts';
import { mixed, runner, tool } from './tables.ts';

describe('help', () => {
  it('fits one screen for a dozen options', async () => {
    const text = await helpText(runner, { columns: 80 });
    const lines = text.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(23);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).toMatchInlineSnapshot(`
      "usage: rdo [options] <command> [args...]
             rdo [options]
      Run a command on the remote machine as if it were local.

        -e, --env NAME                use the target NAME
        -E, --pass NAME[=VALUE]       pass a variable
        -c, --config FILE             read FILE
            --into DIR                work in DIR
            --shim CMD                write CMD's shim
            --target NAME             a target
        -n, --dry-run                 print the line that would run [only]
        -v, --verbose                 say more: every step
        -p, --port N                  the port
            --client openssh|builtin  the ssh client
            --no-stdin                leave stdin alone
        -h, --help                    show this help; also --version, --completion

      Examples:
        rdo make test  run the tests there

      Exit status: that of the command; 125 when rdo itself fails.
      "
    `);
  });

  it('shows a tool’s commands', async () => {
    expect(await helpText(tool, {})).toMatchInlineSnapshot(`
      "usage: repose-config [options] <command> [args...]
      Read the configuration.

      Commands ('repose-config COMMAND --help' says more):
        check [DIR | FILE...]  find mistakes
        graph                  draw it: one picture, the folder's
        check-out NAME         nothing

      Options of every command:
            --root DIR  the folder
        -q, --quiet     say less
        -h, --help      show this help; also --version, --completion
      "
    `);
  });

  it('shows a command’s own options first', async () => {
    expect(await helpText(tool, { command: 'check' })).toMatchInlineSnapshot(`
      "usage: repose-config check [DIR | FILE...]
      Find mistakes.

            --strict             warnings are errors
            --format text|sarif  how to print

      Options of every command:
            --root DIR  the folder
        -q, --quiet     say less
        -h, --help      show this help; also --version, --completion

      Examples:
        repose-config check  this folder
      "
    `);
  });

  it.each([40, 60, 100, 200])('wraps to a terminal of %i columns', async (columns) => {
    for (const table of [runner, tool, mixed] as CommandLine[]) {
      const lines = (await helpText(table, { columns })).split('\n');
      // The usage is not broken: it is to be read as it is typed.
      const wrapped = lines.filter((line) => !/^(usage:|   {4})/.test(line));
      expect(Math.max(...wrapped.map((line) => line.length))).toBeLessThanOrEqual(columns);
    }
  });

  it('leaves the descriptions room beside many choices and long commands', async () => {
    const table: CommandLine = {
      ...tool,
      options: {
        on: { type: 'string', describe: 'what to do', choices: ['keep', 'partial', 'discard'] },
      },
      commands: { add: { usage: 'add filter NAME | add node HOSTNAME', summary: 'add something' } },
    };
    const text = await helpText(table, {});
    expect(text).toContain('\n  add  add something\n');
    expect(text).toContain('\n      --on CHOICE  what to do (keep, partial, discard)\n');
    expect(await helpText(table, { command: 'add' })).toMatch(
      /^usage: repose-config add filter NAME \| /,
    );
  });

  it('keeps what an option of the tool’s own says', async () => {
    const table: CommandLine = {
      ...mixed,
      commands: undefined,
      options: { host: { type: 'string', alias: 'h', describe: 'where' } },
    };
    const text = await helpText(table, {});
    expect(text).toContain('  -h, --host TEXT  where\n');
    expect(text).toContain('      --help       show this help');
  });
});

it('measures the columns of text', () => {
  expect(stringWidth('abc')).toBe(3);
  expect(stringWidth('\u001b[31mred\u001b[39m')).toBe(3);
  expect(stringWidth('日本')).toBe(4);
  expect(stringWidth('e\u0301')).toBe(1);
  expect(stringWidth('🎉')).toBe(2);
});

describe('flagTable', () => {
  it('is a padded Markdown table', () => {
    const table = { ...runner, options: { client: runner.options.client } } as CommandLine;
    expect(flagTable(table).split('\n')).toEqual([
      '| Option                      | What it does                                                    |',
      '| --------------------------- | --------------------------------------------------------------- |',
      '| `--client openssh\\|builtin` | The ssh client                                                  |',
      '| `-h`, `--help`              | Show this help                                                  |',
      '| `--version`                 | Show the version                                                |',
      '| `--completion SHELL`        | Print the completion script of a shell (one of bash, zsh, fish) |',
    ]);
  });

  it('has a further one for each command with options', () => {
    const text = flagTable(tool);
    expect(text).toContain('\n\n`repose-config check [DIR | FILE...]`: find mistakes\n\n| Option');
    expect(text).not.toContain('hidden');
  });
});
