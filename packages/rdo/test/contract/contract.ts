/**
 * What every driver and client must do, written once. Runs the built command against a real machine.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { binFile, runFile } from '@nearhand/test-kit';
import { rdo, startRdo, type Machine } from './machine.ts';

const NASTY = [
  'plain',
  'two words',
  '',
  "it's",
  '"double"',
  '!history!',
  'back\\slash\\\\',
  '$HOME ${x} `id` $(id)',
  '* ? [a-z] ~ ~root',
  'new\nline\n',
  '\ttab\r',
  '-n',
  '%s %b \\0101',
  '; | & < > ( ) { } # ^ =',
  'ünïcödé 🦊',
  '\u0001\u001b[31m\u007f',
];

export function contract(machine: () => Machine): void {
  const run = (words: readonly string[], options?: Parameters<typeof rdo>[2]) =>
    rdo(machine(), words, options);

  describe('directory', () => {
    it('runs in the twin of the working directory', async () => {
      const result = await run(['pwd'], { in: 'sub dir' });
      expect(result).toMatchObject({ code: 0, stdout: `${machine().directory}/sub dir\n` });
    });

    it('runs nothing when the twin is missing, and names it', async () => {
      const result = await run(['-e', 'elsewhere', 'sh', '-c', 'echo ran; touch ran'], {
        in: 'sub dir',
      });
      expect(result).toMatchObject({ code: 125, stdout: '' });
      expect(result.stderr).toContain('/nowhere/sub dir');
      expect(existsSync(join(machine().root, 'ran'))).toBe(false);
    });
  });

  describe('arguments', () => {
    it('arrive exactly', async () => {
      const result = await run(['printf', '%s\\0', ...NASTY]);
      expect(result).toMatchObject({ code: 0, stderr: '' });
      expect(result.stdout.split('\0').slice(0, -1)).toEqual(NASTY);
    });

    it('may be any bytes', async () => {
      const script = 'exec "$0" "$1" printf "%s" "$(printf "\\377\\001\\200x")"';
      const result = await runFile('sh', ['-c', script, process.execPath, binFile('rdo')], {
        cwd: machine().root,
        env: machine().env,
      });
      expect(result.stdoutBytes).toEqual(Buffer.from([0xff, 0x01, 0x80, 0x78]));
    });

    it('may be longer than a command line there', async () => {
      const word = 'x!'.repeat(60_000);
      const result = await run(['printf', '%s', word, word.slice(0, 3)]);
      expect(result.stdout.length).toBe(word.length + 3);
      expect(result.stdout.endsWith('!x!x!x!')).toBe(false);
    });

    it('name a program, never a line for a shell', async () => {
      const result = await run(['echo a && echo b']);
      expect(result).toMatchObject({ code: 127, stdout: '' });
      expect(result.stderr).toContain("rdo sh -c 'echo a && echo b'");
    });

    it('are in the line of --dry-run, which does the same, and there', async () => {
      if (machine().lacks?.includes('line')) return;
      const script = 'uname -n; pwd; printf "%s|" "$@"; cat; exit 3';
      const words = ['sh', '-c', script, 'sh', ...NASTY];
      const options = { in: 'sub dir', input: 'input' };
      const line = (await run(['--dry-run', ...words], { in: 'sub dir' })).stdout;
      const result = await runFile('bash', ['-c', line], {
        cwd: machine().root,
        env: machine().env,
        input: 'input',
        timeout: 25_000,
      });
      const { stdout } = await run(words, options);
      // Nobody keeps out what a start-up file says.
      expect([result.code, result.stdout.slice(-stdout.length)]).toEqual([3, stdout]);
    });

    it('are looked up as a program, not as a builtin of some shell', async () => {
      expect(await run(['exit', '3'])).toMatchObject({ code: 127 });
    });
  });

  describe('exit', () => {
    it.each([0, 1, 2, 125, 126, 127, 128, 129, 143, 254, 255])('status %i', async (code) => {
      const result = await run(['sh', '-c', `exit ${code}`]);
      expect(result).toMatchObject({ code, signal: null, stdout: '', stderr: '' });
    });

    it.each(['TERM', 'KILL', 'INT', 'SEGV', 'HUP'])('signal %s', async (name) => {
      const result = await run(['sh', '-c', `kill -${name} $$`]);
      expect(result).toMatchObject({ code: null, signal: `SIG${name}`, stderr: '' });
    });

    it('127 for a program that is not there, 126 for one that cannot be run', async () => {
      expect(await run(['no-such-program'])).toMatchObject({ code: 127, stdout: '' });
      expect(await run(['./not-a-program'])).toMatchObject({ code: 126, stdout: '' });
      expect(await run(['.'], {})).toMatchObject({ code: 127 });
    });
  });

  describe('streams', () => {
    it('are three', async () => {
      const result = await run(['sh', '-c', 'read x; echo "out $x"; echo "err $x" >&2'], {
        input: 'line\n',
      });
      expect(result).toMatchObject({ code: 0, stdout: 'out line\n', stderr: 'err line\n' });
    });

    it('carry any bytes, at size, to their end', async () => {
      const input = randomBytes(3_000_000);
      const result = await run(['cat'], { input });
      expect(result.stdoutBytes.equals(input)).toBe(true);
    });

    it('leave stdin alone with -n', async () => {
      const script = 'while read x; do "$0" "$1" -n echo "got $x"; done; cat';
      const result = await runFile('sh', ['-c', script, process.execPath, binFile('rdo')], {
        cwd: machine().root,
        env: machine().env,
        input: 'a\nb\n',
      });
      expect(result.stdout).toBe('got a\ngot b\n');
    });

    it('end the writer when nobody reads', async () => {
      const script = '"$0" "$1" yes | head -n 1';
      const started = Date.now();
      const result = await runFile('sh', ['-c', script, process.execPath, binFile('rdo')], {
        cwd: machine().root,
        env: machine().env,
      });
      expect(result).toMatchObject({ code: 0, stdout: 'y\n', stderr: '' });
      expect(Date.now() - started).toBeLessThan(20_000);
    });

    it('end the writer to stderr when nobody reads that', async () => {
      const script = '"$0" "$1" sh -c "exec yes >&2" 2>&1 | head -n 1';
      const result = await runFile('sh', ['-c', script, process.execPath, binFile('rdo')], {
        cwd: machine().root,
        env: machine().env,
        timeout: 20_000,
      });
      expect(result).toMatchObject({ code: 0, stdout: 'y\n', stderr: '' });
    });

    it('are not held open by what the command leaves in the background', async () => {
      const mark = `29.${randomBytes(3).readUIntBE(0, 3)}`;
      const result = await run(['sh', '-c', `sleep ${mark} & echo started`], { timeout: 15_000 });
      expect(result).toMatchObject({ code: 0, stdout: 'started\n' });
    });
  });

  describe('environment', () => {
    it('takes along what -E names, and shows it to nobody', async () => {
      const secret = `it's a "secret"\n$x ${randomBytes(6).toString('hex')}`;
      const script = 'printf "%s|%s" "$GIVEN" "$HERE"; ps axww >&2';
      const result = await run(['-E', 'GIVEN=given', '-E', 'HERE', 'sh', '-c', script], {
        env: { HERE: secret },
      });
      expect(result.stdout).toBe(`given|${secret}`);
      expect(result.stderr).not.toContain(secret.slice(-12));
    });
  });

  describe('terminal', () => {
    it('is none without one here, and is one with -t', async () => {
      const ask = 'test -t 0 && echo in; test -t 1 && echo out; echo done';
      expect((await run(['sh', '-c', ask])).stdout).toBe('done\n');
      if (machine().lacks?.includes('terminal')) return;
      const there = await run(['-t', 'sh', '-c', ask]);
      expect(there.stdout.replaceAll('\r', '')).toBe('in\nout\ndone\n');
    });
  });

  describe('signals', () => {
    it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
      '%s reaches the command, and rdo ends as it does',
      async (signal) => {
        const name = signal.slice(3);
        const child = startRdo(machine(), [
          'sh',
          '-c',
          `trap "echo got ${name}; exit 42" ${name}; echo ready; while :; do sleep 0.05; done`,
        ]);
        let text = '';
        child.stdout!.on('data', (chunk: Buffer) => {
          if (!text.includes('ready') && `${text}${chunk.toString()}`.includes('ready'))
            child.kill(signal);
          text += chunk.toString();
        });
        const code = await new Promise((resolve) => child.once('close', resolve));
        expect([text, code]).toEqual([`ready\ngot ${name}\n`, 42]);
      },
    );

    it('ends as the command when the signal ends it', async () => {
      const child = startRdo(machine(), ['sh', '-c', 'echo ready; sleep 30']);
      child.stdout!.once('data', () => child.kill('SIGTERM'));
      const signal = await new Promise((resolve) =>
        child.once('close', (_code, name) => resolve(name)),
      );
      expect(signal).toBe('SIGTERM');
    });
  });

  describe('orphans', () => {
    it('are none when rdo is killed', async () => {
      const mark = `31.${randomBytes(3).readUIntBE(0, 3)}`;
      const child = startRdo(machine(), ['sh', '-c', `echo ready; sleep ${mark}; echo late`]);
      await new Promise((resolve) => child.stdout!.once('data', resolve));
      expect((await machine().processes(`sleep ${mark}`)).length).toBeGreaterThan(0);
      child.kill('SIGKILL');
      await gone(mark);
    });

    it('are none even when the command ignores TERM', async () => {
      const mark = `32.${randomBytes(3).readUIntBE(0, 3)}`;
      const child = startRdo(machine(), ['sh', '-c', `trap "" TERM; echo ready; sleep ${mark}`]);
      await new Promise((resolve) => child.stdout!.once('data', resolve));
      child.kill('SIGKILL');
      await gone(mark);
    });

    it('are none of rdo itself: no file, no helper', async () => {
      await run(['true']);
      let left: readonly string[] = [];
      for (let i = 0; i < 40; i += 1) {
        left = await machine().processes('rdo:%s');
        if (left.length === 0) break;
        await sleep(50);
      }
      expect(left).toEqual([]);
      let files = '';
      for (let i = 0; i < 10 && files !== '0\n'; i += 1) {
        // The guard of the run that asks removes its own a moment after the command started.
        const script = 'sleep 0.1; ls -a /tmp | grep -c "^.rdo-"';
        files = (await run(['sh', '-c', script])).stdout;
      }
      expect(files).toBe('0\n');
    });

    async function gone(mark: string): Promise<void> {
      for (let i = 0; i < 240; i += 1) {
        if ((await machine().processes(`sleep ${mark}`)).length === 0) return;
        await sleep(50);
      }
      expect(await machine().processes(`sleep ${mark}`)).toEqual([]);
    }
  });
}
