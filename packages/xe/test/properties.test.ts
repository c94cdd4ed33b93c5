import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolve } from '../src/index.ts';
import { memory, venv } from './support/memory.ts';

const files = {
  '/bin/sh': 'ELF',
  '/p/.git/': '',
  '/p/node_modules/.bin/x': '',
  ...venv('/p/.venv'),
  '/p/a/package.json': '{}',
  '/p/a/node_modules/.bin/y': '',
  '/q/.hg/': '',
  '/q/bin/z': '',
  '/q/Gemfile': '',
  '/q/.xerc': 'env: {COLOUR: blue, GONE: null}\n',
  ...venv('/other'),
  '/conda/envs/e/conda-meta/history': '',
  '/conda/condabin/conda': '',
};
const fs = memory(files);

const folder = fc.constantFrom(
  '/usr/bin',
  '/bin',
  '',
  '.',
  '/mine',
  '/mine/',
  '/p/.venv/bin',
  '/other/bin',
  '/conda/bin',
  '/conda/envs/e/bin',
  '/p/node_modules/.bin',
  '/q/bin',
  'rel',
  '/other/bin/',
);
const environment = fc.record(
  {
    PATH: fc.array(folder, { maxLength: 8 }).map((entries) => entries.join(':')),
    VIRTUAL_ENV: fc.constantFrom('/other', '/p/.venv'),
    CONDA_PREFIX: fc.constantFrom('/conda', '/conda/envs/e'),
    PYTHONHOME: fc.constant('/x'),
    COLOUR: fc.constantFrom('red', ''),
    GONE: fc.constant('x'),
    XE_ACTIVE: fc.constantFrom('', 'junk', '{"path":["/mine"],"vars":{}}', '{"path":3}'),
  },
  { requiredKeys: ['PATH'] },
);
const cwd = fc.constantFrom('/p', '/p/a', '/q', '/', '/nowhere');
const isTrusted = () => true;
const ask = (where: string, env: Record<string, string | undefined>) =>
  resolve({ cwd: where, env, fs, platform: 'linux', isTrusted });

const plain = (entry: string): string => (entry.length > 1 ? entry.replace(/\/+$/, '') : entry);

describe('for any environment and any folder', () => {
  test("PATH never loses or reorders the user's own entries", () => {
    fc.assert(
      fc.property(environment, cwd, ({ XE_ACTIVE: _active, ...env }, where) => {
        const found = ask(where, env);
        const removed = new Set<string>();
        if (found.root !== undefined) {
          if (env.VIRTUAL_ENV) removed.add(`${env.VIRTUAL_ENV}/bin`);
          const base = env.CONDA_PREFIX === '/conda';
          const ownPython = found.env['VIRTUAL_ENV'] !== undefined;
          if (env.CONDA_PREFIX && (!base || ownPython)) removed.add(`${env.CONDA_PREFIX}/bin`);
        }
        const own = env.PATH === '' ? [] : env.PATH.split(':');
        const kept = own.filter((entry) => !removed.has(plain(entry)));
        expect(found.env['PATH']).toBe([...found.path, ...kept].join(':'));
      }),
      { numRuns: 1000 },
    );
  });

  test('xe within xe changes nothing', () => {
    fc.assert(
      fc.property(environment, cwd, (env, where) => {
        const once = ask(where, env);
        const twice = ask(where, once.env);
        expect(twice.env).toEqual(once.env);
        expect(twice.envDiff).toEqual({ set: {}, unset: [] });
      }),
      { numRuns: 1000 },
    );
  });

  test('xe from within another project gives what a plain shell gives there', () => {
    fc.assert(
      fc.property(
        environment,
        cwd,
        cwd,
        (
          { XE_ACTIVE: _active, VIRTUAL_ENV: _venv, CONDA_PREFIX: _conda, ...env },
          first,
          second,
        ) => {
          // PYTHONHOME and GONE are put back when the project that removed them is left.
          expect(ask(second, ask(first, env).env).env).toEqual(ask(second, env).env);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('applying envDiff to what was given makes env', () => {
    fc.assert(
      fc.property(environment, cwd, (env, where) => {
        const { envDiff, env: wanted } = ask(where, env);
        const made: Record<string, string | undefined> = { ...env, ...envDiff.set };
        for (const name of envDiff.unset) delete made[name];
        expect(made).toEqual(wanted);
      }),
      { numRuns: 500 },
    );
  });
});
