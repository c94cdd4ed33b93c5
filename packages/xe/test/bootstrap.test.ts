import { expect, test } from 'vitest';
import { planBootstrap } from '../src/bootstrap.ts';
import { resolve } from '../src/index.ts';
import { rulesOf } from '../src/rules.ts';
import { memory, venv } from './support/memory.ts';

function plan(
  files: Record<string, string>,
  more: { cwd?: string; clean?: boolean; index?: string } = {},
) {
  const fs = memory({ '/p/.git/': '', ...files });
  const resolution = resolve({
    cwd: more.cwd ?? '/p',
    env: {},
    fs,
    platform: 'linux',
    isTrusted: () => true,
  });
  const steps = planBootstrap(resolution, {
    fs,
    rules: rulesOf('linux'),
    clean: more.clean ?? false,
    index: more.index,
  });
  return steps.map((step) =>
    step.kind === 'remove' ? `rm ${step.path}` : `${step.cwd}: ${step.words.join(' ')}`,
  );
}

const PIP = '.venv/bin/python -m pip install';

test.each<[string, Record<string, string>, string[]]>([
  ['nothing', { '/p/README.md': '' }, []],
  ['uv by its lockfile', { '/p/uv.lock': '', '/p/pyproject.toml': '' }, ['/p: uv sync']],
  ['uv by its table', { '/p/pyproject.toml': '[tool.uv]\n' }, ['/p: uv sync']],
  ['poetry', { '/p/pyproject.toml': '[tool.poetry]\nname = "x"\n' }, ['/p: poetry install']],
  ['pdm', { '/p/pyproject.toml': '[project]\n', '/p/pdm.lock': '' }, ['/p: pdm install']],
  ['pipenv', { '/p/Pipfile': '' }, ['/p: pipenv install --dev']],
  ['pipenv, locked', { '/p/Pipfile': '', '/p/Pipfile.lock': '' }, ['/p: pipenv sync --dev']],
  ['pixi', { '/p/pixi.toml': '' }, ['/p: pixi install']],
  ['conda', { '/p/environment.yml': 'name: x\n' }, ['/p: conda env update --file environment.yml']],
  [
    'the first of the requirements files only',
    { '/p/dev_requirements.txt': '', '/p/requirements.txt': '', '/p/setup.py': '' },
    ['/p: python3 -m venv .venv', `/p: ${PIP} -r dev_requirements.txt`],
  ],
  ['setup.py', { '/p/setup.py': '' }, ['/p: python3 -m venv .venv', `/p: ${PIP} -e .`]],
  [
    'a pyproject of any backend',
    { '/p/pyproject.toml': '[build-system]\n' },
    ['/p: python3 -m venv .venv', `/p: ${PIP} -e .`],
  ],
  [
    'an environment that is there',
    { '/p/requirements.txt': '', ...venv('/p/venv') },
    ['/p: venv/bin/python -m pip install -r requirements.txt'],
  ],
  [
    'VENV',
    { '/p/requirements.txt': '', '/p/.xerc': 'VENV: build/py\n' },
    ['/p: python3 -m venv build/py', '/p: build/py/bin/python -m pip install -r requirements.txt'],
  ],
  ['npm, locked', { '/p/package.json': '{}', '/p/package-lock.json': '' }, ['/p: npm ci']],
  ['npm', { '/p/package.json': '{}' }, ['/p: npm install']],
  [
    'pnpm',
    { '/p/package.json': '{}', '/p/pnpm-lock.yaml': '' },
    ['/p: pnpm install --frozen-lockfile'],
  ],
  [
    'yarn 1',
    { '/p/package.json': '{}', '/p/yarn.lock': '' },
    ['/p: yarn install --frozen-lockfile'],
  ],
  [
    'yarn 2 and later',
    { '/p/package.json': '{}', '/p/yarn.lock': '', '/p/.yarnrc.yml': '' },
    ['/p: yarn install --immutable'],
  ],
  [
    'packageManager',
    { '/p/package.json': '{"packageManager": "pnpm@9.0.0"}' },
    ['/p: pnpm install'],
  ],
  [
    'bundler and composer',
    { '/p/Gemfile': '', '/p/composer.json': '{}' },
    ['/p: bundle install', '/p: composer install'],
  ],
])('%s', (_what, files, steps) => {
  expect(plan(files)).toEqual(steps);
});

test('a package of a workspace is installed from its top, and outer layers come first', () => {
  const files = {
    '/p/package.json': '{"workspaces": ["a"]}',
    '/p/package-lock.json': '',
    '/p/a/package.json': '{}',
    '/p/a/requirements.txt': '',
  };
  expect(plan(files, { cwd: '/p/a' })).toEqual([
    '/p: npm ci',
    '/p/a: python3 -m venv .venv',
    `/p/a: ${PIP} -r requirements.txt`,
  ]);
});

test('--clean removes an environment, and a folder that is none is left alone', () => {
  const files = { '/p/requirements.txt': '', ...venv('/p/.venv') };
  expect(plan(files, { clean: true })[0]).toBe('rm /p/.venv');
  const plain = { '/p/requirements.txt': '', '/p/.xerc': 'VENV: src\n', '/p/src/main.py': '' };
  expect(() => plan(plain, { clean: true })).toThrow('/p/src is to be the environment');
});

test('--index goes to pip', () => {
  const steps = plan({ '/p/requirements.txt': '', ...venv('/p/.venv') }, { index: 'http://i/' });
  expect(steps).toEqual([`/p: ${PIP} -i http://i/ -r requirements.txt`]);
});
