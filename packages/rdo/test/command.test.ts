import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  binFile,
  need,
  nodes,
  runBin,
  runFile,
  tempDir,
  writeTree,
  type RunFileOptions,
} from '@nearhand/test-kit';

const ssh = need('ssh client', 'apt-get install openssh-client', 'ssh');

interface Project {
  readonly root: string;
  readonly there: string;
  readonly env: NodeJS.ProcessEnv;
  readonly rdo: (
    words: readonly string[],
    options?: RunFileOptions & { readonly node?: string },
  ) => ReturnType<typeof runBin>;
}

/** A project whose machine is this one, with a twin folder of its own. */
function project(more = ''): Project {
  const top = tempDir();
  const [root, there, home] = ['here', 'there', 'home'].map((name) => join(top, name)) as [
    string,
    string,
    string,
  ];
  for (const dir of [root, there, home, join(home, 'run')]) mkdirSync(dir, { mode: 0o700 });
  writeTree(root, { '.rdo.conf': `driver = local\ndirectory = ${there}\n${more}` });
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_RUNTIME_DIR: join(home, 'run'),
  };
  return {
    root,
    there,
    env,
    rdo: (words, options) => runBin('rdo', words, { cwd: root, env, ...options }),
  };
}

describe('--trust', () => {
  it('is asked for before a key takes effect that could do harm, and ends with a change', async () => {
    const { rdo, root } = project('env = SECRET\n');
    const env = { ...project().env, SECRET: 's3cret' };
    const shown = { env };
    const refused = await rdo(['printenv', 'SECRET'], shown);
    expect(refused).toMatchObject({ code: 125, stdout: '' });
    expect(refused.stderr).toContain('the key env sends something of this machine away');
    expect(refused.stderr).toContain('rdo --trust');
    const trusted = await rdo(['--trust'], shown);
    expect(trusted.stderr).toContain('- the key env sends something of this machine away (line 3)');
    expect(await rdo(['printenv', 'SECRET'], shown)).toMatchObject({ code: 0, stdout: 's3cret\n' });
    writeTree(root, { '.rdo.conf': `${readFileSync(join(root, '.rdo.conf'), 'utf8')}# changed\n` });
    expect(await rdo(['printenv', 'SECRET'], shown)).toMatchObject({ code: 125, stdout: '' });
    await rdo(['--trust'], shown);
    await rdo(['--untrust'], shown);
    expect(await rdo(['printenv', 'SECRET'], shown)).toMatchObject({ code: 125, stdout: '' });
  });
});

describe('--map', () => {
  it('translates arguments there and output back', async () => {
    const { rdo, root, there } = project();
    writeTree(there, { 'x.js': '' });
    const script = 'echo "$1"; ls "$2"; echo "$1:3: bad" >&2';
    const words = ['sh', '-c', script, 'sh', join(root, 'x.js'), `${root}/x.js`];
    expect(await rdo(['--map', ...words])).toMatchObject({
      stdout: `${root}/x.js\n${root}/x.js\n`,
      stderr: `${root}/x.js:3: bad\n`,
    });
    expect((await rdo(words)).stdout).toBe(`${root}/x.js\n`);
  });
});

describe('--shim', () => {
  it('writes programs that an IDE can call from anywhere', async () => {
    const { rdo, root, there, env } = project();
    writeTree(there, { 'sub/x.js': 'text\n' });
    mkdirSync(join(root, 'sub'));
    const written = await rdo(['--shim', 'cat', 'realpath']);
    expect(written.stdout).toBe(`${root}/.rdo/bin/cat\n${root}/.rdo/bin/realpath\n`);
    const shim = join(root, '.rdo/bin/realpath');
    expect(statSync(shim).mode & 0o777).toBe(0o755);
    expect(existsSync(`${shim}.cmd`)).toBe(true);
    // By a file argument, from a folder that has nothing to do with the project.
    const file = join(root, 'sub/x.js');
    expect(await runFile(shim, [file], { cwd: '/', env })).toMatchObject({
      code: 0,
      stdout: `${file}\n`,
    });
    // By where it lies itself, as an editor asks a program for its version; through a link, too.
    await rdo(['--shim', 'pwd']);
    symlinkSync(join(root, '.rdo/bin/pwd'), join(root, '../elsewhere'));
    for (const program of [join(root, '.rdo/bin/pwd'), join(root, '../elsewhere')]) {
      expect(await runFile(program, [], { cwd: '/', env })).toMatchObject({ stdout: `${root}\n` });
    }
    const cat = await runFile(join(root, '.rdo/bin/cat'), [file, 'nope'], { cwd: root, env });
    expect(cat).toMatchObject({ code: 1, stdout: 'text\n' });
  });

  it('does not call itself in a loop', async () => {
    const { rdo, root, env } = project();
    await rdo(['--shim', 'no-such-thing']);
    const bin = join(root, '.rdo/bin');
    const result = await runFile(join(bin, 'no-such-thing'), [], {
      cwd: root,
      env: { ...env, PATH: `${bin}:${env['PATH']}` },
    });
    expect(result).toMatchObject({ code: 127, stdout: '' });
    expect(result.stderr).toContain('was called by itself');
  });

  it('refuses names that are none, and files that are not its own', async () => {
    const { rdo, root } = project();
    expect((await rdo(['--shim', '../x'])).stderr).toContain('is no name for a program');
    writeTree(root, { '.rdo/bin/mine': 'keep\n' });
    expect(await rdo(['--shim', 'mine'])).toMatchObject({ code: 125 });
    expect(readFileSync(join(root, '.rdo/bin/mine'), 'utf8')).toBe('keep\n');
  });
});

describe('output', () => {
  it.skipIf(!existsSync('/dev/full'))('that a full disk does not take is an error', async () => {
    const { root, env } = project();
    const result = await runFile(
      'sh',
      [
        '-c',
        '"$0" "$1" sh -c "yes | head -c 9999999" >/dev/full',
        process.execPath,
        binFile('rdo'),
      ],
      { cwd: root, env },
    );
    expect(result).toMatchObject({ code: 125 });
    expect(result.stderr).toContain('rdo: cannot write to stdout: no space left on the device\n');
  });
});

describe('--on and --all', () => {
  it('runs everywhere, keeps lines whole, and ends with the worst status', async () => {
    const { rdo, there } = project('[web]\n[db]\n[gone]\ndirectory = /nowhere\n');
    writeTree(there, { x: '' });
    const result = await rdo(['--on', 'web,db', 'sh', '-c', 'echo one; printf two; exit 3']);
    expect(result.code).toBe(3);
    expect(result.stdout.split('\n').sort().join('\n').trim()).toBe(
      ['db  | one', 'db  | two', 'web | one', 'web | two'].join('\n'),
    );
    expect(result.stderr).toContain('2 of 2 failed');
    const all = await rdo(['--all', 'true']);
    expect(all.code).toBe(125);
    expect(all.stderr).toContain('1 of 3 failed');
    expect(all.stderr).toMatch(/^gone \| .*\/nowhere does not exist there/m);
    expect(all.stderr).toMatch(/^gone \| .*rdo --explain/m);
    expect(all.stderr).toMatch(/^ +gone +failed \(exit status 125\)/m);
  });

  it('one signal goes to all', async () => {
    const { rdo } = project('[a]\n[b]\n');
    const result = await rdo(['--all', 'sh', '-c', 'echo ready; sleep 30'], {
      onStart: (child) => {
        let text = '';
        child.stdout!.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (text.split('ready').length === 3) child.kill('SIGINT');
        });
      },
    });
    expect(result).toMatchObject({ code: null, signal: 'SIGINT' });
    expect(result.stderr).toContain('ended by SIGINT');
  });
});

describe('getting started', () => {
  it('--init writes what fits the project, and nothing over it', async () => {
    const { root, env } = project();
    const fresh = join(root, 'fresh');
    writeTree(fresh, {
      'compose.yaml': 'services:\n  app:\n    volumes:\n      - .:/code\n',
      Dockerfile: '',
    });
    const options = { cwd: fresh, env };
    expect((await runBin('rdo', ['--init'], options)).code).toBe(0);
    const text = readFileSync(join(fresh, '.rdo.conf'), 'utf8');
    expect(text).toContain('driver = compose\nservice = app\ndirectory = /code\n');
    expect(await runBin('rdo', ['--init'], options)).toMatchObject({ code: 125, stdout: '' });
    expect((await runBin('rdo', ['--explain'], options)).stdout).toContain('/.rdo.conf:4:10');
  });

  it('--doctor says which step fails, and what to do', async () => {
    const well = await project().rdo(['--doctor']);
    expect([well.code, well.stdout]).toEqual([0, expect.stringMatching(/^ok {4}directory/m)]);
    const ill = await project('[x]\ndirectory = /nowhere\n').rdo(['-e', 'x', '--doctor', '--json']);
    expect(ill.code).toBe(1);
    const { checks } = JSON.parse(ill.stdout) as { checks: { step: string; ok: unknown }[] };
    expect(checks.at(-1)).toMatchObject({ step: 'directory', ok: false });
  });

  it('--list shows the targets, broken ones too', async () => {
    const { rdo } = project('[web]\ndriver = ssh\nhost = web1\n');
    const { stdout } = await rdo(['--list', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      targets: [
        { name: 'default', driver: 'local' },
        { name: 'web', driver: 'ssh', machine: 'web1' },
      ],
      connections: [],
    });
    expect((await rdo(['--list'])).stdout).toContain('0 shared connections open');
  });
});

describe('what goes wrong', () => {
  it('says where it looked for the configuration', async () => {
    const dir = tempDir();
    const result = await runBin('rdo', ['true'], { cwd: dir, env: { PATH: process.env['PATH'] } });
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toContain(`rdo: no .rdo.conf in ${dir}`);
    expect(result.stderr).toContain('driver = ssh');
  });

  it('leaves the options of the command to the command', async () => {
    const { rdo } = project();
    expect(await rdo(['echo', '--help', '-n'])).toMatchObject({ stdout: '--help -n\n' });
    expect(await rdo(['--', 'echo', 'x'])).toMatchObject({ stdout: 'x\n' });
  });

  it('a private folder that others can enter is refused', async () => {
    const { rdo, env } = project(
      '[s]\ndriver = ssh\nhost = 127.0.0.1\nport = 1\nclient = openssh\n',
    );
    mkdirSync(join(env['XDG_RUNTIME_DIR']!, 'rdo'), { mode: 0o777 });
    await runFile('chmod', ['777', join(env['XDG_RUNTIME_DIR']!, 'rdo')]);
    const result = await rdo(['-e', 's', 'true']);
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toContain('can be entered by others');
  });

  it.skipIf(!ssh.met)('names the phase of a failed connection', async () => {
    const text =
      '[s]\ndriver = ssh\nhost = 127.0.0.1\nport = 1\nclient = openssh\n[n]\ndriver = ssh\nhost = no-such-host.invalid\nclient = openssh\n';
    const { rdo } = project(text);
    const refused = await rdo(['-e', 's', 'true']);
    expect(refused).toMatchObject({ code: 125, stdout: '' });
    expect(refused.stderr).toMatch(/connect.*refused/i);
    expect(refused.stderr).toContain('Check that the machine runs');
    const unknown = await rdo(['-e', 'n', 'true']);
    expect(unknown.stderr).toMatch(/could not resolve/i);
  });
});

describe('every Node', () => {
  it.each(nodes().map(({ version, file }) => [version, file] as const))(
    '%s',
    async (_version, node) => {
      const { rdo } = project();
      const result = await rdo(['sh', '-c', 'cat; echo err >&2; exit 9'], { node, input: 'in\n' });
      expect(result).toMatchObject({ code: 9, stdout: 'in\n', stderr: 'err\n' });
      expect(await rdo(['sh', '-c', 'kill -TERM $$'], { node })).toMatchObject({
        signal: 'SIGTERM',
      });
    },
  );
});
