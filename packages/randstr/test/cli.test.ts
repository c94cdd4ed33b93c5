import { spawn } from 'node:child_process';
import { runBin, runFile, binFile, fakeWorld } from '@nearhand/test-kit';
import { describe, expect, test } from 'vitest';
import { main } from '../src/cli.ts';
import { NAMED } from '../src/cli/alphabets.ts';
import { randstr } from '../src/full.ts';

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  return runIn({}, ...argv);
}

async function runIn(env: Record<string, string>, ...argv: string[]) {
  const world = fakeWorld({ env });
  const outcome = await main(argv, world as never);
  if (outcome.kind !== 'exit') throw new Error(`ended by ${outcome.kind}`);
  return { code: outcome.code, out: world.out(), err: world.err() };
}

const lines = (text: string): string[] => text.split('\n').slice(0, -1);

describe('what is printed', () => {
  test.each<[string, RegExp]>([
    ['', /^[a-z0-9]{7}\n$/],
    ['19', /^[a-z0-9]{19}\n$/],
    ['0', /^\n$/],
    ['12 -a caps', /^[A-Za-z0-9]{12}\n$/],
    ['-a hex 32', /^[0-9a-f]{32}\n$/],
    ['4 --alphabet pronounceable', /^([a-z][aeiou]){4}\n$/],
    ['9 --chars xyz', /^[xyz]{9}\n$/],
    ['5 --chars 👍🏽é', /^(👍🏽|é){5}\n$/],
    [
      '8 -a caps --require upper --require digits --require ab',
      /^(?=.*[A-Z])(?=.*\d)(?=.*[ab]).{8}\n$/,
    ],
    ['300 --exclude abc', /^[d-z0-9]{300}\n$/],
    ['12 -a crockford -g 4', /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\n$/],
    ['4 -g 2 --separator :', /^..:..\n$/],
    ['4 --prefix sk_ --suffix .', /^sk_[a-z0-9]{4}\.\n$/],
  ])('randstr %s', async (argv, pattern) => {
    const words = argv === '' ? [] : argv.split(' ');
    const { code, out, err } = await run(...words);
    expect(out).toMatch(pattern);
    expect(err).toBe('');
    expect(code).toBe(0);
  });

  test.each(Object.keys(NAMED))('--alphabet %s', async (name) => {
    const { out } = await run('300', '--alphabet', name);
    const symbols = new Set(NAMED[name]);
    const step = name === 'pronounceable' ? 2 : 1;
    expect(out).toHaveLength(300 * step + 1);
    for (let i = 0; i < 300 * step; i += step) {
      expect(symbols.has(out.slice(i, i + step))).toBe(true);
    }
  });

  test('so many lines', async () => {
    const { out } = await run('-n', '20000');
    expect(lines(out)).toHaveLength(20_000);
    expect(new Set(lines(out)).size).toBeGreaterThan(19_990);
    expect((await run('-n', '0')).out).toBe('');
    expect(lines((await run('-n', '3', '100000')).out).map((line) => line.length)).toEqual([
      100_000, 100_000, 100_000,
    ]);
  });

  test('distinct ones, down to the last that there is', async () => {
    const { out } = await run('-n', 'inf', '--unique', '--chars', 'abc', '9');
    expect(new Set(lines(out)).size).toBe(3 ** 9);
    expect(lines(out)).toHaveLength(3 ** 9);
    const ruled = await run(
      '-n',
      '10',
      '--unique',
      '2',
      '-a',
      'digits',
      '--require',
      '1',
      '--prefix',
      'n',
    );
    expect(new Set(lines(ruled.out)).size).toBe(10);
    expect(ruled.out).toMatch(/^(n(1\d|\d1)\n){10}$/);
  });
});

describe('a seed', () => {
  test('gives what the library gives', async () => {
    const s = randstr.seeded('x');
    const { out, err } = await run('--seed', 'x', '-n', '3');
    expect(lines(out)).toEqual([s(), s(), s()]);
    expect(err).toBe('');
    const rules = {
      length: 12,
      chars: NAMED['caps']!,
      require: ['ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
      group: 4,
    };
    const ruled = await run(
      '--seed',
      'x',
      '-n',
      '2',
      '12',
      '-a',
      'caps',
      '--require',
      'upper',
      '-g',
      '4',
    );
    expect(lines(ruled.out)).toEqual(randstr.seeded('x').many(2, rules));
    const unique = await run('--seed', 'x', '--unique', '-n', '50');
    expect(lines(unique.out)).toEqual([...randstr.seeded('x').unique(50, {})]);
  });

  test('gives it over many pools, as the command is built', async () => {
    const { stdout } = await runBin('randstr', ['--seed', 'x', '-n', '20000']);
    expect(lines(stdout)).toEqual(randstr.seeded('x').many(20_000));
  });

  test('from the environment is said, since nothing else shows it', async () => {
    const { out, err } = await runIn({ RANDSTR_SEED: 'x' });
    expect(lines(out)).toEqual([randstr.seeded('x')()]);
    expect(err).toBe(
      'randstr: RANDSTR_SEED is set: these strings can be had again, so they are no secret\n',
    );
    const own = await runIn({ RANDSTR_SEED: 'x' }, '--seed', 'y');
    expect(own).toMatchObject({ out: `${randstr.seeded('y')()}\n`, err: '' });
    expect((await runIn({ RANDSTR_SEED: '' })).err).toBe('');
  });
});

describe('--bits and --json', () => {
  test('say the entropy on stderr', async () => {
    const one = await run('--bits');
    expect(one.out).toMatch(/^[a-z0-9]{7}\n$/);
    expect(one.err).toBe('randstr: 36.2 bits a string: one guess in 78,364,164,096 is right\n');
    const more = await run('-b', '-n', '100000');
    expect(more.err).toContain('  two alike among 100,000 strings: probability 0.062\n');
    expect((await run('-b', '-n', '100', '--unique')).err).not.toContain('alike');
    expect((await run('-b', '64', '-a', 'hex')).err).toContain(
      '256.0 bits a string: one guess in 1.2e77',
    );
    expect((await run('-b', '--seed', 'x')).err).toContain('whoever knows the seed need not guess');
    expect((await run('-b', '-n', '9', '1', '--chars', 'ab')).err).toContain('9 strings: certain');
  });

  test('as one object', async () => {
    const { out } = await run('--json', '-n', '1000', '--seed', 's', '--chars', 'a"\\é');
    expect(JSON.parse(out)).toEqual({
      version: 1,
      bits: 14,
      collisionProbability: 1 - Math.exp(-30.5) > 0.99 ? expect.closeTo(1, 5) : 0,
      strings: randstr.seeded('s').many(1000, { chars: 'a"\\é' }),
    });
    expect(out.endsWith(']}\n')).toBe(true);
    expect(JSON.parse((await run('--json', '-n', '0')).out)).toMatchObject({ strings: [] });
    expect(JSON.parse((await run('--json', '-n', '5', '--unique')).out)).toMatchObject({
      collisionProbability: 0,
    });
  });
});

describe('a mistake is said, and nothing is printed', () => {
  test.each<[string[], string]>([
    [['x'], 'LENGTH is not a whole number from 0: x'],
    [['hex'], 'an alphabet is named by --alphabet hex'],
    [['-1'], 'unknown option'],
    [['1.5'], 'LENGTH is not a whole number from 0: 1.5'],
    [['7', '8'], 'one LENGTH is enough: 7 8'],
    [['999999999'], 'length must be an integer from 0 to 268435455: 999999999'],
    [['-n', 'many'], '-n is neither a whole number from 0 nor inf: many'],
    [['-n', '-3'], '-n'],
    [['-a', 'emoji'], 'it is one of: chars, caps'],
    [['-a', 'hex', '--chars', 'ab'], '--alphabet and --chars both say what to draw from'],
    [['--chars', ''], 'chars is empty'],
    [['--chars', 'aa'], 'chars has "a" twice'],
    [['--separator', ':'], '--separator needs --group'],
    [['--group', '0'], '--group'],
    [['--chars', 'a-z'], '--chars takes symbols one by one, and no range such as a-z'],
    [['--chars', 'A-Za-z0-9'], 'no range such as A-Z'],
    [['--exclude', '0-3'], '--exclude takes symbols one by one, and no range such as 0-3'],
    [['--require', '0-9'], '--require takes symbols one by one'],
    [['--require', 'lower', '--require', 'zz'], '--require zz has "z" twice'],
    [['--exclude', 'aa'], 'exclude has "a" twice'],
    [['--require', 'upper'], 'no symbol of --require upper is left in chars'],
    [['0', '--require', 'lower'], 'length 0 is too short for the 1 set of --require'],
    [['--require', 'upper'], '--alphabet caps'],
    [['--exclude', 'abcdefghijklmnopqrstuvwxyz0123456789'], 'exclude leaves no symbol'],
    [['1', '--require', 'alpha', '--require', 'digits'], 'length 1 is too short'],
    [['-n', '9', '--unique', '3', '--chars', 'ab'], 'n is 9, but there are only 8 such strings'],
    [['--json', '-n', 'inf'], '--json has an end, and -n inf has none'],
    [['--seed'], '--seed'],
  ])('randstr %j', async (argv, message) => {
    const { code, out, err } = await run(...argv);
    expect(err).toContain(message);
    expect(err).toMatch(/^randstr: /);
    expect(err).toContain(`try 'randstr --help'`);
    expect(out).toBe('');
    expect(code).toBe(2);
  });
});

describe('the built command', () => {
  test('prints, and ends', async () => {
    const { code, stdout, stderr } = await runBin('randstr', ['19']);
    expect(stdout).toMatch(/^[a-z0-9]{19}\n$/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('without end into a pipe that closes: quietly, as SIGPIPE ends programs', async () => {
    const script = '"$@" -n inf | head -n 100000 | tail -n 1';
    const node = [process.execPath, binFile('randstr')];
    const result = await runFile('bash', [
      '-c',
      `${script}; echo "\${PIPESTATUS[0]}"`,
      'bash',
      ...node,
    ]);
    expect(result.stderr).toBe('');
    expect(result.stdout).toMatch(/^[a-z0-9]{7}\n141\n$/);
  });

  test('waits for a slow reader, and takes no memory meanwhile', async () => {
    const child = spawn(process.execPath, [binFile('randstr'), '-n', 'inf', '100'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // Not read until the pipe and the command have long been full.
    await new Promise((resolve) => setTimeout(resolve, 700));
    const { readFileSync } = await import('node:fs');
    const memory =
      process.platform === 'linux'
        ? Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1])
        : 0;
    let read = 0;
    for await (const chunk of child.stdout) {
      read += (chunk as Buffer).length;
      if (read > 5_000_000) break;
    }
    child.kill();
    expect(read).toBeGreaterThan(5_000_000);
    expect(memory).toBeLessThan(150_000);
  });

  test('a full disk is said', async () => {
    const argv = [process.execPath, binFile('randstr'), '-n', '100'];
    const result = await runFile('bash', ['-c', '"$@" >/dev/full', 'bash', ...argv]);
    expect(result.stderr).toBe('randstr: cannot write to stdout: no space left on the device\n');
    expect(result.code).toBe(1);
  });
});
