import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeProgram, writeTree } from '@nearhand/test-kit';
import { parseListing } from '../../src/sync/listing.ts';
import { pullRules } from '../../src/sync/pull-rules.ts';
import { git, project, replaced, rsync, tree } from './project.ts';

describe.skipIf(!rsync.met || !git.met)('pull', () => {
  it('fetches what is named, whatever the exit status, and nothing else', async () => {
    const { rdo, here } = await project({ config: 'pull = dist, reports/*.xml, **/*.snap\n' });
    writeTree(here, { src: '' });
    const script = [
      'mkdir -p dist/js reports/sub a/b .git dist/.git',
      'echo 1 >dist/js/x.js; ln -s js/x.js dist/link; ln -s /etc/passwd dist/out; printf x >dist/tool; chmod 4755 dist/tool',
      'echo 2 >reports/r.xml; echo 3 >reports/sub/no.xml; echo 4 >reports/no.txt; echo 5 >a/b/y.snap',
      'echo evil >.git/hook; echo evil >dist/.git/hook; printf odd >"dist/new\nline"; exit 3',
    ].join('\n');
    expect(await rdo(['sh', '-c', script])).toMatchObject({ code: 3, stderr: '' });
    expect(tree(here)).toEqual({
      'a/b/y.snap': '5\n',
      'dist/js/x.js': '1\n',
      'dist/link': '-> js/x.js',
      'dist/new\nline': 'odd',
      'dist/tool': 'x',
      'reports/r.xml': '2\n',
      src: '',
    });
    expect(statSync(join(here, 'dist/tool')).mode & 0o7777).toBe(0o755);
    expect(existsSync(join(here, '.git/hook'))).toBe(false);
    expect(existsSync(join(here, 'dist/.git'))).toBe(false);
  });

  it('follows what changes there, and removes here what it brought and is gone there', async () => {
    const { rdo, here, there } = await project({ config: 'pull = dist\n' });
    writeTree(here, { 'dist/mine': 'mine', '.gitignore': 'dist\n' });
    await rdo(['sh', '-c', 'mkdir dist; echo 1 >dist/a; echo 1 >dist/b; echo 1 >dist/c']);
    writeTree(here, { 'dist/c': 'edited here' });
    await rdo(['sh', '-c', 'echo two >dist/a; rm dist/b dist/c']);
    expect(tree(here)).toEqual({
      '.gitignore': 'dist\n',
      'dist/a': 'two\n',
      'dist/c': 'edited here',
      'dist/mine': 'mine',
    });
    // Nothing at all is there: something else is wrong.
    await rdo(['sh', '-c', 'rm -r dist']);
    expect(readFileSync(join(here, 'dist/a'), 'utf8')).toBe('two\n');
    expect(tree(there)).toEqual({ '.gitignore': 'dist\n' });
  });

  it('keeps what the user changed here, and says so', async () => {
    const { rdo, here } = await project({ config: 'pull = lock, dist\n' });
    writeTree(here, { lock: 'one', 'dist/x': 'built here', '.gitignore': 'dist\n' });
    const script = `echo theirs >lock; mkdir dist; echo theirs >dist/x; echo edited here >${here}/lock`;
    const result = await rdo(['sh', '-c', script]);
    expect(result.code).toBe(0);
    expect(result.stderr).toContain('replaced by what came from there, and kept in .rdo/replaced');
    expect(tree(here)).toEqual({ lock: 'theirs\n', 'dist/x': 'theirs\n', '.gitignore': 'dist\n' });
    expect(replaced(here)).toMatchObject({ lock: 'edited here\n' });
    expect(replaced(here)).toMatchObject({ 'dist/x': 'built here' });
    expect(readFileSync(join(here, '.rdo/.gitignore'), 'utf8')).toBe('*\n');
  });

  it('does not send back what it brought, until it is changed here', async () => {
    const { rdo, here, there } = await project({ config: 'pull = made, lock\n' });
    writeTree(here, { lock: 'one' });
    await rdo(['sh', '-c', 'echo made >made; echo two >lock']);
    rmSync(join(here, 'made'));
    expect(await rdo(['cat', 'made', 'lock'])).toMatchObject({ stdout: 'made\ntwo\n', stderr: '' });
    writeTree(here, { made: 'changed', lock: 'three' });
    expect(await rdo(['cat', 'made', 'lock'])).toMatchObject({
      stdout: 'changedthree',
      stderr: '',
    });
    expect(tree(there)).toEqual(tree(here));
  });

  it('writes through no link, and leaves the exit status of a command that failed', async () => {
    const { rdo, here, top } = await project({ config: 'pull = dist\n' });
    mkdirSync(join(top, 'outside'));
    writeTree(here, { '.gitignore': 'dist\n' });
    symlinkSync(join(top, 'outside'), join(here, 'dist'));
    const script = 'mkdir dist; echo x >dist/x; exit "$1"';
    const well = await rdo(['sh', '-c', script, 'sh', '0']);
    expect(well.code).toBe(125);
    expect(well.stderr).toContain('rdo: sync: not pulled: dist/x');
    expect((await rdo(['sh', '-c', 'exit 7'])).code).toBe(7);
    expect(tree(join(top, 'outside'))).toEqual({});
    rmSync(join(here, 'dist'));
    rmSync(join(here, '.rdo'), { recursive: true });
    symlinkSync(join(top, 'outside'), join(here, '.rdo'));
    const own = await rdo(['true']);
    expect(own).toMatchObject({ code: 125 });
    expect(own.stderr).toContain('.rdo is not a folder');
    expect(tree(join(top, 'outside'))).toEqual({});
  });

  it('takes nothing that a hostile machine sends unasked', async () => {
    const { rdo, here, top, env } = await project({ config: 'pull = dist\n' });
    const evil = join(top, 'evil');
    writeTree(evil, { 'dist/x': 'x', '.git/hooks/post-checkout': 'evil', 'src/main.c': 'evil' });
    // Their rsync sends another folder, and all of it: the rules of ours are given to a relay.
    const real = '/usr/bin/rsync';
    const attacks = [
      // More than one source, with a way out of the folder.
      `exec ${real} "$@" ../evil/src/ /etc/hostname`,
      // A filter of its own before ours.
      `set -- "$@"; exec ${real} "$@" --include='**'`,
    ];
    for (const attack of attacks) {
      const { bin } = fakeProgram(
        top,
        'rsync',
        `case "$*" in *--sender*) ${attack} ;; esac\nexec ${real} "$@"`,
      );
      const result = await rdo(
        ['sh', '-c', 'mkdir -p dist .git; echo x >dist/x; echo evil >.git/hook'],
        {
          env: { ...env, PATH: `${bin}:${env['PATH']}` },
        },
      );
      expect([0, 125]).toContain(result.code);
      expect(Object.keys(tree(here)).filter((name) => name !== 'dist/x')).toEqual([]);
      expect(existsSync(join(here, '.git/hook'))).toBe(false);
    }
  });

  it.each(['..', 'a/../b', '/', '.', '!x', 'a//b'])('refuses the pattern %s', async (pattern) => {
    const { rdo, there } = await project({ config: `pull = ${pattern}\n` });
    const result = await rdo(['true']);
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toMatch(/pull: ".*" (?:names|is|holds).*\n? *.*\.rdo\.conf:4:8/);
    expect(existsSync(there)).toBe(false);
  });
});

describe('names from the other machine', () => {
  it('are taken only when they were asked for', async () => {
    const { allows } = await pullRules(['dist', 'a/*.x', 'deep/**/y']);
    for (const name of ['dist/a', 'dist/a/b', 'a/b.x', 'a/b.x/c', 'deep/1/2/y', 'deep/y']) {
      expect([name, allows(name)]).toEqual([name, true]);
    }
    for (const name of [
      '../dist/a',
      '/dist/a',
      'dist/../../x',
      'dist//x',
      'dist/./x',
      './dist/x',
      '',
      'x/dist/a',
      'a/b/c.x',
      'dist/.git/hooks/x',
      'dist/.GIT/config',
      'dist/.rdo/x',
      '.rdo.conf',
      'dist/.rdo.conf',
      'distant',
    ]) {
      expect([name, allows(name)]).toEqual([name, false]);
    }
  });

  it('are read as rsync writes them', () => {
    const text = [
      'created directory x',
      '>f+++++++++|1,234|2026/01/02-03:04:05|a\\#012b \\#134#033',
      'cL+++++++++|3|1970/01/01-00:00:01|l | x',
      '.f         |0|2026/01/02-03:04:05|same',
      '>f+++++++++|1|2026/01/02-03:04:05',
    ].join('\n');
    expect(parseListing(text)).toEqual([
      {
        change: '>f+++++++++',
        size: 1234,
        seconds: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000,
        name: 'a\nb \\#033',
      },
      { change: 'cL+++++++++', size: 3, seconds: 1, name: 'l | x' },
      {
        change: '.f         ',
        size: 0,
        seconds: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000,
        name: 'same',
      },
    ]);
  });
});
