import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { need, tempDir } from '@nearhand/test-kit';
import { bootstrap, encode, loginShellLine, withoutComments } from '../src/remote/encode.ts';
import { prepareGuard, prepareRun } from '../src/remote/scripts.ts';

const isHere = (shell: string): boolean => need(shell, `apt-get install ${shell}`, shell).met;

const EVERY_SH: readonly (readonly [string, ...string[]])[] = [
  ['dash'],
  ['bash', '--posix'],
  ['busybox', 'ash'],
  ['ksh'],
];
/** Every sh that another machine may have, as far as it is here. */
const SHELLS = EVERY_SH.filter(([shell]) => isHere(shell));
const LOGIN_SHELLS = ['bash', 'dash', 'zsh', 'ksh', 'fish', 'tcsh'].filter(isHere);

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('scripts', () => {
  it.each(readdirSync('src/remote').filter((name) => name.endsWith('.sh')))(
    '%s parses in every sh',
    (name) => {
      const file = join('src/remote', name);
      for (const [shell, ...words] of SHELLS) {
        for (const text of [
          readFileSync(file, 'utf8'),
          withoutComments(readFileSync(file, 'utf8')),
        ]) {
          const result = spawnSync(shell, [...words, '-n'], { input: text, encoding: 'utf8' });
          // ksh gives advice.
          const errors = result.stderr.replaceAll(/^ksh: warning: .*\n/gm, '');
          expect([shell, errors, result.status]).toEqual([shell, '', 0]);
        }
      }
    },
  );

  describe.each(SHELLS)('run.sh under %s', (shell, ...words) => {
    const run = (argv: readonly string[], directory = '/', env = process.env) => {
      const { argv: command } = prepareRun({
        nonce: 'n',
        directory: bytes(directory),
        argv: argv.map(bytes),
        tty: false,
        recordsByGuard: false,
        guarded: false,
      });
      // The bootstrap names `sh`: here it is the shell under test.
      const [, ...rest] = command;
      const result = spawnSync(shell, [...words, ...rest], {
        encoding: 'latin1',
        input: 'input',
        env,
      });
      // It need not read what it is given.
      if (result.error && !/EPIPE/.test(result.error.message)) throw result.error;
      const show = (text: string) => text.replaceAll('\u001erdo:n:', '<').replaceAll('\u001f', '>');
      return {
        out: show(result.stdout).replace(/start:\d+/, 'start'),
        err: show(result.stderr),
        code: result.status,
      };
    };

    it('passes words and streams, and tells the exit status', () => {
      expect(
        run(['sh', '-c', 'cat; printf "[%s]" "$@" >&2; exit 3', 'x', "it's", '', 'a\nb', '\xff\\']),
      ).toEqual({
        out: '<start>input<exit:3>',
        err: "<start>[it's][][a\nb][\xff\\]<exit:3>",
        code: 3,
      });
    });

    it.each(['TERM', 'KILL', 'INT', 'QUIT', 'HUP', 'SEGV', 'PIPE', 'USR1'])(
      'tells signal %s',
      (name) => {
        const { out, err } = run(['sh', '-c', `kill -${name} $$`]);
        expect([out, err]).toEqual([`<start><signal:${name}>`, `<start><signal:${name}>`]);
      },
    );

    it.each([126, 127, 129, 137, 143, 255])('tells exit status %i from a signal', (code) => {
      expect(run(['sh', '-c', `exit ${code}`]).out).toBe(`<start><exit:${code}>`);
    });

    it('runs nothing without its directory', () => {
      const dir = tempDir();
      expect(run(['true'], `${dir}/a b`).out).toBe(`<fail:dir-missing:${dir}/a b>`);
      expect(run(['true'], '/etc/passwd').out).toBe('<fail:dir-file:/etc/passwd>');
      mkdirSync(`${dir}/-x y`);
      expect(run(['pwd'], `${dir}/-x y`).out).toBe(`<start>${dir}/-x y\n<exit:0>`);
    });

    it('looks programs up as exec does', () => {
      const env = { ...process.env, PATH: '/usr/bin:/bin' };
      expect(run(['cd'], '/', env).out).toBe('<fail:not-found:/usr/bin:/bin>');
      expect(run(['*'], '/', env).out).toBe('<fail:not-found:/usr/bin:/bin>');
      const long = { ...env, PATH: `/usr/bin:/bin:/${'x'.repeat(9000)}` };
      expect(run(['cd'], '/', long).out).toBe(`<fail:not-found:${long.PATH.slice(0, 4000)}>`);
      expect(run(['']).out).toBe('<fail:not-found>');
      expect(run(['/etc']).out).toBe('<fail:is-directory>');
      expect(run(['/etc/passwd']).out).toBe('<fail:not-executable>');
    });

    it('looks in every folder of PATH, the last one too', () => {
      const dir = tempDir();
      writeFileSync(join(dir, 'only-here'), '#!/bin/sh\necho found\n', { mode: 0o755 });
      const found = { out: '<start>found\n<exit:0>', err: '<start><exit:0>', code: 0 };
      for (const path of [`/usr/bin:/bin:${dir}`, `${dir}:/usr/bin:/bin`]) {
        expect(run(['only-here'], '/', { ...process.env, PATH: path })).toEqual(found);
      }
      expect(run(['only-here'], dir, { ...process.env, PATH: '/usr/bin:/bin:' })).toEqual(found);
    });

    it('gives the command no variable and no descriptor of its own', () => {
      const open =
        'for f in 3 4 5 6 7 8 9; do { true >&$f; } 2>/dev/null && echo "$f is open"; done';
      const { out } = run(['sh', '-c', `env | grep -c "^rdo_"; ${open}; true`]);
      expect(out).toBe('<start>0\n<exit:0>');
    });
  });
});

describe('guard.sh', () => {
  it('leaves nothing behind when the command never comes', async () => {
    const [program = '', ...words] = prepareGuard({ nonce: 'a11ce', handsOver: true, kills: true });
    const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end('text\n');
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(0);
    expect(readdirSync('/tmp').filter((name) => name.includes('a11ce'))).toEqual([]);
  });
});

describe.each(SHELLS)('a late guard under %s', (shell, ...words) => {
  const start = (argv: readonly string[]) => {
    const [, ...rest] = argv;
    const child = spawn(shell, [...words, ...rest], {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    // It may be gone before it was written to.
    child.stdin.on('error', () => {});
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const says = async (text: string): Promise<void> => {
      while (!out.includes(text))
        await new Promise((resolve) => child.stdout.once('data', resolve));
    };
    return { stdin: child.stdin, ended, says, out: () => out };
  };
  const startRun = (nonce: string, ...argv: readonly string[]) =>
    start(
      prepareRun({
        nonce,
        directory: bytes('/'),
        argv: argv.map(bytes),
        tty: false,
        recordsByGuard: false,
        guarded: true,
        late: true,
      }).argv,
    );
  const startGuard = (nonce: string) =>
    start(prepareGuard({ nonce, handsOver: false, kills: true, late: true }));
  const files = (nonce: string) => readdirSync('/tmp').filter((name) => name.includes(nonce));
  let runs = 0;
  const newNonce = (): string => `1a7e${process.pid}${shell}${(runs += 1)}`;

  it('lets the command start when the line has come, and read what is behind it', async () => {
    const nonce = newNonce();
    const run = startRun(nonce, 'sh', '-c', 'printf "$GIVEN "; cat; exit 3');
    run.stdin.end('export GIVEN=given\nits own input\n');
    expect(await run.ended).toBe(3);
    expect(run.out()).toContain('given its own input\n');
    expect(files(nonce)).toEqual([]);
  });

  it('starts nothing without the line', async () => {
    const nonce = newNonce();
    const run = startRun(nonce, 'echo', 'ran');
    run.stdin.end();
    expect(await run.ended).toBe(125);
    expect(run.out()).toBe('');
    expect(files(nonce)).toEqual([]);
  });

  it('passes signals on, and lets go when the command is done', async () => {
    // Under ksh a command of run.sh gets no signal of its group, with whichever guard.
    if (shell === 'ksh') return;
    const nonce = newNonce();
    const run = startRun(
      nonce,
      'sh',
      '-c',
      'trap "echo got; exit 4" USR1; echo ready; while :; do sleep 0.02; done',
    );
    run.stdin.write('\n');
    await run.says('ready');
    const guard = startGuard(nonce);
    await guard.says('armed');
    guard.stdin.write('USR1\n');
    // How run.sh tells its end is tested above.
    await run.ended;
    guard.stdin.end('done\n');
    expect(await guard.ended).toBe(0);
    expect(run.out()).toContain('ready\ngot\n');
    expect(files(nonce)).toEqual([]);
  });

  it('ends the command when rdo is gone, though it came after that', async () => {
    const nonce = newNonce();
    const run = startRun(nonce, 'sh', '-c', 'echo ready; sleep 60; echo late');
    run.stdin.write('\n');
    await run.says('ready');
    const guard = startGuard(nonce);
    guard.stdin.end();
    expect(await guard.ended).toBe(0);
    await run.ended;
    expect(run.out()).not.toContain('late');
    expect(files(nonce)).toEqual([]);
  });

  it('keeps a command from starting that comes after rdo is gone', async () => {
    const nonce = newNonce();
    const guard = startGuard(nonce);
    guard.stdin.end();
    while (files(nonce).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const run = startRun(nonce, 'echo', 'ran');
    run.stdin.end('\n');
    expect(await run.ended).toBe(125);
    expect(run.out()).toContain('fail:guard');
    expect(run.out()).not.toContain('ran');
    expect(await guard.ended).toBe(0);
    expect(files(nonce)).toEqual([]);
  });
});

describe('encode', () => {
  it('is undone by printf %b in every sh', () => {
    const all = Buffer.from(Array.from({ length: 255 }, (_, i) => i + 1));
    for (const [shell, ...words] of SHELLS) {
      const result = spawnSync(shell, [...words, '-c', 'printf %b "$0"', encode(all)]);
      expect([shell, result.stdout.equals(all)]).toEqual([shell, true]);
    }
  });

  it.each(LOGIN_SHELLS)('passes through the login shell %s', (shell) => {
    const script = Buffer.from(`printf %s 'it'\\''s !x \\ $HOME \`id\` "q"\n%'`);
    const result = spawnSync(shell, ['-c', loginShellLine(bootstrap(encode(script)))], {
      encoding: 'utf8',
    });
    expect(result).toMatchObject({
      stdout: 'it\'s !x \\ $HOME `id` "q"\n%',
      stderr: '',
      status: 0,
    });
  });

  it('refuses what some login shell would read in its own way', () => {
    for (const word of ["it's", 'a!b', 'a\nb', 'a\\\\b', 'ü']) {
      expect(() => loginShellLine([word])).toThrow(TypeError);
    }
  });
});
