import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { need, tempDir } from '@nearhand/test-kit';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  bin,
  ended,
  files,
  FROZEN,
  read,
  records,
  sh,
  sha256,
  STAMP,
  start,
  tsf,
  until,
} from './kit.ts';

const MiB = 1024 * 1024;

function mount(dir: string, ...words: readonly string[]): void {
  mkdirSync(dir, { recursive: true });
  const { status, stderr } = spawnSync('mount', [...words, dir], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  onTestFinished(() => void spawnSync('umount', ['-l', dir]));
}

const mounts = need('right to mount', 'run the tests as root', () => {
  const { status } = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']);
  return status === 0;
});

describe('a run that cannot go on', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'keeps what arrived as .partial after %s, and ends by it',
    async (signal) => {
      const dir = tempDir();
      const child = start([...FROZEN, 'x'], dir);
      let stderr = '';
      child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      const end = ended(child);
      child.stdin!.write('arrived');
      // Quiet from now on: the signal must not wait for more input.
      await until(() => files(dir).some((file) => statSync(join(dir, file)).size === 7));
      child.kill(signal);
      expect(await end).toEqual({ code: null, signal });
      expect(files(dir)).toEqual([`${STAMP}-x.partial`]);
      expect(read(dir, `${STAMP}-x.partial`)).toBe('arrived');
      expect(stderr).toBe(
        `tsf: interrupted by ${signal}\n  What arrived (7 B) is kept as ${STAMP}-x.partial\n`,
      );
      expect(records(dir)).toMatchObject([{ status: 'partial', reason: signal, bytes: 7 }]);
    },
  );

  it('answers a signal while data pours in', async () => {
    const dir = tempDir();
    const { stdout } = await sh(
      `$tsf ${FROZEN.join(' ')} x </dev/zero 2>said & tsf=$!
       until test -s .20*; do sleep 0.02; done
       kill -TERM $tsf; wait $tsf; echo $?; cat said`,
      dir,
    );
    expect(stdout).toMatch(/^143\ntsf: interrupted by SIGTERM\n/);
    expect(files(dir)).toEqual([`${STAMP}-x.partial`, 'said']);
  });

  it('is not fooled by a writer that the same signal ends', async () => {
    const dir = tempDir();
    for (let i = 0; i < 5; i++) {
      await sh(
        `setsid sh -c 'yes | $tsf ${FROZEN.join(' ')} x' & group=$!
         until test -s .20*; do sleep 0.02; done
         kill -TERM -- -$group; wait $group; until ! test -e .20*; do sleep 0.02; done
         mv *.partial kept`,
        dir,
      );
      expect(files(dir)).toEqual(['kept']);
    }
  });

  it('leaves no file when nothing had arrived', async () => {
    const dir = tempDir();
    const child = start(['x'], dir);
    const end = ended(child);
    await until(() => files(dir).length === 1);
    child.kill('SIGINT');
    expect(await end).toEqual({ code: null, signal: 'SIGINT' });
    expect(files(dir)).toEqual([]);
  });

  it('keeps .partial files apart', async () => {
    const dir = tempDir();
    const words = [...FROZEN, '--min-bytes', '100', 'x'];
    for (const input of ['one', 'two']) {
      expect(await tsf(words, dir, { input })).toMatchObject({ code: 1 });
    }
    expect(files(dir)).toEqual([`${STAMP}-1-x.partial`, `${STAMP}-x.partial`]);
  });

  it('ends by the largest size that a file may have', async () => {
    const dir = tempDir();
    const { code, stderr } = await sh(
      `ulimit -f 100; head -c 1000000 /dev/zero | $tsf ${FROZEN.join(' ')} x`,
      dir,
    );
    expect(code).toBe(1);
    expect(stderr).toBe(
      `tsf: the output could not be written: the file would be too large\n` +
        `  What could be written (100 KiB) is kept as ${STAMP}-x.partial\n`,
    );
    expect(statSync(join(dir, `${STAMP}-x.partial`)).size).toBe(102_400);
    // Of the last write, a part: that counts too, or the file would seem to be changed since.
    expect((await tsf(['--list', 'x'], dir)).stdout).not.toContain('changed since');
  });

  it('compressed, is recorded with the size that it has', async () => {
    const dir = tempDir();
    await sh(`ulimit -f 100; head -c 1000000 /dev/urandom | $tsf ${FROZEN.join(' ')} -z x`, dir);
    expect(records(dir)).toMatchObject([{ status: 'partial', storedBytes: 102_400 }]);
  });

  it('in a program, keeps what fitted of the very first write', async () => {
    const dir = tempDir();
    const library = JSON.stringify(new URL('../../dist/index.js', import.meta.url));
    const script = `
      import { createTimestampedFile } from ${library};
      const file = createTimestampedFile('x');
      file.on('error', () => {});
      file.write(Buffer.alloc(1e6));
      await file.commit().catch((error) => console.log(error.message));`;
    writeFileSync(join(dir, 'script.mjs'), script);
    const { stdout } = await sh(`ulimit -f 100; ${process.execPath} script.mjs`, dir);
    expect(stdout).toBe('the output could not be written: the file would be too large\n');
    const kept = files(dir).find((file) => file.endsWith('-x.partial')) ?? '';
    expect(statSync(join(dir, kept)).size).toBe(102_400);
  });

  it('refuses a folder as input, and a closed stdin', async () => {
    const dir = tempDir();
    expect(await sh('$tsf x <.', dir)).toMatchObject({
      code: 1,
      stderr: 'tsf: standard input is a directory\n',
    });
    expect(await sh('$tsf x <&-', dir)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^tsf: standard input is closed\n/) as string,
    });
    expect(files(dir)).toEqual([]);
  });

  it('makes an empty file of an empty input', async () => {
    const dir = tempDir();
    expect(await sh(`$tsf ${FROZEN.join(' ')} x </dev/null`, dir)).toMatchObject({ code: 0 });
    expect(read(dir, `${STAMP}-x`)).toBe('');
  });

  it('works with stdout and stderr closed', async () => {
    const dir = tempDir();
    await sh(`echo data | $tsf ${FROZEN.join(' ')} x >&- 2>&-`, dir);
    expect(read(dir, `${STAMP}-x`)).toBe('data\n');
  });
});

describe.skipIf(!mounts.met)('a file system', () => {
  it('that is full: keeps what fitted as .partial, and the older file as it was', async () => {
    const dir = tempDir();
    mount(join(dir, 'small'), '-t', 'tmpfs', '-o', 'size=2m', 'none');
    const small = join(dir, 'small');
    await tsf([...FROZEN, 'x'], small, { input: 'older' });
    const { code, stderr } = await sh(
      `head -c 5000000 /dev/zero | $tsf ${FROZEN.join(' ')} x`,
      small,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^tsf: the output could not be written: no space left on the device\n {2}What could be written \(2\.0 MiB\) is kept/,
    );
    expect(read(small, `${STAMP}-x`)).toBe('older');
    expect(files(small)).toEqual([`${STAMP}-x`, `${STAMP}-x.partial`]);
    const { size } = statSync(join(small, `${STAMP}-x.partial`));
    expect(size).toBeGreaterThan(1.9 * MiB);
  });

  it('that is full: keeps the record readable for the next line', async () => {
    const dir = tempDir();
    mount(join(dir, 'small'), '-t', 'tmpfs', '-o', 'size=1m', 'none');
    const small = join(dir, 'small');
    await tsf(['x'], small, { input: '1' });
    // As if the disk had filled up in the middle of a line.
    truncateSync(join(small, '.tsf.jsonl'), 40);
    await tsf(['x'], small, { input: '2' });
    const listed = await tsf(['--list', '--json', 'x'], small);
    expect((JSON.parse(listed.stdout) as { runs: unknown[] }).runs).toHaveLength(2);
  });

  it('that is full: --tee goes on to pass everything along', async () => {
    const dir = tempDir();
    mount(join(dir, 'small'), '-t', 'tmpfs', '-o', 'size=1m', 'none');
    const { stdout } = await sh(
      '(head -c 5000000 /dev/zero | $tsf --tee x; echo "exit $?" >&2) 2>../err | wc -c; tail -1 ../err',
      join(dir, 'small'),
    );
    expect(stdout).toBe('5000000\nexit 1\n');
  });

  it('that is read-only: says so before it reads', async () => {
    const dir = tempDir();
    mount(join(dir, 'ro'), '-t', 'tmpfs', '-o', 'ro', 'none');
    const { code, stderr } = await tsf(['x'], join(dir, 'ro'), { input: 'data' });
    expect(code).toBe(1);
    expect(stderr).toBe('tsf: cannot write into the folder ".": the file system is read-only\n');
  });

  it('that lets one file not be removed: removes the others, and says so', async () => {
    const dir = tempDir();
    for (const day of [1, 2, 3, 4])
      await tsf(['-q', '--utc', '--time', `@${day * 86_400}`, 'x'], dir);
    const kept = join(dir, files(dir)[1]!);
    spawnSync('mount', ['--bind', kept, kept]);
    onTestFinished(() => void spawnSync('umount', ['-l', kept]));
    const { code, stdout, stderr } = await tsf(['--prune', '--keep', '1', 'x'], dir);
    expect(code).toBe(1);
    expect(stdout.split('\n')).toHaveLength(3);
    expect(stderr).toMatch(/cannot remove "19700103000000-x": .*\ntsf: removed 2 .*, keeps 2\n/);
    expect(files(dir)).toEqual(['19700103000000-x', '19700105000000-x']);
  });

  it('that becomes read-only: says where the data is', async () => {
    const dir = tempDir();
    const place = join(dir, 'fs');
    const image = join(dir, 'image');
    writeFileSync(image, '');
    truncateSync(image, 4 * MiB);
    spawnSync('mkfs.ext4', ['-q', image]);
    mount(place, '-o', 'loop,errors=remount-ro', image);
    const child = start([...FROZEN, 'x'], place);
    const end = ended(child);
    let stderr = '';
    child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin!.write('arrived');
    await until(() =>
      files(place).some((f) => f.endsWith('.partial') && statSync(join(place, f)).size === 7),
    );
    // As when the disk fails: ext4 goes read-only under the open file.
    const { stdout: device } = spawnSync('findmnt', ['-no', 'SOURCE', place], { encoding: 'utf8' });
    writeFileSync(`/sys/fs/ext4/${basename(device.trim())}/trigger_fs_error`, 'by the test');
    child.stdin!.end('more');
    expect((await end).code).toBe(1);
    expect(stderr).toMatch(/could not be written|cannot give the file its name/);
    const [left = ''] = files(place).filter((file) => file.endsWith('.partial'));
    expect(stderr).toContain(left);
    expect(files(place)).not.toContain(`${STAMP}-x`);
  });
});

const exfat = need('exFAT', 'apt-get install exfat-fuse exfatprogs, as root with /dev/fuse', () => {
  const made = spawnSync('sh', [
    '-c',
    'command -v mkfs.exfat mount.exfat-fuse losetup && test -w /dev/fuse',
  ]);
  return made.status === 0;
});

describe.skipIf(!exfat.met)('a file system without links', () => {
  it('keeps every payload of many writers, and works with --latest as far as it can', async () => {
    const dir = tempDir();
    const image = join(dir, 'image');
    writeFileSync(image, '');
    truncateSync(image, 32 * MiB);
    const setup = await sh(
      `mkfs.exfat image >/dev/null && mkdir fs && loop=$(losetup -f --show image) && echo $loop && mount.exfat-fuse $loop fs >/dev/null 2>&1`,
      dir,
    );
    expect(setup.code).toBe(0);
    const loop = setup.stdout.trim();
    onTestFinished(() => {
      spawnSync('umount', [join(dir, 'fs')]);
      spawnSync('losetup', ['-d', loop]);
    });
    const fs = join(dir, 'fs');
    expect((await sh('touch a && ln a b', fs)).code).not.toBe(0);
    const { code } = await sh(
      `rm a; seq 40 | xargs -P 8 -I{} sh -c 'echo payload {} | $tsf -q ${FROZEN.join(' ')} x || exit 255'`,
      fs,
    );
    expect(code).toBe(0);
    const hashes = files(fs).map((file) => sha256(read(fs, file)));
    const expected = Array.from({ length: 40 }, (_, i) => sha256(`payload ${i + 1}\n`));
    expect(hashes.sort()).toEqual(expected.sort());

    // A writer that was killed while it held a name: the name is passed over.
    writeFileSync(join(fs, `.${STAMP}-y.lock`), '');
    expect(await tsf([...FROZEN, '--print', 'y'], fs)).toMatchObject({ stdout: `${STAMP}-1-y\n` });
    const latest = await tsf([...FROZEN, '--latest', 'z'], fs, { input: 'data' });
    expect(latest.code).toBe(1);
    expect(latest.stderr).toMatch(/may have no symbolic links/);
    expect(read(fs, `${STAMP}-z`)).toBe('data');
  });
});

describe('after kill -9', () => {
  it('the next run says what lies there, and its advice recovers it', async () => {
    const dir = tempDir();
    const child = start([...FROZEN, 'x'], dir);
    const end = ended(child);
    child.stdin!.write('precious');
    await until(() => files(dir).some((file) => statSync(join(dir, file)).size === 8));
    // It is no leftover as long as its writer runs.
    expect((await tsf(['-q', 'other'], dir)).stderr).toBe('');
    expect((await tsf([...FROZEN, 'x'], dir)).stderr).toBe(`tsf: ${STAMP}-x\n`);
    child.kill('SIGKILL');
    await end;
    expect((await tsf([...FROZEN, 'other'], dir)).stderr).toBe(`tsf: ${STAMP}-other\n`);
    const { stderr } = await tsf([...FROZEN, 'x'], dir);
    expect(stderr).toMatch(
      /^tsf: an earlier run could not finish and left a partial file \(8 B, last written .*\)\n/,
    );
    const advice = /to keep it: +(mv .*)/.exec(stderr)?.[1] ?? '';
    expect(await sh(advice, dir)).toMatchObject({ code: 0 });
    expect(read(dir, `${STAMP}-x.partial`)).toBe('precious');
    expect((await tsf([...FROZEN, 'x'], dir)).stderr).toBe(`tsf: ${STAMP}-2-x\n`);
  });

  it('tells what a run with its own process number left, as in a container', async () => {
    const dir = tempDir();
    const left = `.${STAMP}-x.$$-abc123.partial`;
    const link = '.x.$$.latest';
    const line = `printf data >${left}; ln -s nowhere ${link}; exec $tsf ${FROZEN.join(' ')} --latest x </dev/null`;
    const { code, stderr } = await sh(line, dir);
    expect(stderr).toMatch(/^tsf: an earlier run could not finish and left a partial file \(4 B,/);
    expect(code).toBe(0);
    expect(files(dir)).toHaveLength(3);
  });

  it('removes a second name of what is complete, and not the copy of a backup by links', async () => {
    const dir = tempDir();
    const left = `.${STAMP}-x.999999999-abc123.partial`;
    await sh(`mkdir backup; printf data >${left}; ln ${left} backup/${left}`, dir);
    expect((await tsf([...FROZEN, 'x'], dir)).stderr).toContain('could not finish');
    expect(read(dir, left)).toBe('data');
    await sh(`ln ${left} ${STAMP}-1-x`, dir);
    expect((await tsf([...FROZEN, 'x'], dir)).stderr).toBe(`tsf: ${STAMP}-2-x\n`);
    expect(files(dir)).not.toContain(left);
  });

  it('speaks of its own NAME only, however another one ends', async () => {
    const dir = tempDir();
    const left = `.${STAMP}-index.999999999-abc123.partial`;
    writeFileSync(join(dir, left), 'data');
    for (const name of ['x', 'dex', 'my-index']) {
      expect((await tsf([...FROZEN, name], dir)).stderr).toBe(`tsf: ${STAMP}-${name}\n`);
      await tsf(['--recover', name], dir);
    }
    expect(files(dir)).toContain(left);
    expect((await tsf(['--recover', 'index'], dir)).stdout).toBe(`${STAMP}-index.partial\n`);
  });

  it('no run takes another for one that is gone, while both look for a name', async () => {
    const dir = tempDir();
    // So many names are taken that looking for a free one takes a while.
    for (let clash = 0; clash < 500; clash++) {
      writeFileSync(join(dir, `${STAMP}${clash === 0 ? '' : `-${clash}`}-x`), '');
    }
    const line = `seq 40 | xargs -P 8 -I{} sh -c 'echo {} | $tsf ${FROZEN.join(' ')} x'`;
    const { stderr } = await sh(line, dir);
    expect(stderr).not.toContain('could not finish');
    expect(stderr.trimEnd().split('\n')).toHaveLength(40);
  });

  it(
    'at 200 random moments, older files are untouched and no final name is short',
    { timeout: 300_000 },
    async () => {
      const dir = tempDir();
      const payload = Buffer.alloc(3 * MiB, 'abcdefghijklmnopqrstuvwxyz');
      writeFileSync(join(dir, 'payload'), payload);
      mkdirSync(join(dir, 'out'));
      const out = join(dir, 'out');
      const older = `${STAMP}-x`;
      await tsf([...FROZEN, 'x'], out, { input: 'older' });
      const whole = sha256(payload);
      // The span that the moments lie in follows what happens: a run that is killed asks for more, one that ends
      // before for less. So both happen on a machine of any speed, and some are killed in the middle of the data.
      let span = 50;
      let finished = 0;
      const leftBehind = (): boolean => files(out).some((file) => file.startsWith('.'));
      for (let round = 0; round < 200 || finished === 0 || !leftBehind(); round++) {
        const input = openSync(join(dir, 'payload'), 'r');
        const child = spawn(
          process.execPath,
          [bin, '--quiet', '--utc', '--time', `@${2000 + round}`, 'x'],
          { cwd: out, stdio: [input, 'ignore', 'ignore'] },
        );
        closeSync(input);
        const end = ended(child);
        const pause = Math.random() * span;
        await Promise.race([end, new Promise((resolve) => setTimeout(resolve, pause))]);
        child.kill('SIGKILL');
        const { code } = await end;
        if (code === 0) finished += 1;
        else expect(code).toBe(null);
        span *= code === 0 ? 0.8 : 1.1;
      }
      expect(read(out, older)).toBe('older');
      const names = files(out).filter((file) => !file.startsWith('.') && file !== older);
      // A run that was killed after it gave the file its name has one too.
      expect(names.length).toBeGreaterThanOrEqual(finished);
      for (const name of names) {
        expect(sha256(read(out, name)), name).toBe(whole);
        rmSync(join(out, name));
      }
      // The record of the runs took no harm either.
      for (const line of records(out)) expect(line).toMatchObject({ v: 1 });
      const next = await tsf([...FROZEN, '--recover', 'x'], out);
      expect(next.code).toBe(0);
      expect(leftBehind()).toBe(false);
    },
  );
});

it('asks nobody but the system for the mode of its files', async () => {
  const dir = tempDir();
  chmodSync(dir, 0o755);
  await sh(`umask 027; echo x | $tsf ${FROZEN.join(' ')} x`, dir);
  expect(statSync(join(dir, `${STAMP}-x`)).mode & 0o777).toBe(0o640);
});
