import { readlinkSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { tempDir } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { files, FROZEN, read, records, sh, STAMP, tsf } from './kit.ts';

/** Saves `input` on a day of January 1970. */
function day(number: number, words: readonly string[], dir: string, input: string | Buffer = '') {
  return tsf(['--utc', '--time', `@${(number - 1) * 86_400}`, ...words], dir, { input });
}

const stamped = (number: number, name: string): string =>
  `197001${String(number).padStart(2, '0')}000000${name}`;

describe('--keep and the like', () => {
  it('leave what was written just now, whatever the clock says', async () => {
    const dir = tempDir();
    await day(9, ['x'], dir, 'of a clock that was wrong');
    const { code } = await day(2, ['--keep', '1', '--latest', 'x'], dir, 'new');
    expect(code).toBe(0);
    expect(read(dir, 'x')).toBe('new');
    expect(files(dir)).toEqual([stamped(2, '-x'), stamped(9, '-x'), 'x']);
  });

  it('leave what the link of --latest points to', async () => {
    const dir = tempDir();
    await day(9, ['x'], dir, 'of a clock that was wrong');
    await day(2, ['--latest', 'x'], dir, 'new');
    await tsf(['--prune', '--keep', '1', 'x'], dir);
    expect(read(dir, 'x')).toBe('new');
  });

  it('remove the links of --unchanged too', async () => {
    const dir = tempDir();
    for (const number of [1, 2, 3, 4]) {
      await day(number, ['--unchanged', 'link', '--keep', '2', 'x'], dir, 'same');
    }
    expect(files(dir)).toEqual([stamped(3, '-x'), stamped(4, '-x')]);
  });

  it('count partial files as old as they are', async () => {
    const dir = tempDir();
    await tsf(['--utc', '--time', '@0', 'x', '--', 'sh', '-c', 'echo 1; exit 1'], dir);
    for (const number of [2, 3]) await day(number, ['x'], dir, `${number}`);
    await tsf(['--utc', '--time', '@259200', 'x', '--', 'sh', '-c', 'echo 4; exit 1'], dir);
    await tsf(['--prune', '--keep', '2', 'x'], dir);
    expect(files(dir)).toEqual([stamped(2, '-x'), stamped(3, '-x'), stamped(4, '-x.partial')]);
  });

  it('remove the oldest for --max-size, and not a large one in between', async () => {
    const dir = tempDir();
    for (const [index, content] of ['1', '22222222', '3'].entries()) {
      await day(index + 1, ['x'], dir, content);
    }
    await tsf(['--prune', '--max-size', '5', 'x'], dir);
    expect(files(dir)).toEqual([stamped(3, '-x')]);
  });

  it.each([[[]], [['--gzip']]])(
    'with %j leave a file whose bytes someone changed',
    async (words) => {
      const dir = tempDir();
      const name = stamped(1, words.length > 0 ? '-x.gz' : '-x');
      await day(1, [...words, 'x'], dir, 'one');
      await day(2, [...words, 'x'], dir, 'two');
      const { size } = statSync(join(dir, name));
      writeFileSync(join(dir, name), Buffer.alloc(size, 'mine'));
      const { stderr, stdout } = await tsf(['--prune', '--keep', '1', 'x'], dir);
      expect(stdout).toBe('');
      expect(stderr).toContain(`left alone 1 more, such as ${name}`);
    },
  );

  it('go in a folder called NAME with -d, and through a link to a folder', async () => {
    const dir = tempDir();
    await tsf(['-d', 'real'], dir);
    symlinkSync('real', join(dir, 'log'));
    for (const number of [1, 2, 3]) {
      await day(number, ['-d', '--keep', '2', '--latest', '-z', 'log'], dir, `${number}`);
    }
    const folder = join(dir, 'real');
    expect(readlinkSync(join(folder, 'log'))).toBe(stamped(3, '-log.gz'));
    expect(files(folder).filter((file) => file.endsWith('-log.gz'))).toEqual([
      stamped(2, '-log.gz'),
      stamped(3, '-log.gz'),
    ]);
    const { stdout } = await tsf(['-d', '--diff', 'log'], dir);
    expect(stdout).toContain('\n-2\n');
  });
});

describe('--unchanged', () => {
  it('gives no plain file a name that says gzip, nor the other way round', async () => {
    const dir = tempDir();
    await day(1, ['x'], dir, 'same');
    await day(2, ['--gzip', '--unchanged', 'link', 'x'], dir, 'same');
    await day(3, ['--unchanged', 'link', 'x'], dir, 'same');
    expect(gunzipSync(readFileSync(join(dir, stamped(2, '-x.gz')))).toString()).toBe('same');
    expect(read(dir, stamped(3, '-x'))).toBe('same');
    // The bytes are there all the same.
    const skipped = await day(4, ['--gzip', '--unchanged', 'skip', 'x'], dir, 'same');
    expect(skipped.stderr).toBe(`tsf: ${stamped(3, '-x')} (unchanged)\n`);
  });

  it('and --diff take a .gz that came in packed for what it is', async () => {
    const dir = tempDir();
    for (const number of [1, 2]) {
      await day(number, ['--unchanged', 'skip', 'x.gz'], dir, gzipSync('data'));
    }
    expect(files(dir)).toEqual([stamped(1, '-x.gz')]);
    await day(3, ['x.gz'], dir, 'a\n');
    await day(4, ['x.gz'], dir, 'b\n');
    const { code, stdout } = await tsf(['--diff', 'x.gz'], dir);
    expect(code).toBe(1);
    expect(stdout).toContain('\n-a\n+b\n');
  });

  it('is told per stream with --split', async () => {
    const dir = tempDir();
    const words = ['--split', '--unchanged', 'skip', 'r.txt', '--', 'sh', '-c'];
    await day(1, [...words, 'echo out; echo 1 >&2'], dir);
    await day(2, [...words, 'echo out; echo 2 >&2'], dir);
    expect(files(dir)).toEqual(
      [stamped(1, '-r.err.txt'), stamped(1, '-r.txt'), stamped(2, '-r.err.txt')].sort(),
    );
    const { stdout } = await tsf(['--list', '--json', 'r.txt'], dir);
    const { runs } = JSON.parse(stdout) as { runs: unknown[] };
    expect(runs[1]).toMatchObject({ status: 'unchanged', sameAs: stamped(1, '-r.txt') });
  });

  it('stores the output where the record cannot be read, and says so', async () => {
    const dir = tempDir();
    await sh('mkdir .tsf.jsonl', dir);
    const { code, stderr } = await tsf([...FROZEN, '--unchanged', 'skip', 'x'], dir, {
      input: 'data',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('cannot read the record ".tsf.jsonl": is a directory');
    expect(read(dir, `${STAMP}-x`)).toBe('data');
  });
});

describe('--split', () => {
  it('asks --min-bytes of stdout only', async () => {
    const dir = tempDir();
    const words = [...FROZEN, '--split', '--min-bytes', '3', 'r', '--'];
    expect(await tsf([...words, 'echo', 'long enough'], dir)).toMatchObject({ code: 0 });
    expect((await tsf([...words, 'true'], dir)).code).toBe(125);
  });

  it('takes a folder for -d with a slash behind', async () => {
    const dir = tempDir();
    const line = 'echo out; echo err >&2';
    await tsf([...FROZEN, '-d', '--split', 'r.txt/', '--', 'sh', '-c', line], dir);
    expect(read(dir, `r.err.txt/${STAMP}-r.err.txt`)).toBe('err\n');
  });
});

it('waits longer than a timer of Node can with --timeout', async () => {
  const dir = tempDir();
  const result = await tsf([...FROZEN, '--timeout', '30d', 'x', '--', 'sleep', '0.1'], dir);
  expect(result).toMatchObject({ code: 0, stderr: `tsf: ${STAMP}-x\n` });
});

it('keeps what gets no name since it would be too long, and records it', async () => {
  const dir = tempDir();
  const name = 'n'.repeat(240);
  await tsf([...FROZEN, '-q', name], dir, { input: 'first' });
  const { code, stderr } = await tsf([...FROZEN, name], dir, { input: 'second' });
  expect(code).toBe(1);
  const kept = /The output is kept as '(.*)'/.exec(stderr)?.[1] ?? '';
  expect(kept).toMatch(/^20150326123412-n+~.*\.partial$/);
  expect(read(dir, kept)).toBe('second');
  expect(records(dir)[1]).toMatchObject({ status: 'partial', file: kept });
  // It lies there as it was told: it is nothing that a killed run left behind.
  unlinkSync(join(dir, `${STAMP}-${name}`));
  expect(await tsf([...FROZEN, name], dir)).toMatchObject({ stderr: `tsf: ${STAMP}-${name}\n` });
});

it('shows a folder that is missing as the shell reads it', async () => {
  const { stderr } = await tsf(['a$(touch oops)/x'], tempDir());
  expect(stderr).toContain("Make it first: mkdir -p -- 'a$(touch oops)'\n");
});
