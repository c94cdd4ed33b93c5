import { existsSync, readlinkSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { files, read, records, sh, sha256, tsf } from './kit.ts';

const DAY = 86_400;

/** Saves each content one day after the other, from 1970-01-02 on. */
async function saved(dir: string, contents: readonly string[], ...words: readonly string[]) {
  for (const [index, input] of contents.entries()) {
    await tsf(['--utc', '-q', '--time', `@${(index + 1) * DAY}`, ...words, 'x.txt'], dir, {
      input,
    });
  }
}

const file = (day: number): string => `197001${String(day + 1).padStart(2, '0')}000000-x.txt`;

describe('--list', () => {
  it('shows when, how large, how it ended, and what is not recorded', async () => {
    const dir = tempDir();
    await saved(dir, ['one', 'two'.repeat(1000)]);
    await tsf(['--utc', '--time', '@259200', 'x.txt', '--', 'sh', '-c', 'echo 3; exit 4'], dir);
    writeFileSync(join(dir, file(4)), 'mine');
    const { stdout } = await tsf(['--list', '--utc', 'x.txt'], dir);
    expect(stdout.replaceAll(/\d\.\d s/g, '0.0 s')).toBe(
      `${[
        '#  time                    size  exit  took   file',
        `1  1970-01-02 00:00:00      3 B  -     0.0 s  ${file(1)}`,
        `2  1970-01-03 00:00:00  2.9 KiB  -     0.0 s  ${file(2)}`,
        `3  1970-01-04 00:00:00      2 B  4     0.0 s  ${file(3)}.partial`,
        `4  1970-01-05 00:00:00      4 B  -     -      ${file(4)}  (not recorded)`,
      ].join('\n')}\n`,
    );
  });

  it('gives JSON', async () => {
    const dir = tempDir();
    await saved(dir, ['one']);
    const { stdout } = await tsf(['--list', '--json', 'x.txt'], dir);
    const { durationMs, ...run } = (JSON.parse(stdout) as { runs: Record<string, unknown>[] })
      .runs[0]!;
    expect(durationMs).toBeTypeOf('number');
    expect(run).toEqual({
      time: '1970-01-02T00:00:00.000Z',
      file: file(1),
      path: file(1),
      bytes: 3,
      storedBytes: 3,
      status: 'complete',
      recorded: true,
      modified: false,
      sha256: sha256('one'),
    });
    const none = await tsf(['--list', '--json', 'y'], dir);
    expect(JSON.parse(none.stdout)).toEqual({ version: 1, name: 'y', runs: [] });
  });

  it('finds them in their folder, and without the record', async () => {
    const dir = tempDir();
    await saved(dir, ['one'], '--directory');
    await sh('rm x.txt/.tsf.jsonl', dir);
    const { stdout } = await tsf(['--list', '--json', '--utc', '-d', 'x.txt'], dir);
    expect(JSON.parse(stdout)).toMatchObject({
      runs: [{ path: `x.txt/${file(1)}`, time: '1970-01-02T00:00:00.000Z', recorded: false }],
    });
    expect(await tsf(['--list', 'x.txt'], dir)).toMatchObject({
      code: 1,
      stderr: 'tsf: there are no files of "x.txt" here\n  Files made with -d are found with -d.\n',
    });
  });

  it('does not confuse names, nor believe a record that names other files', async () => {
    const dir = tempDir();
    await saved(dir, ['one']);
    await tsf(['--utc', '--time', '@86400', '1-x.txt'], dir, { input: 'other' });
    writeFileSync(join(dir, 'secret'), 'secret');
    const [line] = records(dir);
    const forged = ['secret', '../secret', '.tsf.jsonl'].map((name) =>
      JSON.stringify({ ...line, file: name }),
    );
    await sh(`cat >>.tsf.jsonl`, dir, { input: `${forged.join('\n')}\nnot json\n{"v":1}\n` });
    const { stdout } = await tsf(['--list', '--json', '--utc', 'x.txt'], dir);
    const { runs } = JSON.parse(stdout) as { runs: { file: string }[] };
    expect(runs.map((run) => run.file)).toEqual([file(1), `19700102000000-1-x.txt`]);
    await tsf(['--prune', '--keep', '1', 'x.txt'], dir);
    expect(existsSync(join(dir, 'secret'))).toBe(true);
  });
});

describe('--at', () => {
  it.each([
    ['1970-01-03 12:00', file(2)],
    ['1970-01-03', file(2)],
    ['19700102000000', file(1)],
    ['1970-01-04T00:30+01:00', file(2)],
    ['@999999999', file(3)],
    ['now', file(3)],
  ])('%s gives %s', async (time, expected) => {
    const dir = tempDir();
    await saved(dir, ['one', 'two', 'three']);
    expect(await tsf(['--utc', '--at', time, 'x.txt'], dir)).toMatchObject({
      code: 0,
      stdout: `${expected}\n`,
    });
  });

  it.each(['--at', '--time'])('refuses with %s what no calendar has', async (option) => {
    const dir = tempDir();
    await saved(dir, ['one']);
    for (const time of ['@-9999999999999999', '@8640000000001']) {
      const { code, stderr } = await tsf([option, time, 'x.txt'], dir);
      expect(code).toBe(2);
      expect(stderr).toContain(`${option}: "${time}" is not understood`);
    }
  });

  it('says when the file of then is gone, and names none that was not current', async () => {
    const dir = tempDir();
    await saved(dir, ['one', 'two', 'three']);
    await sh(`rm ${file(2)}`, dir);
    expect(await tsf(['--utc', '--at', '1970-01-03 12:00', 'x.txt'], dir)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `tsf: the file of then is gone: ${file(2)}\n  The last one before it that is there is ${file(1)}\n`,
    });
    const { stdout } = await tsf(['--utc', '--at', '1970-01-02 12:00', 'x.txt'], dir);
    expect(stdout).toBe(`${file(1)}\n`);
  });

  it('says when there was none', async () => {
    const dir = tempDir();
    await saved(dir, ['one']);
    const result = await tsf(['--utc', '--at', '1970-01-01', 'x.txt'], dir);
    expect(result).toMatchObject({
      code: 1,
      stdout: '',
      stderr:
        'tsf: there was no file yet at 1970-01-01 00:00:00\n  The first one is of 1970-01-02 00:00:00.\n',
    });
  });
});

describe('--diff', () => {
  const body = '@@ -1 +1 @@\n-one\n+two\n';

  it.each([
    [[], `--- ${file(2)}\n+++ ${file(3)}\n@@ -1 +1 @@\n-two\n+three\n`],
    [['1', '2'], `--- ${file(1)}\n+++ ${file(2)}\n${body}`],
    [['--', '-3', '-2'], `--- ${file(1)}\n+++ ${file(2)}\n${body}`],
    [['1970-01-02', '1970-01-03 09:00'], `--- ${file(1)}\n+++ ${file(2)}\n${body}`],
  ])('of %j shows what changed, and exits with 1', async (words, expected) => {
    const dir = tempDir();
    await saved(dir, ['one\n', 'two\n', 'three\n']);
    const result = await tsf(['--utc', '--diff', 'x.txt', ...words], dir);
    expect(result).toMatchObject({ code: 1, stdout: expected });
  });

  it('unpacks what is compressed', async () => {
    const dir = tempDir();
    await saved(dir, ['one\n', 'two\n'], '--gzip');
    const { stdout, code } = await tsf(['--diff', 'x.txt'], dir);
    expect({ stdout, code }).toEqual({
      code: 1,
      stdout: `--- ${file(1)}.gz\n+++ ${file(2)}.gz\n${body}`,
    });
  });

  it.each([
    [['7', '1'], /there is no file "7"/],
    [['1'], /takes two files/],
    [['0', '1'], /there is no file "0"/],
  ])('refuses %j', async (words, message) => {
    const dir = tempDir();
    await saved(dir, ['one', 'two']);
    const { code, stderr } = await tsf(['--diff', 'x.txt', ...words], dir);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('keeping order', () => {
  it.each([
    [
      ['--keep', '2'],
      [3, 4],
    ],
    [
      ['--keep-for', '36h'],
      [3, 4],
    ],
    [
      ['--max-size', '9'],
      [3, 4],
    ],
    [['--max-size', '1'], [4]],
    [
      ['--keep', '3', '--max-size', '8'],
      [3, 4],
    ],
  ])('%j keeps %j', async (words, kept) => {
    const dir = tempDir();
    await saved(dir, ['one ', 'two ', 'thre', 'four'], ...words);
    expect(files(dir)).toEqual(kept.map((day) => file(day)));
  });

  it('removes nothing but what it made for this NAME, unchanged', async () => {
    const dir = tempDir();
    await saved(dir, ['one', 'two', 'three']);
    await tsf(['--utc', '-q', '--time', '@1', 'y.txt'], dir);
    writeFileSync(join(dir, '19700101000000-x.txt'), 'by hand');
    writeFileSync(join(dir, file(1)), 'changed by hand');
    const { stdout, stderr } = await tsf(['--prune', '--keep', '1', 'x.txt'], dir);
    expect(stdout).toBe(`removed ${file(2)}\n`);
    expect(stderr).toMatch(/tsf: left alone 2 more, such as 19700101000000-x\.txt/);
    expect(files(dir)).toEqual(['19700101000000-x.txt', '19700101000001-y.txt', file(1), file(3)]);
  });

  it('says with --dry-run what it would remove, as commands', async () => {
    const dir = tempDir();
    await saved(dir, ['one', 'two']);
    const { stdout } = await tsf(['--prune', '--keep', '1', '--dry-run', 'x.txt'], dir);
    expect(stdout).toBe(`rm -- ${file(1)}\n`);
    expect(files(dir)).toHaveLength(2);
    await sh(stdout, dir);
    expect(files(dir)).toEqual([file(2)]);
  });

  it('never removes the newest, however old it is', async () => {
    const dir = tempDir();
    await saved(dir, ['one']);
    await tsf(['--prune', '--keep-for', '1d', 'x.txt'], dir);
    expect(files(dir)).toEqual([file(1)]);
  });

  it('points --latest to the newest complete file, and leaves what is no link alone', async () => {
    const dir = tempDir();
    await saved(dir, ['one', 'two'], '--latest');
    expect(readlinkSync(join(dir, 'x.txt'))).toBe(file(2));
    await tsf(['--latest', 'x.txt', '--', 'sh', '-c', 'echo half; exit 1'], dir);
    expect(read(dir, 'x.txt')).toBe('two');
    writeFileSync(join(dir, 'y'), 'mine');
    const { code, stderr } = await tsf(['--latest', 'y'], dir, { input: 'new' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/"y" is no link, so it was left alone/);
    expect(read(dir, 'y')).toBe('mine');
  });

  it('stores what is unchanged only once', async () => {
    const dir = tempDir();
    await saved(dir, ['one', 'one', 'two', 'two'], '--unchanged', 'skip');
    expect(files(dir)).toEqual([file(1), file(3)]);
    expect(records(dir).map(({ status, file: name }) => [status, name])).toEqual([
      ['complete', file(1)],
      ['unchanged', file(1)],
      ['complete', file(3)],
      ['unchanged', file(3)],
    ]);
    const { stdout } = await tsf(['--utc', '--at', '1970-01-03', 'x.txt'], dir);
    expect(stdout).toBe(`${file(1)}\n`);
  });

  it('gives what is unchanged a link, compressed too', async () => {
    const dir = tempDir();
    await saved(dir, ['one', 'one'], '--unchanged', 'link', '--gzip');
    const [first, second] = files(dir).map((name) => statSync(join(dir, name)).ino);
    expect(first).toBe(second);
  });

  it('stores it again when the earlier file is not what it was', async () => {
    const dir = tempDir();
    await saved(dir, ['one']);
    // The same size and time: only the bytes tell.
    const path = join(dir, file(1));
    const { atime, mtime } = statSync(path);
    writeFileSync(path, 'ONE');
    utimesSync(path, atime, mtime);
    await tsf(['--utc', '--time', '@172800', '--unchanged', 'skip', 'x.txt'], dir, {
      input: 'one',
    });
    expect(read(dir, file(2))).toBe('one');
  });

  it('keeps no record with --no-record, and refuses to prune then', async () => {
    const dir = tempDir();
    await saved(dir, ['one'], '--no-record');
    expect(records(dir)).toEqual([]);
    expect((await tsf(['--no-record', '--keep', '1', 'x'], dir)).code).toBe(2);
  });
});
