import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { tempDir } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { createTimestampedFile, listRuns, prune, runAt } from '../src/index.ts';
import { files, sha256 } from './cli/kit.ts';

const time = new Date('2015-03-26T12:34:12Z');
const STAMP = '20150326123412';

describe('createTimestampedFile', () => {
  it('gives the file its name when it is committed, and not before', async () => {
    const cwd = tempDir();
    const file = createTimestampedFile('x.txt', { cwd, time, utc: true });
    file.write('one ');
    file.write('two');
    expect(files(cwd)).toEqual([expect.stringMatching(/^\..*\.partial$/)]);
    const done = await file.commit();
    const path = join(cwd, `${STAMP}-x.txt`);
    expect(done).toEqual({ path, status: 'complete', bytes: 7, warnings: [] });
    expect(readFileSync(path, 'utf8')).toBe('one two');
    expect(await file.commit()).toBe(done);
    expect(file.closed).toBe(true);
    await expect(file.abort()).rejects.toThrow('committed already');
  });

  it('takes what pipeline gives', async () => {
    const cwd = tempDir();
    const source = join(cwd, 'source');
    writeFileSync(source, Buffer.alloc(1_000_003, 'abc'));
    const file = createTimestampedFile('x', { cwd, time, utc: true });
    await pipeline(createReadStream(source), file);
    const { path, bytes } = await file.commit();
    expect(bytes).toBe(1_000_003);
    expect(sha256(readFileSync(path))).toBe(sha256(readFileSync(source)));
  });

  it('keeps what arrived as .partial when a pipeline fails', async () => {
    const cwd = tempDir();
    const file = createTimestampedFile('x', { cwd, time, utc: true });
    async function* failing() {
      yield 'arrived';
      throw new Error('the source broke');
    }
    await expect(pipeline(Readable.from(failing()), file)).rejects.toThrow('the source broke');
    expect(await file.abort()).toBe(join(cwd, `${STAMP}-x.partial`));
    expect(files(cwd)).toEqual([`${STAMP}-x.partial`]);
    await expect(file.commit()).rejects.toThrow('given up already');
  });

  it('leaves nothing when it is given up without keeping, or empty', async () => {
    const cwd = tempDir();
    const file = createTimestampedFile('x', { cwd });
    await new Promise((resolve) => file.write('data', resolve));
    expect(await file.abort({ keep: false })).toBeUndefined();
    expect(await createTimestampedFile('x', { cwd }).abort()).toBeUndefined();
    expect(files(cwd)).toEqual([]);
  });

  it('gives many at once a name of their own', async () => {
    const cwd = tempDir();
    const paths = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const file = createTimestampedFile('x', { cwd, time, utc: true });
        file.write(`payload ${i}`);
        return (await file.commit()).path;
      }),
    );
    expect(new Set(paths).size).toBe(50);
    expect(paths.map((path) => readFileSync(path, 'utf8')).sort()).toEqual(
      Array.from({ length: 50 }, (_, i) => `payload ${i}`).sort(),
    );
  });

  it('throws at once for a name or a folder that cannot be', () => {
    const cwd = tempDir();
    expect(() => createTimestampedFile('..', { cwd })).toThrow('names a folder');
    expect(() => createTimestampedFile('no/x', { cwd })).toThrow(
      expect.objectContaining({ code: 'ENOENT' }) as Error,
    );
  });

  it('is not committed while it is given up', async () => {
    const cwd = tempDir();
    const file = createTimestampedFile('x', { cwd, time, utc: true });
    file.write('on its way');
    const given = file.abort();
    await expect(file.commit()).rejects.toThrow('given up already');
    expect(await given).toBe(join(cwd, `${STAMP}-x.partial`));
    expect(files(cwd)).toEqual([`${STAMP}-x.partial`]);
    expect(listRuns('x', { cwd })).toMatchObject([{ recorded: false, status: 'partial' }]);
  });

  it.each([{ keep: -1 }, { keep: Number.NaN }, { keepFor: -1 }, { maxSize: -1 }])(
    'prunes nothing for %j',
    async (limits) => {
      const cwd = tempDir();
      for (const content of ['a', 'b']) {
        await createTimestampedFile('x', { cwd, time, utc: true }).end(content).commit();
      }
      await expect(prune('x', limits, { cwd })).rejects.toThrow('cannot be');
      expect(listRuns('x', { cwd })).toHaveLength(2);
    },
  );

  it('compares and prunes what a program compressed by itself', async () => {
    const cwd = tempDir();
    const saved: string[] = [];
    for (const [index, content] of ['a', 'a', 'b'].entries()) {
      const file = createTimestampedFile('x', {
        cwd,
        time: time.getTime() + index * 1000,
        utc: true,
        ending: '.gz',
        unchanged: 'skip',
        limits: { keep: 1 },
      });
      file.end(gzipSync(content));
      saved.push((await file.commit()).status);
    }
    expect(saved).toEqual(['complete', 'unchanged', 'complete']);
    expect(files(cwd)).toEqual(['20150326123414-x.gz']);
  });

  it('links the latest, prunes, and skips what is unchanged', async () => {
    const cwd = tempDir();
    const saved: string[] = [];
    for (const [index, content] of ['a', 'b', 'b', 'c'].entries()) {
      const file = createTimestampedFile('x', {
        cwd,
        time: time.getTime() + index * 1000,
        utc: true,
        unchanged: 'skip',
        latest: true,
        limits: { keep: 2 },
      });
      file.end(content);
      const { status, warnings } = await file.commit();
      expect(warnings).toEqual([]);
      saved.push(status);
    }
    expect(saved).toEqual(['complete', 'complete', 'unchanged', 'complete']);
    expect(files(cwd)).toEqual(['20150326123413-x', '20150326123415-x', 'x']);
    expect(readFileSync(join(cwd, 'x'), 'utf8')).toBe('c');
    const runs = listRuns('x', { cwd });
    expect(runs.map((run) => run.status)).toEqual(['complete', 'unchanged', 'complete']);
    expect(runAt(runs, time.getTime() + 2500)?.file).toBe('20150326123413-x');
    expect((await prune('x', { keep: 1 }, { cwd, dryRun: true })).removed).toMatchObject([
      { file: '20150326123413-x' },
    ]);
  });
});
