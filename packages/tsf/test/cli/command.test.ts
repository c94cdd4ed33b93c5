import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fakeProgram, tempDir } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { ended, files, FROZEN, read, records, sh, STAMP, start, tsf, until } from './kit.ts';

const PARTIAL = `${STAMP}-r.txt.partial`;

function run(words: readonly string[], ...command: readonly string[]) {
  const dir = tempDir();
  return tsf([...FROZEN, ...words, 'r.txt', '--', ...command], dir).then((result) => ({
    dir,
    result,
  }));
}

describe('tsf NAME -- COMMAND', () => {
  it('saves stdout and stderr in the order in which they were written', async () => {
    const script = 'for i in 1 2 3 4 5; do echo out $i; echo err $i >&2; done';
    const { dir, result } = await run([], 'sh', '-c', script);
    expect(result).toMatchObject({ code: 0, stdout: '', stderr: `tsf: ${STAMP}-r.txt\n` });
    const lines = [1, 2, 3, 4, 5].map((i) => `out ${i}\nerr ${i}\n`).join('');
    expect(read(dir, `${STAMP}-r.txt`)).toBe(lines);
    expect(records(dir)).toMatchObject([
      { name: 'r.txt', status: 'complete', exitCode: 0, bytes: lines.length },
    ]);
  });

  it('gives the command a pipe that it can open by name, and its own stdin', async () => {
    const dir = tempDir();
    const line = `echo given | $tsf ${FROZEN.join(' ')} r -- sh -c 'cat; echo named >/dev/stderr; test -p /dev/stdout && echo pipe'`;
    await sh(line, dir);
    expect(read(dir, `${STAMP}-r`)).toBe('given\nnamed\npipe\n');
  });

  it('passes words on untouched, options too', async () => {
    const { dir } = await run(['--utc'].slice(1), 'printf', '%s|', '--utc', '--', '', 'a b', '-n');
    expect(read(dir, `${STAMP}-r.txt`)).toBe('--utc|--||a b|-n|');
  });

  it('takes a name with a dash in front behind --', async () => {
    const dir = tempDir();
    await tsf([...FROZEN, '--', '-x', '--', 'echo', 'hi'], dir);
    expect(read(dir, `${STAMP}--x`)).toBe('hi\n');
  });

  it('splits the two into two files', async () => {
    const { dir } = await run(['--split'], 'sh', '-c', 'echo out; echo err >&2');
    expect(read(dir, `${STAMP}-r.txt`)).toBe('out\n');
    expect(read(dir, `${STAMP}-r.err.txt`)).toBe('err\n');
    expect(records(dir)).toMatchObject([
      { name: 'r.txt', stream: 'stdout' },
      { name: 'r.err.txt', stream: 'stderr' },
    ]);
  });

  it('says once that a command with two files failed', async () => {
    const { result } = await run(['--split'], 'sh', '-c', 'echo out; echo err >&2; exit 3');
    expect(result).toMatchObject({
      code: 3,
      stderr: [
        'tsf: the command failed with exit code 3',
        `  What arrived (4 B) is kept as ${PARTIAL}`,
        `tsf: What arrived (4 B) is kept as ${STAMP}-r.err.txt.partial`,
        '',
      ].join('\n'),
    });
  });

  it.each([
    [['--tee'], { stdout: 'out\nerr\n', stderr: `tsf: ${STAMP}-r.txt\n` }],
    [['--tee', '--split', '--quiet'], { stdout: 'out\n', stderr: 'err\n' }],
  ])('passes along with %j', async (words, expected) => {
    const { result } = await run(words, 'sh', '-c', 'echo out; echo err >&2');
    expect(result).toMatchObject(expected);
  });

  it('takes megabytes from a fast command', async () => {
    const { dir } = await run([], 'head', '-c', '20000000', '/dev/zero');
    expect(statSync(join(dir, `${STAMP}-r.txt`)).size).toBe(20_000_000);
  });

  it('waits for what the command left running in its pipe', async () => {
    const { dir } = await run([], 'sh', '-c', '(sleep 0.3; echo late) & echo early');
    expect(read(dir, `${STAMP}-r.txt`)).toBe('early\nlate\n');
  });
});

describe('a command that fails', () => {
  it.each([
    [[], 'partial', [PARTIAL]],
    [['--on-failure', 'partial'], 'partial', [PARTIAL]],
    [['--on-failure', 'keep'], 'complete', [`${STAMP}-r.txt`]],
    [['--on-failure', 'discard'], 'discarded', []],
  ] as const)('with %j is %s', async (words, status, left) => {
    const { dir, result } = await run(words, 'sh', '-c', 'echo half; exit 7');
    expect(result.code).toBe(7);
    expect(result.stderr).toMatch(/^tsf: the command failed with exit code 7\n/);
    expect(files(dir)).toEqual(left);
    expect(records(dir)).toMatchObject([{ status, exitCode: 7 }]);
  });

  it('ends us by its signal', async () => {
    const { dir, result } = await run([], 'sh', '-c', 'echo half; kill -KILL $$');
    expect(result).toMatchObject({
      code: null,
      signal: 'SIGKILL',
      stderr: `tsf: the command was ended by SIGKILL\n  What arrived (5 B) is kept as ${PARTIAL}\n`,
    });
    expect(records(dir)).toMatchObject([{ signal: 'SIGKILL', status: 'partial' }]);
  });

  it.each([
    ['is not found', ['no-such-command-here'], 127, /no-such-command-here: command not found/],
    ['is an empty word', [''], 127, /^tsf: "": command not found\n$/],
    ['may not be run', ['/etc/passwd'], 126, /\/etc\/passwd: permission denied/],
    ['is a folder', ['/etc'], 126, /\/etc: (is a directory|permission denied)/],
  ])('as it %s, leaves no file', async (_what, command, code, message) => {
    const { dir, result } = await run([], ...command);
    expect(result.code).toBe(code);
    expect(result.stderr).toMatch(message);
    expect(files(dir)).toEqual([]);
  });

  it.each([
    ['a folder that is missing', ['no/r.txt', '--', 'echo', 'ran']],
    ['an unknown option', ['--bogus', 'r.txt', '--', 'echo', 'ran']],
    ['a name that cannot be', ['..', '--', 'echo', 'ran']],
    ['a bad limit', ['--timeout', 'soon', 'r.txt', '--', 'echo', 'ran']],
    ['no time at all', ['--timeout', '0', 'r.txt', '--', 'echo', 'ran']],
  ])('is not even started with %s, and the exit code is 125', async (_what, words) => {
    const dir = tempDir();
    const { code, stdout, stderr } = await tsf(['--tee', ...words], dir);
    expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
    expect(stderr).toMatch(/^tsf: /);
    expect(files(dir)).toEqual([]);
  });

  it('and wrote nothing leaves an empty file with --on-failure keep', async () => {
    const { dir, result } = await run(['--on-failure', 'keep'], 'false');
    const lines = [
      'the command failed with exit code 1\n  Nothing had arrived, and',
      'is empty.\n',
    ];
    expect(result.stderr).toBe(`tsf: ${lines.join(` ${STAMP}-r.txt `)}tsf: ${STAMP}-r.txt\n`);
    expect(files(dir)).toEqual([`${STAMP}-r.txt`]);
  });

  it('by its silence is told from one that wrote nothing on purpose', async () => {
    expect((await run(['--if-nonempty'], 'true')).result).toMatchObject({ code: 0, stderr: '' });
    expect((await run(['--if-nonempty'], 'false')).result).toMatchObject({ code: 1 });
    const { dir, result } = await run(['--min-bytes', '10'], 'echo', 'short');
    expect(result.code).toBe(125);
    expect(files(dir)).toEqual([PARTIAL]);
  });

  it('by writing more than the disk takes keeps what there is, and exits with 125', async () => {
    const dir = tempDir();
    const line = `ulimit -f 64; $tsf ${FROZEN.join(' ')} r.txt -- sh -c 'trap "" XFSZ; head -c 1000000 /dev/zero; exit 0'`;
    const { code, stderr } = await sh(line, dir);
    expect(code).toBe(125);
    expect(stderr).toBe(
      `tsf: the output could not be written: the file would be too large\n  What could be written (64 KiB) is kept as ${PARTIAL}\n`,
    );
    expect(statSync(join(dir, PARTIAL)).size).toBe(65_536);
    // What it says of its size is so.
    expect(records(dir)).toMatchObject([{ bytes: 65_536 }]);
  });
});

describe('signals', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1'] as const)('passes %s on', async (signal) => {
    const dir = tempDir();
    const name = signal.slice(3);
    const script = `trap 'echo got ${name}; exit 5' ${name}; echo ready; while :; do sleep 0.02; done`;
    const child = start([...FROZEN, '--on-failure', 'keep', 'r', '--', 'sh', '-c', script], dir);
    const end = ended(child);
    await until(() => files(dir).some((file) => statSync(join(dir, file)).size === 6));
    child.kill(signal);
    expect(await end).toEqual({ code: 5, signal: null });
    expect(read(dir, `${STAMP}-r`)).toBe(`ready\ngot ${name}\n`);
  });

  it('ends the wait for what the command left behind', async () => {
    const dir = tempDir();
    const script = 'sleep 60 & echo $! >child; echo early';
    const child = start([...FROZEN, 'r', '--', 'sh', '-c', script], dir);
    const end = ended(child);
    await until(() =>
      files(dir).some((file) => file.endsWith('.partial') && statSync(join(dir, file)).size === 6),
    );
    // When it has no child any more, what is left belongs to init: the signal is for us alone.
    const children = `/proc/${child.pid}/task/${child.pid}/children`;
    await until(() => readFileSync(children, 'utf8').trim() === '');
    child.kill('SIGTERM');
    expect(await end).toEqual({ code: null, signal: 'SIGTERM' });
    expect(read(dir, `${STAMP}-r.partial`)).toBe('early\n');
    process.kill(Number(read(dir, 'child')));
  });

  it('ends a command after --timeout', async () => {
    const { dir, result } = await run(['--timeout', '50ms'], 'sleep', '60');
    expect(result).toMatchObject({
      code: 124,
      stderr:
        'tsf: the command took longer than 50ms and was ended\n  Nothing had arrived, so there is no file.\n',
    });
    expect(records(dir)).toMatchObject([{ timedOut: true, signal: 'SIGTERM' }]);
  });

  /** Runs the script `job`, and does so with more time until it gets to make the file `begun` in it. */
  async function timedOut(job: string) {
    for (let limit = 200; ; limit *= 4) {
      const dir = tempDir();
      writeFileSync(join(dir, 'job'), job);
      const words = [...FROZEN, '--timeout', `${limit}ms`, 'r', '--', 'sh', 'job'];
      const result = await tsf(words, dir);
      const child = files(dir).includes('child') ? Number(read(dir, 'child')) : undefined;
      if (child !== undefined) process.kill(child);
      if (files(dir).includes('begun')) return { dir, result };
    }
  }

  it('keeps what arrived before --timeout', async () => {
    const { dir, result } = await timedOut('echo begun; : >begun; exec sleep 60');
    expect(result).toMatchObject({
      code: 124,
      stderr: expect.stringMatching(
        /^tsf: the command took longer than \d+ms and was ended\n {2}What arrived \(6 B\) is kept as /,
      ) as string,
    });
    expect(read(dir, `${STAMP}-r.partial`)).toBe('begun\n');
    expect(records(dir)).toMatchObject([{ timedOut: true, signal: 'SIGTERM', status: 'partial' }]);
  });

  it('does not wait after --timeout for what the command left behind', async () => {
    const { dir, result } = await timedOut(
      'sleep 60 & echo $! >child; echo begun; : >begun; exec sleep 61',
    );
    expect(result.code).toBe(124);
    expect(read(dir, `${STAMP}-r.partial`)).toBe('begun\n');
  });

  it('ends by a signal that comes before the command could be started', async () => {
    const dir = tempDir();
    // mkfifo is what tsf runs before the command.
    const { bin } = fakeProgram(dir, 'mkfifo', 'kill -TERM $PPID; exec /usr/bin/mkfifo "$@"');
    mkdirSync(join(dir, 'out'));
    const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}` };
    const result = await tsf(['r', '--', 'touch', 'ran'], join(dir, 'out'), { env });
    expect(result).toMatchObject({ code: null, signal: 'SIGTERM' });
    expect(files(join(dir, 'out'))).toEqual([]);
  });
});
