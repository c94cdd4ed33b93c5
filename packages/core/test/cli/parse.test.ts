import { describe, expect, it } from 'vitest';
import { defineCommandLine, parseArgv } from '../../src/cli.ts';

const runner = defineCommandLine({
  name: 'rdo',
  version: () => '1.2.3',
  summary: 'Run a command elsewhere',
  usage: ['[options] <command> [args...]'],
  runner: true,
  options: {
    env: { type: 'string', alias: 'e', value: 'NAME', describe: 'the target' },
    pass: { type: 'list', alias: 'E', value: 'NAME[=VALUE]', describe: 'pass a variable' },
    'dry-run': { type: 'boolean', alias: 'n', describe: 'show only' },
    verbose: { type: 'boolean', alias: 'v', describe: 'say more' },
    port: { type: 'number', alias: 'p', integer: true, min: 1, max: 65_535, describe: 'the port' },
    client: { type: 'string', choices: ['openssh', 'builtin'], describe: 'the client' },
  },
});

const tool = defineCommandLine({
  name: 'repose-config',
  version: () => '1.2.3',
  summary: 'Read the configuration',
  usage: ['<command> [options]'],
  options: { root: { type: 'string', describe: 'the folder' } },
  commands: {
    check: {
      usage: 'check [DIR]',
      summary: 'find mistakes',
      options: { strict: { type: 'boolean', describe: 'warnings too' } },
    },
    graph: { usage: 'graph', summary: 'draw it' },
  },
});

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
    expect(parsed).toEqual({
      kind: 'run',
      rest: [],
      dashes: undefined,
      values: {
        env: undefined,
        pass: undefined,
        'dry-run': undefined,
        verbose: undefined,
        port: undefined,
        client: undefined,
      },
    });
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
      values: { root: 'r' },
      commandValues: { strict: true },
      rest: ['a', '--b'],
      dashes: 1,
    });
  });
  it.each([
    [['chek'], 'unknown command "chek" / did you mean "check"?'],
    [['zzz'], 'unknown command "zzz" / it is one of: check, graph'],
    [[], 'no command is given / it is one of: check, graph'],
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
