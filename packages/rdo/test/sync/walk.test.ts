import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import ignore from 'ignore';
import { describe, expect, it } from 'vitest';
import { tempDir, writeTree } from '@nearhand/test-kit';
import { walk } from '../../src/sync/walk.ts';
import { git, project, rsync, tree } from './project.ts';

describe.skipIf(!rsync.met || !git.met)('without git', () => {
  it('sends what no .gitignore names, and leaves version control data here', async () => {
    const { rdo, here, there, env } = await project({
      git: false,
      config: 'exclude = !keep.log\n',
    });
    writeTree(here, { '.gitignore': '*.log\n/out/\n', 'a.log': '', 'keep.log': '', 'out/x': '' });
    writeTree(here, {
      '.hg/x': '',
      'sub/.gitignore': '!b.log\nlocal\n',
      'sub/b.log': '',
      'sub/local': '',
    });
    symlinkSync('sub', join(here, 'link'));
    const wanted = ['.gitignore', 'keep.log', 'link', 'sub/.gitignore', 'sub/b.log'];
    expect(await rdo(['true'])).toMatchObject({ code: 0, stderr: '' });
    expect(Object.keys(tree(there))).toEqual(wanted);
    // No program git at all.
    const bin = tempDir();
    for (const name of ['sh', 'rsync', 'cat', 'mkdir', 'true', 'rm', 'sleep', 'mkfifo']) {
      writeFileSync(join(bin, name), `#!/bin/sh\nexec /usr/bin/${name} "$@"\n`, { mode: 0o755 });
    }
    writeTree(here, { more: '' });
    expect(await rdo(['true'], { env: { ...env, PATH: bin } })).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(Object.keys(tree(there))).toContain('more');
  });

  it('names the same files as git does', () => {
    const part = fc.constantFrom('a', 'b', 'ab', 'x.o', 'y.log', '.h', 'A', 'é');
    const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const glob = fc.constantFrom(
      'a',
      '*.o',
      '*',
      'a*',
      '?',
      '[ab]',
      '**',
      'b',
      'x.*',
      '.h',
      'é',
      '[!a]',
    );
    const pattern = fc
      .tuple(
        fc.constantFrom('', '', '!', '/'),
        fc.array(glob, { minLength: 1, maxLength: 2 }).map((parts) => parts.join('/')),
        fc.constantFrom('', '', '/'),
      )
      .map((parts) => parts.join(''));
    const file = fc.array(pattern, { maxLength: 4 }).map((lines) => `${lines.join('\n')}\n`);
    fc.assert(
      fc.property(
        fc.uniqueArray(path, { minLength: 1, maxLength: 8 }),
        file,
        file,
        (paths, rules, inner) => {
          const dir = tempDir();
          execFileSync('git', ['init', '-q', dir]);
          for (const name of paths) {
            // A name may be the folder of another one.
            if (paths.some((other) => other.startsWith(`${name}/`)))
              mkdirSync(join(dir, name), { recursive: true });
            else writeTree(dir, { [name]: '' });
          }
          writeTree(dir, { '.gitignore': rules, 'a b/.gitignore': inner, 'a b/a/x.o': '' });
          const listed = execFileSync('git', ['ls-files', '-z', '--others', '--exclude-standard'], {
            cwd: dir,
            encoding: 'latin1',
            env: { ...process.env, HOME: dir, GIT_CONFIG_NOSYSTEM: '1' },
          });
          expect([...walk(dir, { exclude: [], ignore })].sort()).toEqual(
            listed.split('\0').slice(0, -1).sort(),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
