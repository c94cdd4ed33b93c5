import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runBin, runFile, tempDir } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { listRuns } from '../src/index.ts';
import { MANIFEST } from '../src/manifest.ts';

it('has whole lines only, and no others, when many write at once', async () => {
  const dir = tempDir();
  const recorder = fileURLToPath(new URL('fixtures/recorders.js', import.meta.url));
  // Lines of several pages: the file is then often seen in the middle of a write.
  const length = 20_000;
  const words = [recorder, dir, '200', String(length)];
  const ends = await Promise.all(
    Array.from({ length: 4 }, () => runFile(process.execPath, words, { timeout: 100_000 })),
  );
  for (const end of ends) expect(end).toMatchObject({ code: 0, stderr: '' });
  const lines = readFileSync(join(dir, MANIFEST), 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(800);
  const line = JSON.stringify({ v: 1, name: 'x'.repeat(length) });
  expect(lines.every((each) => each === line)).toBe(true);
});

/** A line of the record. */
function line(more: Record<string, unknown>): string {
  const time = '2015-03-26T12:34:12.000Z';
  return `${JSON.stringify({ v: 1, name: 'x', file: '20150326123412-x', status: 'complete', time, durationMs: 1, bytes: 1, ...more })}\n`;
}

function listed(dir: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return runBin('tsf', ['--list', '--utc', 'x'], { cwd: dir, timeout: 100_000 });
}

describe('a record', () => {
  it('of more runs than a call can take arguments is listed', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, '20150326123412-x'), '1');
    const again = line({ status: 'unchanged', sameAs: '20150326123412-x' });
    writeFileSync(join(dir, MANIFEST), line({}) + again.repeat(150_000));
    const { stdout, stderr } = await listed(dir);
    expect(stderr).toBe('');
    expect(stdout.split('\n')).toHaveLength(150_003);
  });

  it('may be larger than a string, and hold what is no line', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, '20150326123412-x'), '1');
    const path = join(dir, MANIFEST);
    // 600 MiB of holes, in one line.
    writeFileSync(path, '');
    truncateSync(path, 600 * 1024 * 1024);
    appendFileSync(path, `\n${line({})}`);
    const { stdout, stderr } = await listed(dir);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/20150326123412-x$/m);
    expect(stdout).not.toContain('not recorded');
  });

  it.each([
    [{ signal: 5 }],
    [{ bytes: 1.5 }],
    [{ status: 'mine' }],
    [{ reason: ['\u001b[2J'] }],
    [{ time: '+275760-09-13T00:00:00.000Z' }],
    [{ exitCode: '0' }],
    [{ sameAs: '../x' }],
  ])('with %j is passed over', async (more) => {
    const dir = tempDir();
    writeFileSync(join(dir, '20150326123412-x'), '1');
    writeFileSync(join(dir, MANIFEST), line(more));
    const { stdout, stderr } = await listed(dir);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/20150326123412-x {2}\(not recorded\)$/m);
  });

  it('shows no control characters of a forged reason', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, '20150326123412-x.partial'), '1');
    const forged = { status: 'partial', file: '20150326123412-x.partial', reason: 'a\u001b[2Jb' };
    writeFileSync(join(dir, MANIFEST), line(forged));
    expect((await listed(dir)).stdout).toContain('(a?[2Jb)');
  });

  it('of several users is in the order of its times', () => {
    const dir = tempDir();
    writeFileSync(join(dir, '.tsf.1000.jsonl'), line({ bytes: 2, time: '2015-03-26T12:34:13Z' }));
    writeFileSync(join(dir, MANIFEST), line({}));
    // The file of the earlier line was pruned, and its name given again.
    writeFileSync(join(dir, '20150326123412-x'), '22');
    expect(listRuns('x', { cwd: dir })).toMatchObject([{ bytes: 2, modified: false }]);
  });
});
