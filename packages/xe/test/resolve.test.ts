import { describe, expect, test } from 'vitest';
import { resolve, type ResolveOptions } from '../src/index.ts';
import { memory, venv } from './support/memory.ts';

const env = { PATH: '/usr/bin:/bin', HOME: '/home/u' };
const system = { '/bin/sh': 'ELF', '/usr/bin/make': 'ELF', '/usr/bin/python': 'ELF' };

function ask(files: Record<string, string>, cwd: string, more: Partial<ResolveOptions> = {}) {
  return resolve({ cwd, env, fs: memory({ ...system, ...files }), platform: 'linux', ...more });
}

describe('root', () => {
  test('is the top of the checkout, with the nearest manifest as an inner layer', () => {
    const found = ask(
      { '/p/.git/': '', '/p/a/package.json': '{}', '/p/a/src/x.js': '' },
      '/p/a/src',
    );
    expect(found.root).toBe('/p');
    expect(found.layers.map(({ dir }) => dir)).toEqual(['/p/a', '/p']);
  });

  test.each(['.git', '.hg', '.jj'])('%s ends the search', (name) => {
    expect(ask({ [`/p/${name}/`]: '', '/package.json': '{}' }, '/p').root).toBe('/p');
  });

  test.each([
    ['pnpm-workspace.yaml', 'packages: [a]'],
    ['go.work', 'use ./a'],
    ['package.json', '{"workspaces": ["a"]}'],
    ['pyproject.toml', '[project]\nname = "x"\n[tool.uv.workspace]\nmembers = ["a"]'],
    ['Cargo.toml', '[workspace]\nmembers = ["a"]'],
  ])('without version control a workspace in %s is the boundary', (name, text) => {
    const found = ask({ [`/p/${name}`]: text, '/p/a/package.json': '{}' }, '/p/a');
    expect(found.root).toBe('/p');
    expect(found.layers.map(({ dir }) => dir)).toEqual(['/p/a', '/p']);
  });

  test('a package.json without workspaces is no boundary for what is inside', () => {
    expect(ask({ '/p/package.json': '{}', '/p/a/go.mod': '' }, '/p/a').root).toBe('/p/a');
  });

  test('a Makefile counts only if nothing stronger is above', () => {
    expect(ask({ '/p/Makefile': '' }, '/p').root).toBe('/p');
    expect(ask({ '/p/package.json': '{}', '/p/src/Makefile': '' }, '/p/src').root).toBe('/p');
    expect(ask({ '/p/.git/': '', '/p/src/Makefile': '' }, '/p/src').root).toBe('/p');
  });

  test('a .xerc wins over what is above it, and an outer .xerc of the same checkout over an inner', () => {
    const inner = { '/p/.git/': '', '/p/a/.xerc': '' };
    expect(ask(inner, '/p/a/b').root).toBe('/p/a');
    expect(ask({ ...inner, '/p/.xerc': '' }, '/p/a').root).toBe('/p');
    expect(ask({ ...inner, '/p/.xerc': '', '/p/a/.xerc': 'root: true' }, '/p/a').root).toBe('/p/a');
    expect(ask({ ...inner, '/p/a/.xerc': 'root: false' }, '/p/a').root).toBe('/p');
    expect(ask({ ...inner, '/.xerc': '' }, '/p/a').root).toBe('/p/a');
  });

  test('outside every project nothing changes', () => {
    const given = { ...env, VIRTUAL_ENV: '/v', PATH: '/v/bin:/usr/bin' };
    const found = ask({ '/v/bin/python': '' }, '/nowhere', { env: given, command: ['make', 'x'] });
    expect(found.root).toBeUndefined();
    expect(found.envDiff).toEqual({ set: {}, unset: [] });
    expect(found.argv).toEqual(['/usr/bin/make', 'x']);
  });

  test('from looks for the project of a file and leaves the command where it is', () => {
    const files = { ...venv('/p/.venv'), '/p/.git/': '', '/p/a/x.py': '' };
    const found = ask(files, '/elsewhere', { from: '/p/a/x.py', command: ['python'] });
    expect(found).toMatchObject({ root: '/p', cwd: '/elsewhere', argv: ['/p/.venv/bin/python'] });
  });
});

describe('environment', () => {
  const project = {
    '/p/.git/': '',
    ...venv('/p/.venv', ['pytest']),
    '/p/node_modules/.bin/eslint': '#!/bin/sh\n',
    '/p/web/package.json': '{}',
    '/p/web/node_modules/.bin/vite': '#!/bin/sh\n',
  };

  test('is what activation sets, with inner layers first', () => {
    const found = ask(project, '/p/web', { env: { ...env, PYTHONHOME: '/x' } });
    expect(found.path).toEqual([
      '/p/web/node_modules/.bin',
      '/p/.venv/bin',
      '/p/node_modules/.bin',
    ]);
    expect(found.env).toMatchObject({
      VIRTUAL_ENV: '/p/.venv',
      VIRTUAL_ENV_PROMPT: '.venv',
      PATH: `${found.path.join(':')}:/usr/bin:/bin`,
    });
    expect(found.envDiff.unset).toEqual(['PYTHONHOME']);
  });

  test('never leaves another environment active', () => {
    const given = {
      ...env,
      VIRTUAL_ENV: '/other',
      VIRTUAL_ENV_PROMPT: 'other',
      CONDA_PREFIX: '/conda/envs/x',
      CONDA_DEFAULT_ENV: 'x',
      PATH: '/other/bin:/mine:/conda/envs/x/bin:/usr/bin',
    };
    const bare = ask({ '/p/.git/': '' }, '/p', { env: given });
    expect(bare.env).toEqual({ HOME: '/home/u', PATH: '/mine:/usr/bin' });
    const own = ask(project, '/p', { env: given });
    expect(own.env).toMatchObject({ PATH: '/p/.venv/bin:/p/node_modules/.bin:/mine:/usr/bin' });
    expect(own.env).not.toHaveProperty('CONDA_PREFIX');
  });

  test("leaves conda's base alone, unless the project has a Python of its own", () => {
    const given = { ...env, CONDA_PREFIX: '/conda', PATH: '/conda/bin:/usr/bin' };
    const files = { '/conda/condabin/conda': '', '/p/.git/': '' };
    expect(ask(files, '/p', { env: given }).env['PATH']).toBe('/conda/bin:/usr/bin');
    const own = ask({ ...files, ...venv('/p/.venv') }, '/p', { env: given });
    expect(own.env['PATH']).toBe('/p/.venv/bin:/usr/bin');
  });

  test('within xe changes nothing, and another project replaces the first', () => {
    const first = ask(project, '/p/web');
    const again = ask(project, '/p/web', { env: first.env });
    expect(again.env).toEqual(first.env);
    expect(again.envDiff).toEqual({ set: {}, unset: [] });
    const other = { ...project, '/q/.git/': '', '/q/node_modules/.bin/x': '#!/bin/sh\n' };
    const second = ask(other, '/q', { env: first.env });
    expect(second.env['PATH']).toBe('/q/node_modules/.bin:/usr/bin:/bin');
    expect(second.env).not.toHaveProperty('VIRTUAL_ENV');
    const out = ask(other, '/', { env: first.env });
    expect(out.env).toEqual(env);
  });

  test('says where every variable and candidate comes from', () => {
    const found = ask(
      { ...project, '/p/venv/x': '', '/p/venv/pyvenv.cfg': '', '/p/venv/bin/python': '' },
      '/p',
    );
    expect(found.why).toContainEqual(
      expect.objectContaining({
        topic: 'candidate',
        subject: '/p/venv',
        verdict: 'passed over',
        because: '/p/.venv comes first',
      }),
    );
    expect(found.why).toContainEqual(
      expect.objectContaining({
        topic: 'variable',
        subject: 'VIRTUAL_ENV',
        verdict: 'set',
        because: 'Python virtual environment /p/.venv',
      }),
    );
  });
});

describe('command', () => {
  test("is the project's own before the user's", () => {
    const files = { '/p/.git/': '', ...venv('/p/.venv') };
    expect(ask(files, '/p', { command: ['python', '-V'] }).argv).toEqual([
      '/p/.venv/bin/python',
      '-V',
    ]);
    expect(ask(files, '/p', { command: ['make'] }).argv).toEqual(['/usr/bin/make']);
    expect(ask(files, '/p', { command: ['nope'] })).toMatchObject({
      argv: undefined,
      program: { kind: 'missing' },
    });
  });

  test('of the project that is broken is not passed over for another', () => {
    const files = {
      '/p/.git/': '',
      '/p/.venv/pyvenv.cfg': 'home = /opt/gone',
      '/p/.venv/bin/python': '-> /opt/gone/python',
      '/p/.venv/bin/make': '#!/p/.venv/bin/python\n',
    };
    expect(ask(files, '/p', { command: ['python'] }).program).toMatchObject({
      kind: 'cannot-run',
      file: '/p/.venv/bin/python',
      why: 'it is a link to nowhere',
    });
    expect(ask(files, '/p', { command: ['make'] }).program).toMatchObject({
      kind: 'cannot-run',
      why: 'its interpreter /p/.venv/bin/python does not exist',
    });
  });

  test('may be a folder or a plain file in the project without hiding a program', () => {
    const files = { '/p/.git/': '', '/p/scripts/make/x': '', '/p/script/python': 'notes' };
    expect(ask(files, '/p', { command: ['make'] }).argv).toEqual(['/usr/bin/make']);
    expect(ask(files, '/p', { command: ['python'] }).argv).toEqual(['/usr/bin/python']);
  });

  test('without PATH is looked for where the system looks, which the project keeps', () => {
    const files = { '/p/.git/': '', '/p/bin/x': '' };
    const found = ask(files, '/p', { env: {}, command: ['make'] });
    expect(found.argv).toEqual(['/usr/bin/make']);
    expect(found.env['PATH']).toBe('/p/bin:/usr/bin:/bin');
    expect(ask({}, '/', { env: {} }).envDiff).toEqual({ set: {}, unset: [] });
  });

  test('is never a shim of xe', () => {
    const files = { '/shims/python': '#!/bin/sh\n# A shim of xe\n' };
    const found = ask(files, '/', { env: { PATH: '/shims:/usr/bin' }, command: ['python'] });
    expect(found.argv).toEqual(['/usr/bin/python']);
  });
});
