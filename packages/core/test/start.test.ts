import { fileURLToPath } from 'node:url';
import { need, nodes, runFile, type RunFileOptions } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';

const python = need('Python', 'apt-get install python3', 'python3');
const fixture = fileURLToPath(new URL('fixtures/started.js', import.meta.url));

/** Runs a line of bash with `$tool` as the fixture. */
function bash(node: string, line: string, options: RunFileOptions = {}) {
  return runFile(
    'bash',
    ['-c', `tool() { "$0" "$1" "\${@:2}"; }; tool=("$0" "$1"); ${line}`, node, fixture],
    {
      ...options,
      env: { ...process.env, ...options.env },
    },
  );
}

describe.each(nodes())('startTool on Node $version', ({ file: node }) => {
  const run = (...words: string[]) => runFile(node, [fixture, ...words]);

  it('ends with the status that main gives', async () => {
    expect(await run('exit', '7')).toMatchObject({ code: 7, stdout: '', stderr: '' });
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGKILL', 'SIGPIPE', 'SIGUSR1', 'SIGXFSZ'])(
    'ends by %s when main says so',
    async (signal) => {
      expect(await bash(node, `ulimit -c 0; exec "\${tool[@]}" signal ${signal}`)).toMatchObject({
        code: null,
        signal,
        stderr: '',
      });
    },
  );

  it('loses nothing that was written to a slow pipe', async () => {
    const { stdout, stderr } = await bash(
      node,
      '"${tool[@]}" lines 5000 | { sleep 0.3; wc -c; }; echo "${PIPESTATUS[@]}"',
    );
    expect(stdout).toBe('5000000\n0 0\n');
    expect(stderr).toBe('written\n');
  });

  it.each(['lines 5000', 'forever', 'pipeline'])(
    'ends quietly, as by SIGPIPE, when nobody reads: %s',
    async (job) => {
      const { stdout, stderr } = await bash(
        node,
        `"\${tool[@]}" ${job} | head -c 3; echo " \${PIPESTATUS[@]}"`,
      );
      expect(stdout).toBe('xxx 141 0\n');
      expect(stderr.replace('written\n', '')).toBe('');
    },
  );

  it('leaves a tool alone that listens for errors itself', async () => {
    const { stdout, stderr } = await bash(
      node,
      '"${tool[@]}" stubborn | true; echo "${PIPESTATUS[@]}"',
    );
    expect({ stdout, stderr }).toEqual({ stdout: '3 0\n', stderr: 'went on\n' });
  });

  it('keeps its status when nobody reads its messages', async () => {
    const { stdout } = await bash(
      node,
      '"${tool[@]}" talk 2>&1 >/dev/null | true; echo "${PIPESTATUS[@]}"',
    );
    expect(stdout).toBe('5 0\n');
  });

  it('says that the disk is full', async () => {
    const { stdout, stderr } = await bash(
      node,
      '"${tool[@]}" lines 1 >/dev/full; echo $?; RUNNER=1 "${tool[@]}" lines 1 >/dev/full; echo $?',
    );
    expect(stdout).toBe('1\n125\n');
    expect(stderr.replaceAll('written\n', '')).toBe(
      'started: cannot write to stdout: no space left on the device\n'.repeat(2),
    );
  });

  it('says it once, though the action waits for its write', async () => {
    const { stderr } = await bash(node, '"${tool[@]}" help >/dev/full; echo $? >&2');
    expect(stderr).toBe('near: cannot write to stdout: no space left on the device\n125\n');
  });

  it('works with closed streams', async () => {
    const { stdout, stderr } = await bash(node, '"${tool[@]}" exit 4 <&- >&- 2>&-; echo $?');
    expect({ stdout, stderr }).toEqual({ stdout: '4\n', stderr: '' });
  });

  it.each(['bug', 'later'])('calls a bug by its name, and shows where: %s', async (job) => {
    const { code, stderr } = await run(job);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^started: internal error: TypeError: a planted bug\n +at .*started\.js/,
    );
  });

  it('does not pass for done when it only stopped', async () => {
    expect(await run('never')).toMatchObject({
      code: 1,
      stderr: 'started: internal error: it stopped before it was done\n',
    });
  });

  it('tells which streams are terminals', async () => {
    const { stdout } = await runFile('script', [
      '-qec',
      `'${node}' '${fixture}' terminal </dev/null; '${node}' '${fixture}' terminal 2>/dev/null`,
      '/dev/null',
    ]);
    expect(stdout).toBe('false true true\r\ntrue true false\r\n');
  });

  it.skipIf(!python.met)('says all of it to a slow reader of a non-blocking stderr', async () => {
    const nonBlocking =
      'import fcntl, os; fcntl.fcntl(2, fcntl.F_SETFL, os.O_WRONLY | os.O_NONBLOCK)';
    const { stdout } = await bash(
      node,
      `{ python3 -c '${nonBlocking}'; "\${tool[@]}" say; echo "$?" >&2; } 2>&1 | (sleep 0.2; wc -c)`,
    );
    expect(Number(stdout)).toBe(300 * 1000 + 2);
  });

  it('says that the working directory is gone', async () => {
    const { stdout, stderr } = await bash(
      node,
      'd=$(mktemp -d); cd "$d"; rmdir "$d"; "${tool[@]}" exit 0; echo $?',
    );
    expect(stderr).not.toMatch(/ at /);
    expect(stdout).toBe('1\n');
  });
});
