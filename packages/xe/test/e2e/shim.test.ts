import {
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { need, runFile, writeTree } from '@nearhand/test-kit';
import { scene } from '../support/project.ts';

const say = (text: string): string =>
  `#!/bin/sh\nprintf '%s' '${text}'\nprintf ' <%s>' "$@"\necho\n`;
const busybox = need('busybox', 'apt-get install busybox', 'busybox');
const zsh = need('zsh', 'apt-get install zsh', 'zsh');
const bash = need('bash', 'apt-get install bash', 'bash');
const shells = [
  { name: 'sh', words: ['sh'], met: true },
  { name: 'bash', words: ['bash', '--posix'], met: bash.met },
  { name: 'busybox', words: ['busybox', 'sh'], met: busybox.met },
  { name: 'zsh', words: ['zsh', '--emulate', 'sh'], met: zsh.met },
];

/** A project with shims of `tool`; `call` runs one by a shell, `warm` says whether it did without Node. */
async function shimmed(tree: Record<string, string>) {
  const one = scene({ 'old.txt': '', ...tree }, { PATH: '/usr/bin:/bin' });
  const shims = join(one.dir, 'shims');
  const made = await one.xe(['--shim', '--shim-dir', shims, 'tool']);
  expect(made.stdout).toBe(`${shims}/tool\n`);
  const call = async (
    shell: readonly string[] = ['sh'],
    more: { in?: string; env?: Record<string, string>; args?: string[] } = {},
  ) => {
    const [file, ...words] = shell as [string, ...string[]];
    return runFile(file, [...words, join(shims, 'tool'), ...(more.args ?? [])], {
      cwd: join(one.root, more.in ?? ''),
      env: { ...one.env, ...more.env },
    });
  };
  /** Whether a call does without xe, by a trace of the shell. */
  const isWarm = async (shell: readonly string[], inside = ''): Promise<boolean> => {
    const traced = await call([...shell, '-x'], { in: inside });
    return !traced.stderr.includes('--shim-cache');
  };
  return { ...one, shims, call, isWarm };
}

/** Sets back the times of files, so that the test needn't wait for a second to pass. */
function age(...paths: string[]): void {
  const hourAgo = Date.now() / 1000 - 3600;
  for (const path of paths) utimesSync(path, hourAgo, hourAgo);
}

describe.each(shells)('shims by $name', ({ words, met }) => {
  test.skipIf(!met)('start no Node once xe has answered, and pass everything on', async () => {
    const { call, isWarm, root } = await shimmed({ 'bin/tool': say('one'), 'sub/deep/x': '' });
    age(join(root, 'bin/tool'));
    const args = ['a b', '', "it's", '$HOME', '-n', '--which', 'x\ny'];
    const cold = await call(words, { args });
    expect(cold.stdout).toBe(`one${args.map((arg) => ` <${arg}>`).join('')}\n`);
    expect(await isWarm(words)).toBe(true);
    const warm = await call(words, { args });
    expect(warm).toMatchObject({ code: 0, stdout: cold.stdout, stderr: '' });
    expect(await isWarm(words, 'sub/deep')).toBe(true);
  });

  test.skipIf(!met)('give the same environment as xe', async () => {
    const { call, isWarm, root, xe } = await shimmed({
      '.venv/pyvenv.cfg': "prompt = 'it is'\n",
      '.venv/bin/tool': '#!/bin/sh\nenv | sort\n',
      'sub/x': '',
    });
    age(join(root, '.venv/bin/tool'));
    const env = { PYTHONHOME: '/x', PATH: '/usr/bin:/bin:/other/bin', VIRTUAL_ENV: '/other' };
    await call(words, { env, in: 'sub' });
    const names = /^(?:PATH|VIRTUAL_ENV|PYTHONHOME|XE_|HOME|LC_ALL)/;
    const only = (text: string) => text.split('\n').filter((line) => names.test(line));
    const direct = await xe(['tool'], {
      in: 'sub',
      env: { ...process.env, HOME: join(root, '../home'), LC_ALL: 'C.UTF-8', ...env },
    });
    const warm = await call(words, { env, in: 'sub' });
    expect(only(warm.stdout)).toEqual(only(direct.stdout));
    expect(only(warm.stdout).join()).not.toContain('XE_SHIM');
    expect(await isWarm(words, 'sub')).toBe(false);
  });
});

describe('shims are never stale', () => {
  const changes: [string, string, (root: string) => void, string][] = [
    [
      'a nearer environment appears',
      'sub',
      (root) => writeTree(root, { 'sub/.venv/pyvenv.cfg': '', 'sub/.venv/bin/tool': say('two') }),
      'two',
    ],
    [
      'an environment of the same folder that comes first',
      '',
      (root) => writeTree(root, { '.venv/pyvenv.cfg': '', '.venv/bin/tool': say('two') }),
      'two',
    ],
    [
      'the program goes',
      '',
      (root) => {
        rmSync(join(root, 'bin/tool'));
        writeTree(root, { 'scripts/tool': say('two') });
      },
      'two',
    ],
    [
      'the program may not be run any more',
      '',
      (root) => {
        chmodSync(join(root, 'bin/tool'), 0o644);
        writeTree(root, { 'script/tool': say('two') });
      },
      'two',
    ],
    ['the program is replaced', '', (root) => writeTree(root, { 'bin/tool': say('two') }), 'two'],
    [
      'the configuration changes',
      '',
      (root) => writeFileSync(join(root, '.xerc'), 'path: other\n'),
      'two',
    ],
    [
      'the configuration changes and keeps its time',
      '',
      (root) => {
        writeFileSync(join(root, '.xerc'), 'path: other\n');
        age(join(root, '.xerc'));
      },
      'two',
    ],
    [
      'the configuration goes wrong',
      '',
      (root) => writeFileSync(join(root, '.xerc'), 'pth: other\n'),
      '',
    ],
    [
      'a folder of the project is put in its place',
      '',
      (root) => {
        renameSync(join(root, 'bin'), join(root, 'bon'));
        symlinkSync(join(root, 'other'), join(root, 'bin'));
      },
      'two',
    ],
  ];
  test.each(changes)('when %s', async (_what, inside, change, expected) => {
    const { call, isWarm, root } = await shimmed({
      'bin/tool': say('one'),
      'other/tool': say('two'),
      'sub/x': '',
      '.xerc': 'path: none\n',
    });
    age(join(root, 'bin/tool'), join(root, 'other/tool'));
    expect((await call(['sh'], { in: inside })).stdout).toBe('one <>\n');
    expect(await isWarm(['sh'], inside)).toBe(true);
    change(root);
    const { stdout, code } = await call(['sh'], { in: inside });
    expect(stdout.split(' ')[0]).toBe(expected);
    expect(code).toBe(expected === '' ? 125 : 0);
  });

  test('when PATH or a variable that counts is another', async () => {
    const { call, dir, root } = await shimmed({ '.nvmrc': '20\n' });
    writeTree(dir, {
      'a/tool': say('a'),
      'b/tool': say('b'),
      'nvm/versions/node/v20.0.0/bin/tool': say('nvm'),
    });
    age(
      join(dir, 'a/tool'),
      join(dir, 'b/tool'),
      join(root, '.nvmrc'),
      join(dir, 'nvm/versions/node'),
      join(dir, 'nvm/versions/node/v20.0.0/bin/tool'),
    );
    const first = async (env: Record<string, string>) =>
      (await call(['sh'], { env })).stdout.split(' ')[0];
    expect(await first({ PATH: `${dir}/a:/usr/bin:/bin` })).toBe('a');
    expect(await first({ PATH: `${dir}/b:/usr/bin:/bin` })).toBe('b');
    expect(await first({ PATH: `${dir}/b:/usr/bin:/bin`, NVM_DIR: `${dir}/nvm` })).toBe('nvm');
    expect(await first({ PATH: `${dir}/b:/usr/bin:/bin` })).toBe('b');
  });
});

test('what depends on trust ends with it', async () => {
  const { call, isWarm, root, xe } = await shimmed({
    'bin/tool': '#!/bin/sh\necho "$WHO"\n',
    '.xerc': 'env:\n  WHO: me\n',
  });
  age(join(root, 'bin/tool'));
  expect((await call()).code).toBe(125);
  await xe(['--trust']);
  expect((await call()).stdout).toBe('me\n');
  expect(await isWarm(['sh'])).toBe(true);
  expect((await call()).stdout).toBe('me\n');
  await xe(['--untrust']);
  expect((await call()).code).toBe(125);
});

describe('writing shims', () => {
  test('nothing but a shim is overwritten, and no shim runs itself', async () => {
    const { xe, dir, root } = scene({});
    const shims = join(dir, 's');
    mkdirSync(shims);
    writeFileSync(join(shims, 'tool'), 'mine');
    const refused = await xe(['--shim', '--shim-dir', shims, 'python', 'tool']);
    expect([refused.code, refused.stdout]).toEqual([125, '']);
    expect(refused.stderr).toContain('it is no shim of xe');
    expect((await xe(['--shim', 'xe'])).stderr).toContain('a shim of xe would run itself');
    rmSync(join(shims, 'tool'));
    await xe(['--shim', '--shim-dir', shims, 'tool', 'node']);
    expect((await xe(['--shim', '--shim-dir', shims, 'tool'])).code).toBe(0);
    const only = await runFile(join(shims, 'tool'), [], {
      cwd: root,
      env: { PATH: `${shims}:/usr/bin:/bin`, HOME: join(dir, 'home') },
    });
    expect([only.code, only.stderr]).toEqual([127, 'xe: tool: command not found\n']);
  });

  test('without a home folder says what to do', async () => {
    const { xe } = scene({});
    const { code, stderr } = await xe(['--shim', 'x'], { env: { PATH: '/usr/bin:/bin' } });
    expect([code, stderr]).toEqual([125, 'xe: HOME is not set\n  Say where: --shim-dir DIR\n']);
  });
});
