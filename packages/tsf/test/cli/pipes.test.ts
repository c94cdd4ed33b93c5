import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { need, nodes, openTerminal, tempDir } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
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

const words = FROZEN.join(' ');
const python = need('Python', 'apt-get install python3', 'python3');

describe('what comes in', () => {
  it('is kept to the byte', async () => {
    const dir = tempDir();
    const bytes = Buffer.alloc(3_000_001);
    for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 7919) >> 3;
    writeFileSync(join(dir, 'in'), bytes);
    for (const line of ['cat in | $tsf', '$tsf <in', '$tsf --gzip <in']) {
      await sh(line.replace('$tsf', `$tsf ${words} x`), dir);
    }
    await sh(`gzip -d ${STAMP}-x.gz -c >unpacked`, dir);
    for (const file of [`${STAMP}-x`, `${STAMP}-1-x`, 'unpacked']) {
      expect(sha256(readFileSync(join(dir, file)))).toBe(sha256(bytes));
    }
    expect(records(dir).map((record) => record['sha256'])).toEqual(Array(3).fill(sha256(bytes)));
  });

  it('begins where the offset of the file stands, and leaves it at the end', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'in'), 'first\nsecond\nthird\n');
    const { stdout } = await sh(
      `{ read -r line; $tsf ${words} x; echo "$line, then: $(cat)"; } <in`,
      dir,
    );
    expect(stdout).toBe('first, then: \n');
    expect(read(dir, `${STAMP}-x`)).toBe('second\nthird\n');
  });

  it.each(
    [
      ['a socket', 'import socket as s; a, b = s.socketpair(); put = a.sendall; end = a.close'],
      [
        'a pipe',
        'import os; r, w = os.pipe(); b = os.fdopen(r); put = lambda x: os.write(w, x); end = lambda: os.close(w)',
      ],
    ].flatMap(([what, setup]) => [true, false].map((flag) => [what!, flag, setup!] as const)),
  )(
    'is read to its end from %s, non-blocking %s, though it is slow',
    async (_what, flag, setup) => {
      if (!python.met) return;
      const dir = tempDir();
      // tsf must not take "nothing yet" for the end, nor change the flags that the other side shares.
      writeFileSync(
        join(dir, 'slow.py'),
        `import fcntl, os, subprocess, sys, time
${setup}
os.set_blocking(b.fileno(), ${flag ? 'False' : 'True'})
before = fcntl.fcntl(b.fileno(), fcntl.F_GETFL)
p = subprocess.Popen(sys.argv[1:], stdin=b)
for i in range(5):
    time.sleep(0.05)
    put(b'%d\\n' % i)
same = fcntl.fcntl(b.fileno(), fcntl.F_GETFL) == before
end()
sys.exit(p.wait() + (0 if same else 50))
`,
      );
      const { code } = await sh(`python3 slow.py $tsf ${words} x`, dir);
      expect(code).toBe(0);
      expect(read(dir, `${STAMP}-x`)).toBe('0\n1\n2\n3\n4\n');
    },
  );

  it('sleeps while it waits', async () => {
    if (!existsSync('/proc/self/task')) return;
    const dir = tempDir();
    const child = start(['x'], dir);
    const end = ended(child);
    await until(() => files(dir).length === 1);
    // How often its threads woke up or were put off the processor. It gets to rest when it has started, and
    // would not if it polled: there is no such pause between two looks.
    const tasks = `/proc/${child.pid}/task`;
    const switches = (): string =>
      readdirSync(tasks)
        .map((task) =>
          /^(?:non)?voluntary_ctxt_switches.*/gm[Symbol.match](read(tasks, `${task}/status`)),
        )
        .join();
    for (let before = ''; before !== switches();) {
      before = switches();
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    child.stdin!.end();
    await end;
  });

  it('comes from a terminal, until its Ctrl-D', async () => {
    const dir = tempDir();
    await sh(
      `printf 'typed\\n\\004' | script -qec '$tsf ${words} x' /dev/null`.replace(
        '$tsf',
        `${process.execPath} ${bin}`,
      ),
      dir,
    );
    expect(read(dir, `${STAMP}-x`)).toBe('typed\n');
  });

  it('may be too short, or empty', async () => {
    const dir = tempDir();
    expect(await tsf([...FROZEN, '--min-bytes', '1K', 'x'], dir, { input: 'hi' })).toMatchObject({
      code: 1,
      stderr: `tsf: the output is too short: 2 B, less than --min-bytes\n  What arrived (2 B) is kept as ${STAMP}-x.partial\n`,
    });
    expect(await tsf(['--if-nonempty', 'y'], dir)).toMatchObject({ code: 0, stderr: '' });
    expect(files(dir)).toEqual([`${STAMP}-x.partial`]);
  });
});

describe.each(nodes())('on Node $version', ({ file: node }) => {
  it('saves, hashes, records and passes along', async () => {
    const dir = tempDir();
    const { stdout, stderr, code } = await tsf(
      [...FROZEN, '--tee', '--sync', '--sha256', 'x'],
      dir,
      {
        input: 'data',
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    );
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'data',
      stderr: `tsf: ${STAMP}-x\n`,
    });
    await sh(`echo more | ${node} ${bin} -q ${words} x`, dir);
    expect(records(dir).map((record) => record['sha256'])).toEqual([
      sha256('data'),
      sha256('more\n'),
    ]);
  });

  it('prunes what it cannot unpack by its size', async () => {
    const dir = tempDir();
    // As a newer Node may have left it.
    const made = await sh('echo data | $tsf -q --zstd --time @0 x', dir);
    expect(made.code).toBe(0);
    const { stdout } = await sh(
      `echo new | ${node} ${bin} -q x; ${node} ${bin} --prune --keep 1 x`,
      dir,
    );
    expect(stdout).toMatch(/^removed .*-x\.zst\n$/);
  });

  it('compresses by zstd, or says that it cannot', async () => {
    const dir = tempDir();
    const { code, stderr } = await sh(`echo data | ${node} ${bin} ${words} --zstd x`, dir);
    if (code === 0) {
      const { stdout } = await sh(`${node} ${bin} --list --json x`, dir);
      expect(JSON.parse(stdout)).toMatchObject({ runs: [{ bytes: 5, file: `${STAMP}-x.zst` }] });
    } else {
      expect(stderr).toBe('tsf: this Node has no zstd\n  Use --gzip, or Node 22.15 or newer.\n');
      expect(files(dir)).toEqual([]);
    }
  });
});

describe('--tee', () => {
  it('passes everything along', async () => {
    const dir = tempDir();
    const { stdout } = await sh(`seq 200000 | $tsf --tee ${words} x | sha256sum`, dir);
    expect(stdout.slice(0, 64)).toBe(sha256(read(dir, `${STAMP}-x`)));
  });

  it('keeps saving when the reader goes away, and ends with 0', async () => {
    const dir = tempDir();
    const { stdout, stderr } = await sh(
      `seq 200000 | ($tsf --tee ${words} x; echo $? >&2) | head -1`,
      dir,
    );
    expect(stdout).toBe('1\n');
    expect(stderr).toBe(`tsf: ${STAMP}-x\n0\n`);
    expect(read(dir, `${STAMP}-x`)).toHaveLength(1_288_895);
  });

  it('waits for a reader that has stopped, and answers a signal meanwhile', async () => {
    const dir = tempDir();
    await sh(
      `mkfifo in out
       $tsf --tee ${words} x <in >out & tsf=$!
       exec 3<>out; exec 4>in
       seq 100000 >&4 &
       # More than the pipe to the reader takes: now tsf waits for it.
       until test $(cat .20* | wc -c) -gt 65536; do sleep 0.02; done
       kill -TERM $tsf; wait $tsf; echo $? >status`,
      dir,
    );
    expect(read(dir, 'status')).toBe('143\n');
    const saved = read(dir, `${STAMP}-x.partial`);
    expect(saved.length).toBeGreaterThan(65_536);
    expect(saved).toMatch(/^1\n2\n3\n/);
  });

  it('says when stdout cannot be written, and saves all the same', async () => {
    const dir = tempDir();
    const { code, stderr } = await sh(`seq 1000 | $tsf --tee ${words} x >/dev/full`, dir);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `tsf: cannot write to stdout: no space left on the device\ntsf: ${STAMP}-x\n`,
    );
    expect(statSync(join(dir, `${STAMP}-x`)).size).toBe(3893);
  });
});

describe('--progress', () => {
  it('shows a line on a terminal, and wipes it', async () => {
    const dir = tempDir();
    await sh('mkfifo in', dir);
    const shell = `${process.execPath} ${bin} --progress ${words} x <in`;
    const terminal = openTerminal(['sh', '-c', shell], { cwd: dir });
    // Opened for both, so that it doesn't wait for the other side.
    const fd = openSync(join(dir, 'in'), 'r+');
    writeSync(fd, 'data\n');
    await terminal.waitFor(/\r5 B {2}\d+ B\/s {2}\d.* (?:s|min)\u001b\[K/);
    closeSync(fd);
    expect(await terminal.ended).toBe(0);
    const last = terminal.output().split('\r\u001b[K').at(-1)!;
    expect(stripVTControlCharacters(last)).toBe(`tsf: ${STAMP}-x\r\n`);
  });

  it('is one line for a command with two files', async () => {
    const dir = tempDir();
    await sh('mkfifo in', dir);
    const shell = `${process.execPath} ${bin} --progress --split ${words} x -- sh -c 'echo data; read line <in'`;
    const terminal = openTerminal(['sh', '-c', shell], { cwd: dir });
    const fd = openSync(join(dir, 'in'), 'r+');
    await terminal.waitFor(/\r5 B.*\r5 B/s);
    writeSync(fd, 'go on\n');
    expect(await terminal.ended).toBe(0);
    closeSync(fd);
    const output = terminal.output();
    expect(output.slice(output.indexOf('\r5 B'))).not.toContain('\r0 B');
  });

  it('leaves a terminal alone that the output goes to', async () => {
    const dir = tempDir();
    const shell = `${process.execPath} ${bin} --progress --tee ${words} x -- sh -c 'echo data; sleep 0.5'`;
    const terminal = openTerminal(['sh', '-c', shell], { cwd: dir });
    expect(await terminal.ended).toBe(0);
    expect(stripVTControlCharacters(terminal.output())).toBe(`data\r\ntsf: ${STAMP}-x\r\n`);
  });

  it('shows nothing elsewhere', async () => {
    const dir = tempDir();
    expect(await tsf([...FROZEN, '--progress', 'x'], dir)).toMatchObject({
      stderr: `tsf: ${STAMP}-x\n`,
    });
  });
});
