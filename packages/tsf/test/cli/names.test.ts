import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tempDir } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { files, FROZEN, read, records, sh, sha256, STAMP, tsf } from './kit.ts';

describe('the name', () => {
  it('is the local time and NAME, said on stderr', async () => {
    const dir = tempDir();
    const env = { ...process.env, TZ: 'Asia/Tokyo' };
    const result = await tsf(['--time', '@1427373252', 'page.html'], dir, { input: 'hi', env });
    expect(result).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'tsf: 20150326213412-page.html\n',
    });
    expect(read(dir, '20150326213412-page.html')).toBe('hi');
  });

  it('is the present time without --time', async () => {
    const dir = tempDir();
    const before = Date.now();
    await tsf(['--utc', '--ms', 'x'], dir);
    const [file = ''] = files(dir);
    const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})-x$/.exec(file) ?? [];
    const [year, month, ...rest] = parts.map(Number) as [number, number, number];
    const stamped = Date.UTC(year, month - 1, ...rest);
    expect(stamped).toBeGreaterThanOrEqual(before);
    expect(stamped).toBeLessThanOrEqual(Date.now());
  });

  it.each([
    [['--print'], `${STAMP}-x.txt`],
    [['--ms'], `${STAMP}000-x.txt`],
    [['--us'], `${STAMP}000000-x.txt`],
    [['--suffix'], `x.${STAMP}.txt`],
    [['--format', '%F_%H%M'], '2015-03-26_1234-x.txt'],
    [['--directory'], `x.txt/${STAMP}-x.txt`],
    [['--gzip'], `${STAMP}-x.txt.gz`],
  ])('with %j is %s', async (options, path) => {
    const dir = tempDir();
    const result = await tsf(
      [...FROZEN, '--print', ...options.filter((o) => o !== '--print'), 'x.txt'],
      dir,
    );
    expect(result).toMatchObject({ code: 0, stdout: `${path}\n`, stderr: '' });
  });

  it('goes into the folder that NAME names, and into one that -d makes', async () => {
    const dir = tempDir();
    mkdirSync(join(dir, 'sub'));
    await tsf([...FROZEN, 'sub/x.html'], dir, { input: '1' });
    await tsf([...FROZEN, '-d', 'new/x.html'], dir, { input: '2' });
    expect(read(dir, `sub/${STAMP}-x.html`)).toBe('1');
    expect(read(dir, `new/x.html/${STAMP}-x.html`)).toBe('2');
  });

  it('gets a number when it is taken, whatever holds it', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, `${STAMP}-x`), 'mine');
    mkdirSync(join(dir, `${STAMP}-1-x`));
    await sh(`ln -s nowhere ${STAMP}-2-x`, dir);
    await tsf([...FROZEN, 'x'], dir, { input: 'new' });
    expect(read(dir, `${STAMP}-x`)).toBe('mine');
    expect(read(dir, `${STAMP}-3-x`)).toBe('new');
  });

  it.each([
    ['an empty name', ['']],
    ['a folder', ['sub/']],
    ['..', ['..']],
    ['a name that is too long', ['x'.repeat(300)]],
    ['an unknown directive', ['--format', '%Q', 'x']],
    ['a bad time', ['--time', 'tomorrow', 'x']],
    ['a bad size', ['--min-bytes', 'many', 'x']],
    ['--ms and --us', ['--ms', '--us', 'x']],
    ['--split without a command', ['--split', 'x']],
    ['two names', ['x', 'y']],
    ['no name', []],
  ])('is refused as misuse for %s', async (_what, words) => {
    const dir = tempDir();
    const { code, stderr } = await tsf(words, dir, { input: 'data' });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^tsf: /);
    expect(stderr).not.toMatch(/ at .*:\d+:\d+/);
    expect(files(dir)).toEqual([]);
  });

  it.each([
    ['a newline', 'a\nb'],
    ['a dash in front', '-rf'],
    ['quotes and dollars', `"$HOME"'\``],
    ['dots in front', '..x'],
    ['spaces', ' x '],
    ['other scripts', 'página-漢字-😀'],
    ['the longest name', 'x'.repeat(240)],
    ['the longest name in two-byte letters', 'é'.repeat(120)],
  ])('takes %s', async (_what, name) => {
    const dir = tempDir();
    const result = await tsf([...FROZEN, '--print', '--', name], dir, { input: 'data' });
    expect(result).toMatchObject({ code: 0, stdout: `${STAMP}-${name}\n` });
    expect(read(dir, `${STAMP}-${name}`)).toBe('data');
    expect(files(dir)).toEqual([`${STAMP}-${name}`]);
    expect(records(dir)).toMatchObject([{ name, file: `${STAMP}-${name}`, bytes: 4 }]);
  });

  it('can be pasted from the message', async () => {
    const dir = tempDir();
    const { stderr } = await tsf([...FROZEN, "it's\n$1"], dir, { input: 'data' });
    const { stdout } = await sh(`cat -- ${stderr.slice('tsf: '.length)}`, dir);
    expect(stdout).toBe('data');
  });

  it('says to make a folder that is missing', async () => {
    const dir = tempDir();
    const { code, stderr } = await tsf(['no/x'], dir, { input: 'data' });
    expect(code).toBe(1);
    expect(stderr).toBe(
      'tsf: cannot write into the folder "no": no such file or directory\n  Make it first: mkdir -p -- no\n',
    );
  });
});

describe('time that repeats', () => {
  // 2015-10-25, 03:00 back to 02:00 in Berlin; 2015-11-01, 02:00 back to 01:00 in New York; by half an
  // hour on Lord Howe Island.
  it.each([
    ['Europe/Berlin', 1_445_733_000, 3600, '20151025023000'],
    ['America/New_York', 1_446_355_800, 3600, '20151101013000'],
    ['Australia/Lord_Howe', 1_428_158_700, 1800, '20150405014500'],
  ])('keeps both files in %s', async (zone, first, later, stamp) => {
    const dir = tempDir();
    const env = { ...process.env, TZ: zone };
    await tsf(['--time', `@${first}`, 'x'], dir, { input: 'summer', env });
    await tsf(['--time', `@${first + later}`, 'x'], dir, { input: 'winter', env });
    expect(read(dir, `${stamp}-x`)).toBe('summer');
    expect(read(dir, `${stamp}-1-x`)).toBe('winter');
    expect(records(dir).map(({ time }) => Date.parse(String(time)) / 1000)).toEqual([
      first,
      first + later,
    ]);
  });

  it('gives a stamp to an hour that local time leaves out', async () => {
    const dir = tempDir();
    const env = { ...process.env, TZ: 'Europe/Berlin' };
    const { stdout } = await tsf(['--print', '--time', '@1427592600', 'x'], dir, { env });
    expect(stdout).toBe('20150329033000-x\n');
  });

  it('keeps the older file when the clock was set back', async () => {
    const dir = tempDir();
    for (const time of ['@2000', '@1000', '@2000']) {
      await tsf(['--utc', '--time', time, 'x'], dir, { input: `${time}${files(dir).length}` });
    }
    expect(files(dir).map((file) => read(dir, file))).toEqual(['@10001', '@20002', '@20000']);
  });
});

it(
  'stamps by a clock that stands still, and keeps every payload of 1,000 writers',
  { timeout: 240_000 },
  async () => {
    const dir = tempDir();
    const words = [...FROZEN, '--quiet', 'x'].join(' ');
    const writers = fileURLToPath(new URL('../fixtures/writers.js', import.meta.url));
    // 150 runs of the command, and 34 processes of 25 writers each; sixteen processes at a time.
    const jobs = [
      ...Array.from({ length: 150 }, (_, i) => `printf "payload %0${i + 1}d" 0 | $tsf ${words}`),
      ...Array.from({ length: 34 }, (_, i) => `$node ${writers} . ${151 + i * 25} ${175 + i * 25}`),
    ];
    const { code, stderr } = await sh(`xargs -d '\\n' -P 16 -I{} sh -c '{} || exit 255'`, dir, {
      input: jobs.join('\n'),
      timeout: 230_000,
      env: { node: process.execPath },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const expected = Array.from({ length: 1000 }, (_, i) => sha256(`payload ${'0'.repeat(i + 1)}`));
    const found = files(dir);
    expect(found).toHaveLength(1000);
    expect(found.every((file) => /^20150326123412(?:-[1-9]\d*)?-x$/.test(file))).toBe(true);
    expect(found.map((file) => sha256(read(dir, file))).sort()).toEqual(expected.sort());
    // The record has a whole line for each, with the same hash as the file.
    const lines = records(dir);
    expect(lines).toHaveLength(1000);
    expect(lines.every(({ file, sha256: hash }) => hash === sha256(read(dir, String(file))))).toBe(
      true,
    );
  },
);
