import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { need, runFile, tempDir } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { bin, files, FROZEN, read, records, STAMP } from './kit.ts';

const strace = need(
  'strace that may trace',
  'apt-get install strace, as root',
  () => spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0,
);

/** The calls that change or flush a file or a folder below `dir`, in order, with the paths from there on. */
async function calls(words: readonly string[], dir: string): Promise<readonly string[]> {
  const trace = join(dir, 'trace');
  const traced =
    'trace=write,fsync,fdatasync,close,link,linkat,unlink,unlinkat,rename,mkdir,mkdirat';
  // The main thread only, whose calls they are: no other one can cut its lines in two.
  const argv = ['-y', '-s', '4', '-e', traced, '-o', trace, process.execPath, bin];
  // A compile cache that is written would flush files of its own.
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' };
  await runFile('strace', [...argv, ...FROZEN, '-q', ...words], { cwd: dir, env, input: 'data' });
  return readFileSync(trace, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, call, given = ''] = /^(\w+)\((.*)\) += 0/.exec(
        line.replace(/(write\(.*\)) += \d+$/, '$1 = 0'),
      ) ?? [line, ''];
      const paths = Array.from(
        given.replaceAll(/AT_FDCWD(<[^>]*>)?/g, '').matchAll(/["<]([^">]*)[">]/g),
        ([, path = '']) => path,
      )
        .map((path) => (path === dir ? '.' : path.replace(`${dir}/`, '')))
        .map((path) => path.replace(/\d+-[0-9a-z]{6}\.partial$/, 'TEMPORARY'));
      // Without the four characters that write shows of the data.
      const [path = '', ...more] = call === 'write' ? paths.slice(0, 1) : paths;
      const ours = path === '.' || /TEMPORARY|^new/.test(path);
      return call && ours ? [[call.replace(/at$/, ''), path, ...more].join(' ')] : [];
    });
}

describe.skipIf(!strace.met)('--sync', () => {
  const temporary = `.${STAMP}-x.TEMPORARY`;

  it('flushes the file before it gets its name, and the folder after', async () => {
    const dir = tempDir();
    expect(await calls(['--sync', 'x'], dir)).toEqual([
      `write ${temporary}`,
      `fsync ${temporary}`,
      `close ${temporary}`,
      `link ${temporary} ${STAMP}-x`,
      `unlink ${temporary}`,
      `close ${temporary}`,
      'fsync .',
      'close .',
    ]);
  });

  it('flushes the folders that have the names of new folders too', async () => {
    const dir = tempDir();
    const all = await calls(['--sync', '-d', 'new/x'], dir);
    const flushed = all.filter((call) => call.startsWith('fsync '));
    expect(flushed).toEqual([`fsync new/x/${temporary}`, 'fsync new/x', 'fsync new', 'fsync .']);
    expect(all.indexOf(`fsync new/x`)).toBeGreaterThan(all.indexOf(`unlink new/x/${temporary}`));
  });

  it('flushes what it keeps of an output that is not complete', async () => {
    const dir = tempDir();
    expect(await calls(['--sync', '--min-bytes', '1K', 'x'], dir)).toEqual([
      `write ${temporary}`,
      `fsync ${temporary}`,
      `link ${temporary} ${STAMP}-x.partial`,
      `unlink ${temporary}`,
      `close ${temporary}`,
      'fsync .',
      'close .',
    ]);
  });

  it.each([
    [
      'the file',
      1,
      `${STAMP}-x.partial`,
      'partial',
      /output could not be written: .*\n.* is kept as/,
    ],
    ['the folder', 2, `${STAMP}-x`, 'complete', /cannot flush the folder "\.": .*\n/],
  ])(
    'that fails for %s says so, and where the output is',
    async (_what, nth, left, status, message) => {
      const dir = tempDir();
      const inject = ['-e', 'trace=fsync', '-e', `inject=fsync:error=EIO:when=${nth}`];
      const argv = ['-o', '/dev/null', ...inject, process.execPath, bin, ...FROZEN, '--sync', 'x'];
      const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' };
      const { code, stderr } = await runFile('strace', argv, { cwd: dir, env, input: 'data' });
      expect(code).toBe(1);
      expect(stderr).toMatch(message);
      expect(files(dir)).toEqual([left]);
      expect(read(dir, left)).toBe('data');
      expect(records(dir)).toMatchObject([{ file: left, status }]);
    },
  );

  it('is not the default', async () => {
    const dir = tempDir();
    expect((await calls(['x'], dir)).join('\n')).not.toContain('fsync');
  });
});
