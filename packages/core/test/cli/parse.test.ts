import { describe, expect, it } from 'vitest';
import { parseArgv } from '../../src/cli.ts';
import { mixed, runner, tool } from './tables.ts';

function run(argv: string[]) {
  const parsed = parseArgv(runner, argv);
  if (parsed.kind !== 'run') throw new Error(`not run but ${parsed.kind}`);
  const given = Object.entries(parsed.values).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), rest: parsed.rest };
}

function refusal(argv: string[], table: Parameters<typeof parseArgv>[0] = runner) {
  try {
    parseArgv(table, argv);
  } catch (error) {
    const { message, hint, code } = error as { message: string; hint?: string; code: string };
    expect(code).toBe('USAGE');
    return hint === undefined ? message : `${message} / ${hint.replaceAll('\n', ' / ')}`;
  }
  throw new Error('it was not refused');
}

describe('a runner', () => {
  it('stops at the first word that is no option, and leaves the rest alone', () => {
    expect(run(['-e', 'x', 'make', '-n', '--help', '--', '-e'])).toEqual({
      env: 'x',
      rest: ['make', '-n', '--help', '--', '-e'],
    });
  });
  it('ends its options at `--`', () => {
    expect(run(['-n', '--', '--help', '--', '-n'])).toEqual({
      'dry-run': true,
      rest: ['--help', '--', '-n'],
    });
  });
  it('gives undefined for what was not given', () => {
    const parsed = parseArgv(runner, []);
    expect(parsed).toEqual({ kind: 'run', rest: [], dashes: undefined, values: {} });
    expect(Object.keys((parsed as { values: object }).values)).toEqual(Object.keys(runner.options));
  });
});

describe('forms of an option', () => {
  it.each([
    [['--env=x'], { env: 'x' }],
    [['--env', 'x'], { env: 'x' }],
    [['-ex'], { env: 'x' }],
    [['-e', 'x'], { env: 'x' }],
    [['-vne', 'x'], { verbose: true, 'dry-run': true, env: 'x' }],
    [['-vnex'], { verbose: true, 'dry-run': true, env: 'x' }],
    [['-e=x'], { env: '=x' }],
    [['--no-verbose'], { verbose: false }],
    [['-v', '--no-verbose'], { verbose: false }],
    [['--verbose=false'], { verbose: false }],
    [['--env='], { env: '' }],
    [['--env', ''], { env: '' }],
    [['--env=a=b\nc'], { env: 'a=b\nc' }],
    [['--env="x"'], { env: '"x"' }],
    [['--env', '007'], { env: '007' }],
    [['--env', '1e3'], { env: '1e3' }],
    [['--env', '0x10'], { env: '0x10' }],
    [['--env', 'true'], { env: 'true' }],
    [['--env', '-'], { env: '-' }],
    [['--env', '-5'], { env: '-5' }],
    [['--env', '-o A=b'], { env: '-o A=b' }],
    [['--env=--verbose'], { env: '--verbose' }],
    [['--env=a.b'], { env: 'a.b' }],
    [['-E', 'A', '-EB=1', '--pass=', '--pass', 'C,D'], { pass: ['A', 'B=1', '', 'C,D'] }],
    [['-E', 'A', 'x'], { pass: ['A'], rest: ['x'] }],
    [['-p', '22'], { port: 22 }],
    [['-p22'], { port: 22 }],
    [['--client', 'builtin'], { client: 'builtin' }],
  ])('%j', (argv, expected) => {
    expect(run(argv)).toEqual({ rest: [], ...expected });
  });
});

describe('refusals', () => {
  it.each([
    [['--envv', 'x'], 'unknown option --envv / did you mean --env?'],
    [['--dry'], 'unknown option --dry / did you mean --dry-run?'],
    [['-x'], 'unknown option -x'],
    [['-vxn'], 'unknown option -x (in -vxn)'],
    [['--no-env'], 'unknown option --no-env'],
    [['--no-verbos'], 'unknown option --no-verbos / did you mean --no-verbose?'],
    [['--__proto__=1'], 'unknown option --__proto__'],
    [['--__proto__.polluted=1'], 'unknown option --__proto__.polluted'],
    [['--constructor'], 'unknown option --constructor'],
    [['--dryRun'], 'unknown option --dryRun / did you mean --dry-run?'],
    [['--env'], '--env needs NAME'],
    [['-e'], '-e needs NAME'],
    [
      ['--env', '-v'],
      '--env needs NAME, and -v looks like an option / if -v is the value, write: --env=-v',
    ],
    [['-e', '-v'], '-e needs NAME, and -v looks like an option / if -v is the value, write: -e-v'],
    [['--env', '--'], '--env needs NAME, and -- looks like an option'],
    [['--env=a', '-e', 'b'], '-e is given twice, and takes one value'],
    [['--port', 'x'], '--port needs a number, and "x" is none'],
    [['--port', '0x10'], '--port needs a number, and "0x10" is none'],
    [['--port', ''], '--port needs a number, and "" is none'],
    [['--port', '1.5'], '--port needs a whole number, and "1.5" is none'],
    [['--port', '-1'], '--port is at least 1, and "-1" is less'],
    [['--port', '70000'], '--port is at most 65535, and "70000" is more'],
    [['--port', '1e999'], '--port: the number "1e999" is too large'],
    [
      ['--client', 'bultin'],
      '--client cannot be "bultin" / did you mean "builtin"? / it is one of: openssh, builtin',
    ],
    [['--verbose=yes'], '--verbose takes no value'],
    [['--no-help'], 'unknown option --no-help'],
    [['--help=false'], '--help takes no value'],
    [['--no-verbose=true'], '--no-verbose takes no value'],
    [['-n=x'], '-n takes no value (in -n=x)'],
    [['--'.concat('-')], 'unknown option ---'],
  ])('%j', (argv, expected) => {
    expect(refusal(argv)).toBe(expected);
  });
});

describe('named commands', () => {
  it('has its own options and the tool’s', () => {
    expect(parseArgv(tool, ['check', 'a', '--strict', '--root', 'r', '--', '--b'])).toEqual({
      kind: 'run',
      command: 'check',
      values: { root: 'r', quiet: undefined },
      commandValues: { strict: true, format: undefined },
      rest: ['a', '--b'],
      dashes: 1,
    });
  });
  it.each([
    [['chek'], 'unknown command "chek" / did you mean "check"?'],
    [['zzz'], 'unknown command "zzz" / it is one of: check, graph, check-out'],
    [[], 'no command is given / it is one of: check, graph, check-out'],
    [
      ['--strict', 'check'],
      "unknown option --strict / --strict is an option of 'repose-config check': write it after the command's name",
    ],
    [['--root', 'a', 'check', '--root', 'b'], '--root is given twice, and takes one value'],
  ])('%j', (argv, expected) => {
    expect(refusal(argv, tool)).toBe(expected);
  });
  it.each([
    [['help'], undefined],
    [['help', 'check'], 'check'],
    [['check', '--help'], 'check'],
    [['-h', 'check'], undefined],
  ])('help: %j', (argv, command) => {
    expect(parseArgv(tool, argv)).toEqual({ kind: 'help', command });
  });
});

describe('a runner with named commands', () => {
  it.each([
    [['bootstrap', '-c'], { command: 'bootstrap', commandValues: { clean: true }, rest: [] }],
    [['-w', 'bootstrap'], { command: 'bootstrap', values: { which: true }, rest: [] }],
    [['test', '-c', '--help', '--', 'x'], { command: 'test', rest: ['-c', '--help', '--', 'x'] }],
    [['--', 'test', '-c'], { rest: ['test', '-c'] }],
    [['help'], { rest: ['help'] }],
    [['make', 'test'], { rest: ['make', 'test'] }],
  ])('%j', (argv, expected) => {
    expect(parseArgv(mixed, argv)).toMatchObject({ kind: 'run', ...expected });
  });
});
