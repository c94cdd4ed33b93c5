import { fakeWorld } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { defineCommandLine, runCli, usageError, type CommandLine } from '../../src/cli.ts';
import { ToolError } from '../../src/errors.ts';
import type { World } from '../../src/report.ts';
import { mixed, runner, tool } from './tables.ts';

async function run(table: CommandLine, argv: string[], action: Parameters<typeof runCli>[3]) {
  const world = fakeWorld();
  const outcome = await runCli(table, argv, world as unknown as World, action);
  return { outcome, out: world.out(), err: world.err() };
}

const nothing = async () => 0;

describe('runCli', () => {
  it('hands on what was read, and ends as the action says', async () => {
    const { outcome } = await run(runner, ['-e', 'x', 'make', '-n'], async (context) => {
      expect(context).toMatchObject({
        values: { env: 'x' },
        rest: ['make', '-n'],
        command: undefined,
        commandValues: {},
      });
      return 7;
    });
    expect(outcome).toEqual({ kind: 'exit', code: 7 });
    const signal = { kind: 'signal', signal: 'SIGINT' } as const;
    expect((await run(runner, [], async () => signal)).outcome).toBe(signal);
  });

  it('says why a program was not started', async () => {
    const error = new ToolError('x: permission denied', { code: 'X', exitCode: 126 });
    const outcome = { kind: 'not-started', error } as const;
    const ended = await run(runner, [], async () => outcome);
    expect(ended).toEqual({ outcome, out: '', err: 'rdo: x: permission denied\n' });
  });

  it('answers --help, --version and --completion on stdout', async () => {
    const exit = { kind: 'exit', code: 0 };
    expect(await run(runner, ['--version'], nothing)).toEqual({
      outcome: exit,
      out: '1.2.3\n',
      err: '',
    });
    const help = await run(tool, ['check', '-h'], nothing);
    expect(help).toMatchObject({ outcome: exit, err: '' });
    expect(help.out).toMatch(/^usage: repose-config check/);
    const script = await run(runner, ['--completion=fish'], nothing);
    expect(script).toMatchObject({ outcome: exit, err: '' });
    expect(script.out).toMatch(/^# Completion of rdo for fish/);
  });

  it('reads the manifest for --version only', async () => {
    const table = defineCommandLine({
      ...runner,
      version: () => {
        throw new Error('asked for the version');
      },
    });
    expect((await run(table, ['x'], nothing)).outcome).toEqual({ kind: 'exit', code: 0 });
    expect((await run(table, ['--help'], nothing)).outcome).toEqual({ kind: 'exit', code: 0 });
  });

  it.each([
    [
      runner,
      ['--dry'],
      125,
      "rdo: unknown option --dry\n  did you mean --dry-run?\n  try 'rdo --help'\n",
    ],
    [runner, ['-e'], 125, "rdo: -e needs NAME\n  try 'rdo --help'\n"],
    [
      tool,
      ['chekc'],
      2,
      'repose-config: unknown command "chekc"\n  did you mean "check"?\n  try \'repose-config --help\'\n',
    ],
    [
      tool,
      ['check', '--strit'],
      2,
      "repose-config: unknown option --strit\n  did you mean --strict?\n  try 'repose-config check --help'\n",
    ],
    // What stands behind a runner's command is that program's.
    [mixed, ['--bad', 'python', 'test'], 125, "xe: unknown option --bad\n  try 'xe --help'\n"],
    [mixed, ['bootstrap', '--bad'], 125, "xe: unknown option --bad\n  try 'xe bootstrap --help'\n"],
  ] as [CommandLine, string[], number, string][])(
    '%j: a mistake in the command line',
    async (table, argv, code, err) => {
      expect(await run(table, argv, nothing)).toEqual({
        outcome: { kind: 'exit', code },
        out: '',
        err,
      });
    },
  );

  it.each([
    [
      'an error of the tool',
      runner,
      new ToolError('no such target', { code: 'X', hint: 'Look.', place: { file: 'a', line: 2 } }),
      125,
      'rdo: no such target (a:2)\n  Look.\n',
    ],
    [
      'its own exit status',
      runner,
      new ToolError('no', { code: 'X', exitCode: 126 }),
      126,
      'rdo: no\n',
    ],
    ['another tool', tool, new ToolError('no', { code: 'X' }), 1, 'repose-config: no\n'],
    [
      'a mistake that the action finds',
      tool,
      usageError('give a name', 'such as a'),
      2,
      "repose-config: give a name\n  such as a\n  try 'repose-config check --help'\n",
    ],
    [
      'what the system refused',
      tool,
      Object.assign(new Error("EACCES: permission denied, open '/x'"), {
        code: 'EACCES',
        errno: -13,
        syscall: 'open',
        path: '/x',
      }),
      1,
      'repose-config: cannot open /x: permission denied\n',
    ],
  ] as [string, CommandLine, Error, number, string][])(
    '%s',
    async (_what, table, error, code, err) => {
      const action = async () => {
        throw error;
      };
      expect(await run(table, table === tool ? ['check'] : [], action)).toEqual({
        outcome: { kind: 'exit', code },
        out: '',
        err,
      });
    },
  );

  it('calls a bug an internal error, with its stack', async () => {
    const { outcome, err } = await run(runner, [], async () => {
      throw new TypeError('a planted bug');
    });
    expect(outcome).toEqual({ kind: 'exit', code: 125 });
    expect(err).toMatch(/^rdo: internal error: TypeError: a planted bug\n +at /);
  });

  it('ends quietly when nobody reads', async () => {
    const { outcome, err } = await run(runner, [], async () => {
      throw Object.assign(new Error('write EPIPE'), {
        code: 'EPIPE',
        errno: -32,
        syscall: 'write',
      });
    });
    expect(outcome).toEqual({ kind: 'signal', signal: 'SIGPIPE' });
    expect(err).toBe('');
  });

  it('knows an error by what it carries, not by its class', async () => {
    const foreign = Object.assign(new Error('from another copy'), {
      name: 'ToolError',
      code: 'X',
      exitCode: 9,
    });
    const { outcome, err } = await run(runner, [], async () => {
      throw foreign;
    });
    expect(outcome).toEqual({ kind: 'exit', code: 9 });
    expect(err).toBe('rdo: from another copy\n');
  });
});
