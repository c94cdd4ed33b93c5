import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeTree } from '@nearhand/test-kit';
import { git, project, replaced, rsync, tree } from './project.ts';

describe.skipIf(!rsync.met || !git.met)('push', () => {
  it('is told beforehand by --dry-run, which touches nothing', async () => {
    const { rdo, here, there } = await project({ config: 'pull = out\n' });
    writeTree(here, { '.gitignore': '*.log\n', a: '12', 'b\n': '3', 'x.log': '' });
    const first = await rdo(['--dry-run', 'echo', 'ran']);
    expect(first.stdout).toBe(`sh -c 'cd ${there} && exec echo ran'\n`);
    const names = [...first.stderr.matchAll(/^ {4}(.*)$/gm)].map(([, name]) => name).sort();
    expect(names).toEqual(['.gitignore', '.rdo.conf', 'a', 'b?']);
    expect(first.stderr).toContain(`to ${there} before it, which sends 4 files (`);
    expect(first.stderr).toContain('and the pull of out after it');
    expect(existsSync(there)).toBe(false);
    await rdo(['true']);
    rmSync(join(here, 'a'));
    const second = await rdo(['--dry-run', 'true']);
    expect(second.stderr).toMatch(/nothing to send\n {2}and removes one file there\n {4}a\n/);
  });

  it('sends what git does not ignore, to a folder that it makes, before the command', async () => {
    const { rdo, here, there } = await project();
    writeTree(here, { '.gitignore': '*.log\n/build/\n', 'a.c': 'a', 'x.log': '', 'build/o': '' });
    writeTree(here, { 'sub/new': 'untracked', 'sub/.gitignore': '!x.log\n', 'sub/x.log': 'kept' });
    execFileSync('git', ['add', 'a.c'], { cwd: here });
    writeFileSync(join(here, 'run'), '#!/bin/sh\nprintf ran', { mode: 0o755 });
    symlinkSync('a.c', join(here, 'link'));
    symlinkSync('/nowhere', join(here, 'dangling'));
    mkdirSync(join(here, 'empty'));
    const result = await rdo(['./run']);
    expect(result).toMatchObject({ code: 0, stdout: 'ran', stderr: '' });
    expect(tree(there)).toEqual({
      '.gitignore': '*.log\n/build/\n',
      'a.c': 'a',
      dangling: '-> /nowhere',
      link: '-> a.c',
      run: '#!/bin/sh\nprintf ran',
      'sub/.gitignore': '!x.log\n',
      'sub/new': 'untracked',
      'sub/x.log': 'kept',
    });
    expect(existsSync(join(there, '.git'))).toBe(false);
    expect(statSync(join(there, 'a.c')).mtimeMs).toBe(statSync(join(here, 'a.c')).mtimeMs);
    // The folder of the command is there as well, with nothing in it to send.
    expect(await rdo(['pwd'], { cwd: join(here, 'empty') })).toMatchObject({
      stdout: `${there}/empty\n`,
    });
  });

  it('takes names as bytes', async () => {
    const { rdo, here, there } = await project();
    const names = [
      'new\nline',
      '-dash',
      '#hash',
      ';semi',
      'back\\slash',
      '\\#012',
      ' space ',
      '*?[a]',
      '__proto__',
      '...',
      "it's",
    ];
    for (const name of names) writeFileSync(join(here, name), name);
    mkdirSync(join(here, '-d\n'));
    writeFileSync(
      Buffer.concat([Buffer.from(`${here}/-d\n/`), Buffer.from([0x62, 0xff, 0x80])]),
      'bytes',
    );
    expect(await rdo(['true'])).toMatchObject({ code: 0, stderr: '' });
    expect(tree(there)).toEqual(tree(here));
    expect(Object.keys(tree(there))).toContain('-d\n/b\u00ff\u0080');
    for (const name of names) unlinkSync(join(here, name));
    rmSync(join(here, '-d\n'), { recursive: true });
    expect(await rdo(['true'])).toMatchObject({ code: 0, stderr: '' });
    expect(tree(there)).toEqual({});
    expect(existsSync(join(there, '-d\n'))).toBe(false);
  });

  it('sends changes, and takes away there what was removed here, but nothing else', async () => {
    const { rdo, here, there } = await project();
    writeTree(here, { a: '1', 'd/b': '2', 'd/c': '3', 'e/f': '4' });
    await rdo(['sh', '-c', 'echo made >d/there; mkdir cache; echo x >cache/x']);
    writeTree(here, { a: 'changed' });
    chmodSync(join(here, 'd/b'), 0o755);
    rmSync(join(here, 'd/c'));
    rmSync(join(here, 'e'), { recursive: true });
    expect(await rdo(['sh', '-c', 'cat a; test -x d/b'])).toMatchObject({
      code: 0,
      stdout: 'changed',
    });
    expect(tree(there)).toEqual({
      a: 'changed',
      'cache/x': 'x\n',
      'd/b': '2',
      'd/there': 'made\n',
    });
    expect(existsSync(join(there, 'e'))).toBe(false);
    rmSync(join(here, 'd'), { recursive: true });
    await rdo(['true']);
    expect(tree(there)).toEqual({ a: 'changed', 'cache/x': 'x\n', 'd/there': 'made\n' });
  });

  it('turns a file into a folder, and back', async () => {
    const { rdo, here, there } = await project();
    writeTree(here, { a: 'file', 'b/c': 'in a folder' });
    await rdo(['true']);
    rmSync(join(here, 'a'));
    rmSync(join(here, 'b'), { recursive: true });
    writeTree(here, { 'a/x': 'in a folder', b: 'file' });
    expect(await rdo(['true'])).toMatchObject({ code: 0, stderr: '' });
    expect(tree(there)).toEqual({ 'a/x': 'in a folder', b: 'file' });
    rmSync(join(here, 'a'), { recursive: true });
    symlinkSync('b', join(here, 'a'));
    expect(await rdo(['true'])).toMatchObject({ code: 0, stderr: '' });
    expect(tree(there)).toEqual({ a: '-> b', b: 'file' });
  });

  it('leaves alone what was changed there, and sends again what is missing there', async () => {
    const { rdo, here, there } = await project();
    writeTree(here, { lock: 'from here', gone: 'again' });
    await rdo(['sh', '-c', 'echo from there >lock; rm gone']);
    expect(await rdo(['cat', 'lock', 'gone'])).toMatchObject({
      code: 0,
      stdout: 'from there\nagain',
      stderr: '',
    });
    writeTree(here, { other: 'changes' });
    expect(await rdo(['cat', 'lock'])).toMatchObject({ stdout: 'from there\n', stderr: '' });
    expect(readFileSync(join(here, 'lock'), 'utf8')).toBe('from here');
    rmSync(there, { recursive: true });
    expect(await rdo(['cat', 'lock'])).toMatchObject({ stdout: 'from here' });
  });

  it('does not take another folder in its place for the one that it knows', async () => {
    const { rdo, here, there } = await project();
    writeTree(here, { code: 'new', same: '' });
    await rdo(['true']);
    // A container made anew, with what its image brings.
    rmSync(there, { recursive: true });
    writeTree(there, { code: 'old, of the image' });
    const result = await rdo(['cat', 'code']);
    expect(result).toMatchObject({ code: 0, stdout: 'new' });
    expect(result.stderr).toContain('as rdo had left it: code\n');
    expect(replaced(there)).toMatchObject({ code: 'old, of the image' });
    expect(await rdo(['cat', 'code'])).toMatchObject({ code: 0, stdout: 'new', stderr: '' });
  });

  it('keeps what was changed on both sides, and says so', async () => {
    const { rdo, here, there } = await project();
    writeTree(here, { 'd/x': 'one', y: 'one' });
    await rdo(['sh', '-c', 'echo theirs >d/x; echo theirs >y']);
    writeTree(here, { 'd/x': 'mine' });
    rmSync(join(here, 'y'));
    const result = await rdo(['cat', 'd/x']);
    expect(result).toMatchObject({ code: 0, stdout: 'mine' });
    expect(result.stderr).toContain('replaced there, where it was not as rdo had left it: d/x');
    expect(result.stderr).toContain('removed here, but changed there, where it stays: y');
    expect(replaced(there)).toMatchObject({ 'd/x': 'theirs\n' });
    expect(tree(there)).toEqual({ 'd/x': 'mine', y: 'theirs\n' });
    expect(await rdo(['true'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('finds the same files there already, and keeps what differs', async () => {
    const { rdo, here, there } = await project();
    writeTree(here, { same: 'same', differs: 'here' });
    writeTree(there, { same: 'same', differs: 'there', 'their/own': '' });
    utimesSync(join(there, 'same'), 1, 1);
    const result = await rdo(['true']);
    expect(result.stderr).toContain('as rdo had left it: differs\n');
    expect(tree(there)).toEqual({ same: 'same', differs: 'here', 'their/own': '' });
    expect(replaced(there)).toMatchObject({ differs: 'there' });
  });

  it('keeps to `exclude`, which may also send what git ignores', async () => {
    const { rdo, here, there, configure } = await project({
      config: 'exclude = *.tmp, /data/, !.env, /docs/**/*.pdf\n',
    });
    writeTree(here, { '.gitignore': '.env\n*.log\n', '.env': 'secret', 'x.log': '', 'a.tmp': '' });
    writeTree(here, { 'sub/b.tmp': '', 'data/big': '', 'sub/data/small': '', 'docs/a/b.pdf': '' });
    execFileSync('git', ['add', '-f', 'a.tmp', 'data/big', 'docs/a/b.pdf'], { cwd: here });
    expect(await rdo(['true'])).toMatchObject({ code: 0, stderr: '' });
    expect(Object.keys(tree(there))).toEqual(['.env', '.gitignore', 'sub/data/small']);
    // What is excluded from now on stays there.
    await configure('exclude = *.tmp, /data/, .env\n');
    await rdo(['true']);
    expect(Object.keys(tree(there))).toContain('.env');
  });

  it('enters submodules and nested repositories, and asks git for each', async () => {
    const { rdo, here, there, top } = await project();
    const lib = join(top, 'lib');
    writeTree(lib, { 'lib.c': '', '.gitignore': '*.o\n' });
    const run = (cwd: string, ...words: string[]) =>
      execFileSync(
        'git',
        [
          '-c',
          'protocol.file.allow=always',
          '-c',
          'user.name=x',
          '-c',
          'user.email=x@example.org',
          ...words,
        ],
        { cwd, stdio: 'ignore' },
      );
    run(top, 'init', '-q', 'lib');
    run(lib, 'add', '.');
    run(lib, 'commit', '-q', '-m', 'x');
    run(here, 'submodule', 'add', '-q', lib, 'sub');
    run(here, 'clone', '-q', lib, 'nested');
    writeTree(here, { 'sub/x.o': '', 'nested/x.o': '', 'nested/new': '' });
    expect(await rdo(['true'])).toMatchObject({ code: 0, stderr: '' });
    expect(Object.keys(tree(there))).toEqual([
      '.gitmodules',
      'nested/.gitignore',
      'nested/lib.c',
      'nested/new',
      'sub/.gitignore',
      'sub/lib.c',
    ]);
    expect(existsSync(join(there, 'sub/.git'))).toBe(false);
  });

  it('works below the top of a repository, in a hook of another, and in a folder that git ignores', async () => {
    const { rdo, top, there } = await project();
    execFileSync('git', ['init', '-q', top]);
    writeTree(top, {
      '.gitignore': '/here/\n',
      'here/x': 'x',
      'here/.gitignore': '*.o\n',
      'here/y.o': '',
    });
    rmSync(join(top, 'here/.git'), { recursive: true });
    expect(await rdo(['true'])).toMatchObject({ code: 0, stderr: '' });
    expect(Object.keys(tree(there))).toEqual(['.gitignore', 'x']);
    writeTree(top, { '.gitignore': 'z\n', 'here/z': '', 'here/w': '' });
    const env = {
      PATH: process.env['PATH'],
      HOME: join(top, 'home'),
      GIT_DIR: '/nowhere',
      GIT_INDEX_FILE: 'x',
    };
    expect(await rdo(['true'], { env })).toMatchObject({ code: 0, stderr: '' });
    expect(Object.keys(tree(there))).toEqual(['.gitignore', 'w', 'x']);
  });

  it('sees a change of the same size within the same second', async () => {
    const { rdo, here } = await project();
    for (const text of ['a', 'b', 'c']) {
      writeTree(here, { x: text });
      utimesSync(join(here, 'x'), 1000, 1000 + text.charCodeAt(0) / 1000);
      expect(await rdo(['cat', 'x'])).toMatchObject({ stdout: text, stderr: '' });
    }
  });

  it('sends a big file whole', async () => {
    const { rdo, here } = await project();
    execFileSync('sh', ['-c', 'head -c 40000000 /dev/urandom >big'], { cwd: here });
    const sum = execFileSync('cksum', ['big'], { cwd: here, encoding: 'utf8' });
    expect(await rdo(['cksum', 'big'])).toMatchObject({ stdout: sum, stderr: '' });
  });

  it('does nothing with --no-sync, nor without trust', async () => {
    const { rdo, here, there } = await project();
    mkdirSync(there, { recursive: true });
    writeTree(here, { x: '' });
    expect(await rdo(['--no-sync', 'ls'])).toMatchObject({ code: 0, stdout: '' });
    writeFileSync(
      join(here, '.rdo.conf'),
      `driver = local\ndirectory = ${there}\nsync = rsync\n#\n`,
    );
    const refused = await rdo(['ls']);
    expect(refused).toMatchObject({ code: 125, stdout: '' });
    expect(refused.stderr).toContain('the key sync sends something of this machine away');
    expect(tree(there)).toEqual({});
  });
});
