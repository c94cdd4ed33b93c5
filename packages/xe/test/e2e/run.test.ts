import { chmodSync, copyFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeProgram, nodes, runFile } from '@nearhand/test-kit';
import { scene } from '../support/project.ts';

const echo = '#!/bin/sh\nprintf "%s|" "$@"\necho "$PWD"\n';

describe('running', () => {
  test.each(nodes())(
    'keeps arguments, folder, status and streams on Node $version',
    async ({ file }) => {
      const { xe, root } = scene({
        'bin/show': echo,
        'bin/fails': '#!/bin/sh\ncat\necho oops >&2\nexit 7\n',
        'sub/x': '',
      });
      const words = ['a b', '', '--json', "it's", '$HOME', '*', '-n', 'ü\n'];
      const shown = await xe(['show', ...words], { in: 'sub', node: file });
      expect(shown.stdout).toBe(`${words.join('|')}|${root}/sub\n`);
      expect(shown.code).toBe(0);
      const failed = await xe(['fails'], { input: 'in', node: file });
      expect(failed).toMatchObject({ code: 7, stdout: 'in', stderr: 'oops\n' });
    },
  );

  test.each(nodes())(
    'ends by the signal that ended the command on Node $version',
    async ({ file }) => {
      const { xe } = scene({ 'bin/dies': '#!/bin/sh\nkill -s "$1" $$\n' });
      for (const signal of ['TERM', 'KILL', 'INT']) {
        const { signal: seen } = await xe(['dies', signal], { node: file });
        expect(seen).toBe(`SIG${signal}`);
      }
    },
  );

  test.each(nodes())('passes a signal on to the command on Node $version', async ({ file }) => {
    const { xe } = scene({
      'bin/waits':
        '#!/bin/sh\ntrap "echo caught; exit 3" TERM\necho ready\nwhile :; do sleep 0.05; done\n',
    });
    const ended = await xe(['waits'], {
      node: file,
      onStart(child) {
        child.stdout?.once('data', () => child.kill('SIGTERM'));
      },
    });
    expect(ended).toMatchObject({ code: 3, stdout: 'ready\ncaught\n' });
  });

  test('a closed pipe ends the command as it ends others', async () => {
    const { xe, root, env } = scene({ 'bin/yes': '#!/bin/sh\nexec /usr/bin/yes\n' });
    const { stdout } = await xe(['sh', '-c', 'yes | head -n 2; echo done'], { cwd: root, env });
    expect(stdout).toBe('y\ny\ndone\n');
  });

  test('126 and 127 as a shell gives them', async () => {
    const { xe, root } = scene({
      'bin/plain': 'text',
      'bin/broken': '#!/gone/python\n',
      'dir/x': '',
    });
    const of = async (word: string) => {
      const { code, stderr } = await xe([word]);
      return [code, stderr.split('\n')[0]];
    };
    expect(await of('no-such-thing')).toEqual([127, 'xe: no-such-thing: command not found']);
    expect(await of('plain')).toEqual([126, `xe: ${root}/bin/plain: permission denied`]);
    expect(await of('./dir')).toEqual([126, `xe: ${root}/dir: is a directory`]);
    expect(await of('./none')).toEqual([127, 'xe: ./none: no such file']);
    expect(await of('broken')).toEqual([
      126,
      `xe: ${root}/bin/broken: its interpreter /gone/python does not exist`,
    ]);
  });

  test.each(nodes())('what the system refuses is said on Node $version', async ({ file }) => {
    const { xe, root } = scene({
      'bin/relative': '#!no-such-interpreter\n',
      'bin/folder': '#!/tmp\n',
      'bin/crlf': '#!/bin/sh\r\necho hi\r\n',
      'bin/deep': `#!/${'deep/'.repeat(60)}sh\necho "ran $1"\n`,
    });
    const of = async (...words: string[]) => {
      const { code, stdout, stderr } = await xe(words, { node: file });
      return [code, stdout + stderr];
    };
    expect(await of('relative')).toEqual([
      126,
      `xe: ${root}/bin/relative: no such file or directory\n`,
    ]);
    expect(await of('folder')).toEqual([126, `xe: ${root}/bin/folder: permission denied\n`]);
    expect(await of('crlf')).toEqual([
      126,
      `xe: ${root}/bin/crlf: its #! line ends as lines do on Windows (CRLF), so that its interpreter is "/bin/sh\\r", which does not exist\n` +
        `  To take the carriage returns out: sed -i 's/\\r$//' ${root}/bin/crlf\n`,
    ]);
    // Longer than Linux reads: shells run such a script themselves.
    expect(await of('deep', 'on')).toEqual([0, 'ran on\n']);
  });

  test('a script without #! runs by sh, and what is no program is said', async () => {
    const { xe, root } = scene({ 'bin/old': 'echo "old $1"\n', 'bin/junk': '' });
    chmodSync(join(root, 'bin/old'), 0o755);
    expect((await xe(['old', 'style'])).stdout).toBe('old style\n');
    copyFileSync('/bin/sh', join(root, 'bin/foreign'));
    writeFileSync(
      join(root, 'bin/foreign'),
      Buffer.concat([Buffer.from('\x7fELF\x01\x02'), Buffer.alloc(40, 7)]),
    );
    chmodSync(join(root, 'bin/foreign'), 0o755);
    const { code, signal } = await xe(['foreign']);
    // The C library gives it to sh, as dash does: an error of sh and no abort of Node.
    expect([126, 127]).toContain(code);
    expect(signal).toBeNull();
  });

  test('arguments and variables of any size arrive', async () => {
    const { xe } = scene({ 'bin/count': '#!/bin/sh\necho $#\n' });
    const many = Array.from({ length: 20_000 }, () => 'word');
    expect((await xe(['count', ...many])).stdout).toBe('20000\n');
    const huge = { VERY_LONG: 'x'.repeat(125_000) };
    expect((await xe(['count', 'a'], { env: { PATH: '/usr/bin:/bin', ...huge } })).stdout).toBe(
      '1\n',
    );
  });

  test('the working directory stays, through a link too', async () => {
    const { xe, root, dir, env } = scene({ 'bin/show': echo });
    symlinkSync(root, join(dir, 'link'));
    const shown = await xe(['sh', '-c', 'pwd; show'], {
      cwd: join(dir, 'link'),
      env: { ...env, PWD: join(dir, 'link') },
    });
    expect(shown.stdout).toBe(`${dir}/link\n|${dir}/link\n`);
  });
});

describe('options', () => {
  test('end at the first word that is none, and at --', async () => {
    const { xe } = scene({ 'bin/show': echo, 'bin/test': '#!/bin/sh\necho own test "$@"\n' });
    expect((await xe(['show', '--which'])).stdout).toContain('--which|');
    expect((await xe(['--', 'test', '-x'])).stdout).toBe('own test -x\n');
  });

  test.each([
    [[], 'no command is given'],
    [[''], 'the command is an empty word'],
    [['--env', '--which', 'x'], '--which and --env exclude each other'],
    [['--shell', 'fish', 'x'], '--shell belongs to --env'],
    [['--json', 'ls'], '--json belongs to --which, --explain and --env'],
    [['--wich', 'ls'], 'unknown option --wich'],
    [['--env', 'ls'], '--env takes no command'],
    [['--which'], '--which needs the name of a command'],
    [['--shim', '../x'], '"../x" is no name of a program'],
  ])('%j is refused with 125', async (args, message) => {
    const { code, stderr, stdout } = await scene({}).xe(args);
    expect([code, stdout]).toEqual([125, '']);
    expect(stderr).toContain(`xe: ${message}`);
    expect(stderr).not.toContain('    at ');
  });

  test('--dry-run prints a line that does the same in sh', async () => {
    const { xe, root, env } = scene(
      {
        'bin/show': '#!/bin/sh\necho "$@" "${PATH%%:*}" "${PYTHONHOME-none}"\n',
        '.venv/pyvenv.cfg': '',
        '.venv/bin/x': '',
      },
      { PYTHONHOME: '/x' },
    );
    const { stdout: line } = await xe(['-n', 'show', 'a b', "it's"]);
    const { stdout } = await runFile('sh', ['-c', line], { cwd: root, env });
    expect(stdout).toBe((await xe(['show', 'a b', "it's"])).stdout);
    expect(stdout).toContain(`${root}/.venv/bin none`);
  });

  test('--for takes the project of a file', async () => {
    const { xe, root, dir } = scene({ 'bin/show': echo, 'src/x.py': '' });
    const { stdout } = await xe(['--for', join(root, 'src/x.py'), 'show'], { cwd: dir });
    expect(stdout).toBe(`|${dir}\n`);
  });
});

describe('what is missing', () => {
  test('--for with a folder that is not there is a slip, and no other project', async () => {
    const { xe, root } = scene({ 'bin/show': echo });
    const slip = await xe(['--for', 'scr/x.py', 'show']);
    expect([slip.code, slip.stderr]).toEqual([
      125,
      `xe: --for scr/x.py: there is no folder ${root}/scr\n`,
    ]);
    expect((await xe(['--for', 'not-yet.py', 'show'])).code).toBe(0);
    expect((await xe(['--for', '', 'show'])).stderr).toContain('xe: --for is empty\n');
  });

  test('a near name, of the project first', async () => {
    const { xe } = scene({ 'bin/frobnicate': '#!/bin/sh\n' });
    expect((await xe(['frobnicat'])).stderr).toContain('did you mean "frobnicate"?');
  });

  test.each([
    ['package.json', '{"devDependencies": {"eslint": "9"}}', 'eslint', 'run npm install'],
    [
      'package.json',
      '{"devDependencies": {"typescript": "9"}}',
      'tsc',
      'declares typescript, which is not installed',
    ],
    ['package.json', '{"scripts": {"lint-all": "x"}}', 'lint-all', 'npm run lint-all'],
    ['requirements.txt', '# c\nFlake8==6\n', 'flake8', 'run xe bootstrap'],
    ['pyproject.toml', '[dependency-groups]\ndev = ["ruff>=1"]\n', 'ruffx', undefined],
    [
      'pyproject.toml',
      '[dependency-groups]\ndev = [\n "rufff>=1",\n]\n',
      'rufff',
      'run xe bootstrap',
    ],
    ['Gemfile', "gem 'rubocopp'\n", 'rubocopp', 'run bundle install'],
    [
      'composer.json',
      '{"require-dev": {"phpunit/phpunitt": "*"}}',
      'phpunitt',
      'run composer install',
    ],
  ])('declared in %s but not installed (%s)', async (file, text, name, hint) => {
    const { code, stderr } = await scene({ [file]: text }, { PATH: '/usr/bin:/bin' }).xe([name]);
    expect(code).toBe(127);
    if (hint === undefined) expect(stderr).not.toContain('xe bootstrap');
    else expect(stderr).toContain(hint);
  });

  test('found in a sibling package', async () => {
    const { xe, root } = scene({
      'packages/a/package.json': '{}',
      'packages/b/node_modules/.bin/vitezz': '#!/bin/sh\n',
    });
    const { stderr } = await xe(['vitezz'], { in: 'packages/a' });
    expect(stderr).toContain(`It was found in the sibling package ${root}/packages/b.`);
  });

  test('an environment whose Python is gone says so, for its links and its scripts', async () => {
    const { xe, root } = scene({ '.venv/pyvenv.cfg': 'home = /gone/bin\n', '.venv/bin/pip': '' });
    symlinkSync('/gone/bin/python3', join(root, '.venv/bin/python'));
    writeFileSync(join(root, '.venv/bin/pip'), `#!${root}/.venv/bin/python\n`);
    chmodSync(join(root, '.venv/bin/pip'), 0o755);
    for (const name of ['python', 'pip']) {
      const { code, stderr } = await xe([name]);
      expect(code).toBe(126);
      expect(stderr).toContain('xe bootstrap -c makes it again');
    }
  });
});

describe('trust and rdo', () => {
  test('nothing that needs trust takes effect without it, and no question is asked off a terminal', async () => {
    const { xe, root } = scene({ '.xerc': 'env:\n  WHO: me\n' });
    const before = await xe(['sh', '-c', 'echo $WHO']);
    expect(before.code).toBe(125);
    expect(before.stdout).toBe('');
    expect(before.stderr).toBe(
      `xe: ${root}/.xerc is not trusted (${root}/.xerc:2:3)\n  line 2, env: sets WHO\n  Read it; if that is what you want: xe --trust\n`,
    );
    expect((await xe(['--trust'])).code).toBe(0);
    expect((await xe(['sh', '-c', 'echo $WHO'])).stdout).toBe('me\n');
    writeFileSync(join(root, '.xerc'), 'env:\n  WHO: you\n');
    expect((await xe(['true'])).code).toBe(125);
    await xe(['--trust']);
    expect((await xe(['--untrust'])).stderr).toContain('no longer trusted');
    expect((await xe(['true'])).code).toBe(125);
  });

  test('RDO_COMMANDS hands the words to rdo in the same folder, and XE_REMOTE ends the loop', async () => {
    const { xe, root, dir, env } = scene({ '.xerc': 'RDO_COMMANDS: [make]\n', 'sub/x': '' });
    const rdo = fakeProgram(dir, 'rdo');
    const given = { ...env, PATH: `${rdo.bin}:${env['PATH']}` };
    await xe(['--trust']);
    await xe(['make', 'a b'], { in: 'sub', env: given });
    expect(rdo.calls()).toEqual([
      { cwd: `${root}/sub`, argv: ['-E', 'XE_REMOTE=1', 'make', 'a b'] },
    ]);
    const { stdout } = await xe(['--explain', 'make'], { env: { ...given, XE_REMOTE: '1' } });
    expect(stdout).toContain('this is the machine that rdo chose');
    expect((await xe(['--explain', 'make'], { env: given })).stdout).toContain(
      'goes to rdo: RDO_COMMANDS lists make',
    );
  });

  test('without rdo says how to get it', async () => {
    const { xe, dir } = scene({ '.xerc': 'USE_RDO: true\n' });
    await xe(['--trust']);
    const { code, stderr } = await xe(['make'], {
      env: { PATH: '/usr/bin:/bin', HOME: join(dir, 'home') },
    });
    expect(code).toBe(127);
    expect(stderr).toContain('npm install -g @nearhand/rdo');
  });

  test('WITHENV_DEFAULT puts we and its words in front', async () => {
    const { xe, dir, env } = scene({
      '.xerc': 'WITHENV_DEFAULT: -e "my env.yml"\n',
      'bin/x': '#!/bin/sh\n',
    });
    const we = fakeProgram(dir, 'we');
    await xe(['--trust']);
    await xe(['x', '1'], { env: { ...env, PATH: `${we.bin}:${env['PATH']}` } });
    expect(we.calls()[0]?.argv).toEqual(['-e', 'my env.yml', `${dir}/project/bin/x`, '1']);
  });
});

describe('test, manage and named commands', () => {
  const pytest = '#!/bin/sh\necho pytest "$@"\n';

  test('xe test runs TEST_RUNNER of a trusted file, with every argument its own', async () => {
    const { xe } = scene({
      '.xerc': 'TEST_RUNNER: show -q\n',
      'bin/show': '#!/bin/sh\necho run "$@"\n',
    });
    expect((await xe(['test', '-x'])).stderr).toContain('TEST_RUNNER: runs: show -q');
    await xe(['--trust']);
    expect((await xe(['test', '--json', '-k', 'a'])).stdout).toBe('run -q --json -k a\n');
  });

  test('xe test knows projects that say nothing', async () => {
    const python = scene({ 'setup.py': '', '.venv/pyvenv.cfg': '', '.venv/bin/pytest': pytest });
    expect((await python.xe(['test', '-x'])).stdout).toBe('pytest -x\n');
    const node = scene({
      'package.json': '{"scripts": {"test": "x"}}',
      'bin/npm': '#!/bin/sh\necho npm "$@"\n',
    });
    expect((await node.xe(['test'])).stdout).toBe('npm test\n');
    const nothing = await scene({}).xe(['test']);
    expect([nothing.code, nothing.stderr]).toEqual([
      125,
      expect.stringContaining('TEST_RUNNER: pytest -q'),
    ]);
  });

  test('xe manage runs manage.py by the Python of the project, wherever it stands', async () => {
    const python = { '.venv/pyvenv.cfg': '', '.venv/bin/python': '#!/bin/sh\necho "$@"\n' };
    const plain = scene({ ...python, 'manage.py': '', 'sub/x': '' });
    expect((await plain.xe(['manage', 'migrate', '--plan'], { in: 'sub' })).stdout).toBe(
      `${plain.root}/manage.py migrate --plan\n`,
    );
    const named = scene({ ...python, '.xerc': 'DJANGO_MANAGE: src/m.py\n', 'src/m.py': '' });
    expect((await named.xe(['manage', 'x'])).stdout).toBe(`${named.root}/src/m.py x\n`);
    const none = await scene({ '.xerc': 'DJANGO_MANAGE: src/m.py\n' }).xe(['manage']);
    expect([none.code, none.stderr]).toEqual([125, expect.stringContaining('.xerc:1:1')]);
  });

  test('a command of .xerc runs when the file is trusted', async () => {
    const { xe } = scene({
      '.xerc': 'commands:\n  both: echo a && echo b\n  test: [echo, mine]\n',
    });
    expect((await xe(['both'])).code).toBe(125);
    await xe(['--trust']);
    expect((await xe(['both', 'c d'])).stdout).toBe('a\nb c d\n');
    expect((await xe(['test', '-x'])).stdout).toBe('mine -x\n');
  });
});
