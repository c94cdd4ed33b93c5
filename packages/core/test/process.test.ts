import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  nodes,
  openTerminal,
  runFile,
  tempDir,
  writeTree,
  type RunFileOptions,
  type TestNode,
} from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { exitStatus, runProgram } from '../src/process.ts';

const fixture = fileURLToPath(new URL('fixtures/runs.js', import.meta.url));

/** Traps a signal, says that it is ready, and tells which came, one a line. */
const TRAPS = `
  for s in INT TERM HUP QUIT USR1 USR2; do trap "echo got $s; [ $s = USR2 ] && exit 5" $s; done
  echo ready
  while :; do sleep 0.02; done`;

describe.each(nodes())('runProgram on Node $version', ({ file: node }) => {
  const run = (argv: string[], options: RunFileOptions = {}, settings: object = {}) =>
    runFile(node, [fixture, ...argv], {
      ...options,
      env: { ...process.env, RUN_OPTIONS: JSON.stringify(settings), ...options.env },
    });

  it.each([0, 3, 125, 128, 255])('ends with the status %i of its child', async (code) => {
    expect(await run(['sh', '-c', `exit ${code}`])).toMatchObject({ code, signal: null });
  });

  it.each(['TERM', 'INT', 'HUP', 'QUIT', 'KILL', 'USR1', 'PIPE', 'SEGV'])(
    'ends by SIG%s when its child did',
    async (name) => {
      const result = await runFile('sh', [
        '-c',
        `ulimit -c 0; exec '${node}' '${fixture}' sh -c 'kill -${name} $$'`,
      ]);
      expect(result).toMatchObject({ code: null, signal: `SIG${name}`, stderr: '' });
    },
  );

  it('passes signals on to its child, and waits for it', async () => {
    const sent = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;
    const { code, stdout } = await run(['sh', '-c', TRAPS], {
      onStart(child) {
        let seen = '';
        let next = 0;
        child.stdout!.on('data', (chunk: Buffer) => {
          seen += String(chunk);
          // One at a time: the kernel doesn't keep their order.
          if (seen.split('\n').length - 1 > next && next < sent.length) child.kill(sent[next++]);
        });
      },
    });
    expect(stdout.split('\n')).toEqual([
      'ready',
      ...sent.map((signal) => `got ${signal.slice(3)}`),
      '',
    ]);
    expect(code).toBe(5);
  });

  it('gives its child no signal that is blocked, ignored or caught', async () => {
    const probe = ['sh', '-c', "grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status"];
    const direct = await runFile(probe[0]!, probe.slice(1));
    expect((await run(probe)).stdout).toBe(direct.stdout);
  });

  it('says why a program was not started', async () => {
    const dir = writeTree(tempDir(), {
      'plain.txt': 'hello',
      'folder/': '',
      'lost.sh': '#!/nowhere/interpreter\n',
      'bare.sh': 'exit 4\n',
    });
    const said = async (file: string, settings: object = {}) => {
      const { code, stderr } = await run([file], { env: { PATH: dir } }, settings);
      return `${code} ${stderr.trim()}`;
    };
    expect(await said('no-such-program')).toBe(
      '127 PROGRAM_NOT_FOUND: no-such-program: command not found',
    );
    expect(await said(join(dir, 'plain.txt'))).toBe(
      `126 PROGRAM_CANNOT_RUN: ${dir}/plain.txt: permission denied`,
    );
    expect(await said(join(dir, 'folder'))).toMatch(/^126 PROGRAM_CANNOT_RUN: .*folder: /);
    expect(await said(join(dir, 'lost.sh'))).toMatch(
      /^126 PROGRAM_CANNOT_RUN: .*interpreter \/nowhere\/interpreter does not exist$/,
    );
    expect(await said('lost.sh')).toMatch(/^126 PROGRAM_CANNOT_RUN: /);
    expect(await said('/bin/true', { cwd: join(dir, 'gone') })).toBe(
      `125 PROGRAM_NO_DIRECTORY: cannot enter the folder ${dir}/gone: no such file or directory`,
    );
    expect(await said('/bin/true', { cwd: join(dir, 'plain.txt') })).toBe(
      `125 PROGRAM_NO_DIRECTORY: cannot enter the folder ${dir}/plain.txt: not a directory`,
    );
  });

  it('says that the arguments are too long', async () => {
    const { code, stderr } = await runFile('bash', [
      '-c',
      `'${node}' --input-type=module -e "
        import { exitLike, runProgram } from '${new URL('../dist/process.js', import.meta.url).href}';
        const outcome = await runProgram('/bin/true', ['x'.repeat(3_000_000)]);
        console.error(outcome.error.message);
        await exitLike(outcome);"`,
    ]);
    expect({ code, stderr }).toEqual({
      code: 126,
      stderr: '/bin/true: the arguments and the environment are too long\n',
    });
  });

  it('ends its child when told to stop', async () => {
    expect(await run(['sleep', '30'], {}, { abortAfter: 50 })).toMatchObject({
      code: null,
      signal: 'SIGTERM',
    });
  });

  it('leaves Ctrl-C to the terminal, which sends it to both: the child has it once', async () => {
    // stdin is no terminal here, and yet Ctrl-C reaches the whole group.
    // No shell as the child: bash drops a Ctrl-C that its own child doesn't die of.
    // It waits after each signal, so that a second one would be seen.
    const traps = `
      let timer;
      for (const name of ['INT', 'QUIT']) process.on('SIG' + name, () => {
        console.log('got ' + name);
        clearTimeout(timer);
        timer = setTimeout(() => console.log('quiet'), 300);
      });
      setInterval(() => {}, 1000);
      console.log('ready');`;
    const file = join(writeTree(tempDir(), { 'traps.cjs': traps }), 'traps.cjs');
    const terminal = openTerminal([
      'bash',
      '-c',
      `trap : INT QUIT; '${node}' '${fixture}' '${node}' '${file}' </dev/null; echo`,
    ]);
    await terminal.waitFor('ready');
    for (const key of ['\x03', '\x1c', '\x03']) {
      terminal.send(key);
      await terminal.waitFor('quiet');
    }
    expect(terminal.output().match(/got \w+/g)).toEqual(['got INT', 'got QUIT', 'got INT']);
  });
});

describe('runProgram', () => {
  it('hands out the child and the pipes that were asked for', async () => {
    let output = '';
    const outcome = await runProgram('sh', ['-c', 'echo "$0"; cat'], {
      argv0: 'sh',
      stdio: ['pipe', 'pipe', 'inherit'],
      onStart(child) {
        child.stdout!.on('data', (chunk: Buffer) => (output += String(chunk)));
        child.stdin!.end('from stdin');
      },
    });
    expect(outcome).toEqual({ kind: 'exit', code: 0 });
    await expect.poll(() => output).toBe('sh\nfrom stdin');
  });

  it('never throws for words that no program can get', async () => {
    expect(await runProgram('true', ['a\0b'])).toMatchObject({
      kind: 'not-started',
      error: { code: 'PROGRAM_CANNOT_RUN' },
    });
  });

  it('leaves no listener behind', async () => {
    const before = process.listenerCount('SIGTERM');
    await runProgram('true', []);
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});

describe('exitStatus', () => {
  it('is 128 + n for a signal', () => {
    expect(exitStatus({ kind: 'signal', signal: 'SIGKILL' })).toBe(137);
    expect(exitStatus({ kind: 'exit', code: 9 })).toBe(9);
  });
});

const replacer = fileURLToPath(new URL('fixtures/replaces.js', import.meta.url));

function replace(node: string, words: string[], env: NodeJS.ProcessEnv = {}) {
  return runFile(node, [replacer, ...words], { env: { ...process.env, ...env } });
}

/** process.execve came with 22.15 and 23.11. */
function hasExecve({ version }: TestNode): boolean {
  const [major, minor] = version.slice(1).split('.').map(Number) as [number, number];
  return major >= 24 || (major === 22 && minor >= 15);
}

describe.each(nodes().filter((node) => !hasExecve(node)))(
  'execReplace on Node $version',
  ({ file: node, version }) => {
    it('says that this Node cannot', async () => {
      const { code, stdout } = await replace(node, ['/bin/true']);
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: `no: Node ${version} has no process.execve\n`,
      });
    });
  },
);

describe.each(nodes().filter(hasExecve))('execReplace on Node $version', ({ file: node }) => {
  it('is the program then: same process, its status, its signal', async () => {
    const words = ['/bin/sh', '-c', 'echo "$PPID $0 $1"; exit 7', 'a b', "'c'"];
    const { stdout, code } = await replace(node, words);
    expect(stdout).toBe(`${process.pid} a b 'c'\n`);
    expect(code).toBe(7);
    expect(await replace(node, ['/bin/sh', '-c', 'kill -TERM $$'])).toMatchObject({
      signal: 'SIGTERM',
    });
  });

  const probe =
    "grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status; grep flags /proc/self/fdinfo/[012]; ls /proc/$$/fd";

  it('gives the program the signals and streams that a shell would', async () => {
    const direct = await runFile('/bin/sh', ['-c', probe]);
    expect(await replace(node, ['/bin/sh', '-c', probe])).toMatchObject({
      stdout: direct.stdout,
      stderr: '',
    });
  });

  it('gives way to a child where it would leave the streams non-blocking', async () => {
    expect((await replace(node, ['/bin/true'], { TOUCH: '1' })).stdout).toBe(
      'no: a stream is non-blocking\n',
    );
    const direct = await runFile('/bin/sh', ['-c', probe]);
    const { stdout } = await replace(node, ['/bin/sh', '-c', probe], {
      TOUCH: '1',
      FALL_BACK: '1',
    });
    expect(stdout).toBe(direct.stdout);
  });

  it('leaves a broken pipe to end the program quietly', async () => {
    const { stdout, stderr } = await replace(node, [
      '/bin/bash',
      '-c',
      'yes | head -1; echo "${PIPESTATUS[@]}"',
    ]);
    expect({ stdout, stderr }).toEqual({ stdout: 'y\n141 0\n', stderr: '' });
  });
});

it('finds the running test’s own process group', () => {
  // The field numbers that forwarding relies on.
  const stat = readFileSync('/proc/self/stat', 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  expect(fields[1]).toBe(String(process.ppid));
});
