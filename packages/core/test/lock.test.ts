import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runFile, tempDir } from '@nearhand/test-kit';
import { takeLock } from '../src/lock.ts';

const never = new AbortController().signal;
const take = (file: string, signal = never) => takeLock(file, { signal, onWait: () => {} });

describe('takeLock', () => {
  it('lets one in at a time, and leaves nothing behind', async () => {
    const dir = tempDir();
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const release = await take(join(dir, 'x'));
        inside += 1;
        most = Math.max(most, inside);
        await sleep(3);
        inside -= 1;
        release();
      }),
    );
    expect(most).toBe(1);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('leaves nothing behind where the disk is full', async () => {
    const dir = tempDir();
    // What can't be written for a full disk can't be written for a limit either.
    const built = pathToFileURL(resolve('dist/lock.js')).href;
    const program = `
      import { takeLock } from ${JSON.stringify(built)};
      process.on('SIGXFSZ', () => {});
      const options = { signal: new AbortController().signal, onWait() {} };
      takeLock('x', options).catch(({ code }) => console.log(code));`;
    const { stdout } = await runFile(
      'sh',
      [
        '-c',
        'ulimit -f 0 && exec "$0" "$@" | cat',
        process.execPath,
        '--input-type=module',
        '-e',
        program,
      ],
      { cwd: dir },
    );
    expect(stdout).toBe('EFBIG\n');
    expect(readdirSync(dir)).toEqual([]);
  });

  it('takes over from a process that was killed, even where its number is in use again', async () => {
    const file = join(tempDir(), 'x');
    const release = await take(file);
    const held = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; began: string };
    release();
    const gone = spawn('true');
    await new Promise((resolve) => gone.once('exit', resolve));
    for (const stale of [
      { ...held, pid: gone.pid },
      { ...held, began: '1' },
    ]) {
      writeFileSync(file, JSON.stringify(stale));
      const turn = async () => {
        const done = await take(file);
        done();
        return true;
      };
      expect(await Promise.all([turn(), turn()])).toEqual([true, true]);
    }
    expect(existsSync(file)).toBe(false);
  });

  it('does not take the lock of what it cannot see, and gives up when told', async () => {
    const file = join(tempDir(), 'x');
    const release = await take(file);
    const held = JSON.parse(readFileSync(file, 'utf8')) as { pid: number };
    release();
    writeFileSync(file, JSON.stringify({ ...held, pid: 4_000_000, host: 'another' }));
    const abort = new AbortController();
    const waiting = takeLock(file, { signal: abort.signal, onWait: () => abort.abort() });
    await expect(waiting).rejects.toThrow(/abort/i);
    expect(existsSync(file)).toBe(true);
  });
});
