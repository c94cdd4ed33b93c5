import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { binFile, fakeProgram, openTerminal, writeTree } from '@nearhand/test-kit';
import { git, project, rsync, tree, type SyncProject } from './project.ts';

/** The real rsync, in two places: here, and (as a server) there. */
const HERE = 'case "$*" in *--server*) exec /usr/bin/rsync "$@" ;; esac';
const SLOW = `${HERE}; exec /usr/bin/rsync --bwlimit=2000 "$@"`;

const withRsync = (made: SyncProject, script: string): NodeJS.ProcessEnv => {
  const { bin } = fakeProgram(made.top, 'rsync', script);
  return { ...made.env, PATH: `${bin}:${made.env['PATH']}` };
};

describe.skipIf(!rsync.met || !git.met)('--doctor', () => {
  it('looks for rsync on both sides, and at a folder that is still to be made', async () => {
    const made = await project();
    const well = await made.rdo(['--doctor']);
    expect(well.stdout).toMatch(/^ok {4}rsync here {4}3\.\d+$/m);
    expect(well.stdout).toMatch(/^ok {4}rsync there {3}3\.\d+$/m);
    expect(well.stdout).toContain(`${made.there} (the first push makes it)`);
    expect([well.code, existsSync(made.there)]).toEqual([0, false]);
    const env = withRsync(made, 'echo "openrsync: protocol version 29"');
    const ill = await made.rdo(['--doctor'], { env });
    expect(ill.stdout).toMatch(/^FAIL {2}rsync here {4}openrsync: .*\n.*rsync 3\.1 or newer/m);
    expect(ill.code).toBe(1);
  });
});

describe.skipIf(!rsync.met || !git.met)('a sync that fails', () => {
  it('keeps the command from running, and names the step and the cure', async () => {
    const made = await project();
    writeTree(made.here, { x: '' });
    const attempt = async (env: NodeJS.ProcessEnv) => {
      const result = await made.rdo(['echo', 'ran'], { env });
      expect(result).toMatchObject({ code: 125, stdout: '' });
      return result.stderr;
    };
    const none = { ...made.env, PATH: join(made.top, 'bin') };
    fakeProgram(made.top, 'git', 'exec /usr/bin/git "$@"');
    expect(await attempt(none)).toMatch(/^rdo: sync: there is no rsync here\n {2}Install it: /);
    const old = withRsync(made, `${HERE}; echo "rsync: unrecognized option" >&2; exit 1`);
    expect(await attempt(old)).toMatch(/unrecognized option\n(?:.*\n)*.*rsync 3\.1 or newer/);
    const broken = withRsync(
      made,
      'case "$*" in *--server*) echo "no space left" >&2; exit 11 ;; esac; exec /usr/bin/rsync "$@"',
    );
    expect(await attempt(broken)).toContain('rdo: sync: no space left');
    const bad = fakeProgram(
      join(made.top, 'git'),
      'git',
      'echo "fatal: detected dubious ownership" >&2; exit 128',
    );
    expect(await attempt({ ...made.env, PATH: `${bad.bin}:${made.env['PATH']}` })).toContain(
      'rdo: sync: git: fatal: detected dubious ownership',
    );
    rmSync(join(made.top, 'there'), { recursive: true, force: true });
    writeFileSync(join(made.top, 'there'), 'a file where the folder goes');
    expect(await attempt(made.env)).toMatch(
      /^rdo: sync: cannot write there as \S+: .*\/there\/deep\n {2}mkdir: .*there/,
    );
  });

  it('says so when it is there that rsync is missing', async () => {
    const made = await project();
    // `local` has one PATH for both sides: what is found here hides itself from the server's shell.
    const env = withRsync(made, 'mv "$0" "$0.away"; exec /usr/bin/rsync "$@"');
    for (const name of ['sh', 'cat', 'mkdir', 'git', 'mv', 'printf']) {
      fakeProgram(made.top, name, `exec /usr/bin/${name} "$@"`);
    }
    const result = await made.rdo(['echo', 'ran'], {
      env: { ...env, PATH: join(made.top, 'bin') },
    });
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toMatch(
      /^rdo: sync: there is no rsync on the other machine\n {2}Install it there: /,
    );
  });

  it('leaves the next run to finish, whatever was killed', async () => {
    const made = await project();
    writeTree(made.here, { small: 'a', gone: 'b' });
    writeFileSync(join(made.here, 'big'), Buffer.alloc(8_000_000, 'x'));
    const child = spawn(process.execPath, [binFile('rdo'), 'touch', 'ran'], {
      cwd: made.here,
      env: withRsync(made, SLOW),
      stdio: 'ignore',
    });
    const exit = new Promise((resolve) => child.once('exit', resolve));
    const sending = () =>
      existsSync(made.there) && readdirSync(made.there).some((name) => name.startsWith('.big.'));
    while (!sending()) await sleep(10);
    child.kill('SIGKILL');
    await exit;
    writeTree(made.here, { small: 'changed since' });
    // Sent or not by the first run: it has to go.
    rmSync(join(made.here, 'gone'));
    const result = await made.rdo(['sh', '-c', 'ls -A; wc -c <big; cat small']);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toBe('.rdo\n.rdo.conf\nbig\nsmall\n8000000\nchanged since');
  });

  it('is ended by Ctrl-C, and the command does not run', async () => {
    const made = await project();
    writeFileSync(join(made.here, 'big'), Buffer.alloc(20_000_000, 'x'));
    const terminal = openTerminal(
      ['sh', '-c', '"$0" "$1" touch ran; echo "status $?"', process.execPath, binFile('rdo')],
      {
        cwd: made.here,
        env: withRsync(made, SLOW),
      },
    );
    await terminal.waitFor(/sync: sending, \d+%, [\d.]+MB\/s/);
    terminal.send('\u0003');
    await terminal.ended;
    expect(existsSync(join(made.there, 'ran'))).toBe(false);
    expect(tree(made.there)['big']).toBeUndefined();
  });

  it('that runs at the same time as another waits for it', async () => {
    const made = await project({ config: 'pull = out*\n' });
    const log = join(made.top, 'log');
    // Each rsync of a run notes whose it is when it begins and ends.
    const env = withRsync(
      made,
      `${HERE}; echo "$PPID" >>${log}; /usr/bin/rsync "$@"; s=$?; sleep 0.05; echo "$PPID" >>${log}; exit $s`,
    );
    writeTree(made.here, { x: 'x' });
    await made.rdo(['true'], { env });
    for (const [i] of [1, 2, 3].entries()) writeTree(made.here, { [`f${i}`]: `${i}` });
    writeFileSync(log, '');
    const results = await Promise.all(
      [1, 2, 3].map((i) => made.rdo(['sh', '-c', `sleep 0.2; echo ${i} >out${i}`], { env })),
    );
    expect(results.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
    const owners = readFileSync(log, 'utf8').trim().split('\n');
    // A push and a pull of each of three: six turns at most, where interleaved ones would take many.
    const turns = owners.filter((owner, i) => owner !== owners[i - 1]).length;
    expect(new Set(owners).size).toBe(3);
    expect(turns).toBeLessThanOrEqual(6);
    expect(Object.keys(tree(made.here)).filter((name) => name.startsWith('out'))).toHaveLength(3);
  });

  it('is quiet without a terminal, however long it takes', async () => {
    const made = await project();
    writeFileSync(join(made.here, 'big'), Buffer.alloc(3_000_000, 'x'));
    const result = await made.rdo(['echo', 'done'], { env: withRsync(made, SLOW) });
    expect(result).toMatchObject({ code: 0, stdout: 'done\n', stderr: '' });
  });
});
