import { mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { need, writeTree } from '@nearhand/test-kit';
import { scene } from '../support/project.ts';
import { everywhere, must } from './everywhere.ts';

const SYSTEM = { PATH: '/usr/bin:/bin' };
const PREFIX = ['python', '-c', 'import sys; print(sys.prefix)'];
const python = need('python3 with venv', 'apt-get install python3-venv', '/usr/bin/python3');
const virtualenv = need('virtualenv', 'apt-get install virtualenv', '/usr/bin/virtualenv');
const pipenv = need('pipenv', 'apt-get install pipenv', '/usr/bin/pipenv');
const poetry = need('poetry', 'apt-get install python3-poetry', '/usr/bin/poetry');

describe.skipIf(!python.met)('venv', () => {
  test('is found from everywhere, and sets what its own activate sets', async () => {
    const one = scene({}, SYSTEM);
    await must(one, ['python3', '-m', 'venv', '--without-pip', '.venv']);
    await everywhere(one, PREFIX, join(one.root, '.venv'));
    const print =
      'import os; print("\\n".join(f"{k}={os.environ.get(k)}" for k in ("PATH", "VIRTUAL_ENV", "PYTHONHOME")))';
    const env = { PYTHONHOME: '/x' };
    const activated = await must(
      one,
      ['sh', '-c', `. .venv/bin/activate && exec python -c '${print}'`],
      { env },
    );
    const { stdout } = await one.xe(['python', '-c', print], { env: { ...one.env, ...env } });
    expect(stdout).toBe(activated);
  });

  test('of another place by a .venv file, and by VENV', async () => {
    const one = scene({ '.venv': '../envs/mine\n' }, SYSTEM);
    const envs = join(one.dir, 'envs');
    mkdirSync(envs);
    await must(one, ['python3', '-m', 'venv', '--without-pip', join(envs, 'mine')]);
    await everywhere(one, PREFIX, join(envs, 'mine'));
    rmSync(join(one.root, '.venv'));
    writeFileSync(join(one.root, '.xerc'), 'VENV: ../envs/mine\n');
    expect((await one.xe(PREFIX)).code).toBe(125);
    await one.xe(['--trust']);
    expect((await one.xe(PREFIX)).stdout.trim()).toBe(join(envs, 'mine'));
  });

  test('bootstrap makes it, installs the first requirements file only, and mends a moved one', async () => {
    const one = scene(
      { 'dev_requirements.txt': './lib\n', 'requirements.txt': 'does-not-exist-at-all\n' },
      SYSTEM,
    );
    writeTree(one.root, {
      'lib/pyproject.toml':
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
      'lib/backend.py': BACKEND,
    });
    const plan = await one.xe(['bootstrap', '--dry-run'], { in: 'lib' });
    expect(plan.stdout).toContain(`cd ${one.root} && python3 -m venv .venv\n`);
    const made = await one.xe(['bootstrap'], { timeout: 100_000 });
    expect(made.code, made.stdout + made.stderr).toBe(0);
    expect(made.stderr).toContain('pip install -r dev_requirements.txt');
    expect((await one.xe(['acme'], { in: 'lib' })).stdout).toBe('acme runs\n');

    const moved = join(one.dir, 'moved');
    renameSync(one.root, moved);
    const broken = await one.xe(['acme'], { cwd: moved });
    expect([broken.code, broken.stderr]).toEqual([126, expect.stringContaining('does not exist')]);
    expect(broken.stderr).toContain('xe bootstrap -c');
    const again = await one.xe(['bootstrap', '-c', '-n'], { cwd: moved });
    expect(again.stdout.split('\n').slice(0, 2)).toEqual([
      `rm -rf ${moved}/.venv`,
      `cd ${moved} && python3 -m venv .venv`,
    ]);
  }, 180_000);
});

/** A build backend that needs nothing from an index: it writes a wheel with one program. */
const BACKEND = `
import zipfile, os
def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = 'acme-1.0-py3-none-any.whl'
    info = 'acme-1.0.dist-info/'
    with zipfile.ZipFile(os.path.join(folder, name), 'w') as z:
        z.writestr('acme.py', 'def main():\\n    print("acme runs")\\n')
        z.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: acme\\nVersion: 1.0\\n')
        z.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
        z.writestr(info + 'entry_points.txt', '[console_scripts]\\nacme = acme:main\\n')
        z.writestr(info + 'RECORD', '')
    return name
`;

test.skipIf(!virtualenv.met)('virtualenv, in venv and over the root itself', async () => {
  const one = scene({}, SYSTEM);
  await must(one, ['virtualenv', '-q', '--without-pip', '--no-setuptools', '--no-wheel', 'venv']);
  await everywhere(one, PREFIX, join(one.root, 'venv'));
  const two = scene({}, SYSTEM);
  await must(two, ['virtualenv', '-q', '--without-pip', '--no-setuptools', '--no-wheel', '.']);
  await everywhere(two, PREFIX, two.root);
});

test.skipIf(!pipenv.met)("pipenv's store", async () => {
  const one = scene({ Pipfile: '[packages]\n' }, SYSTEM);
  const env = { PIPENV_IGNORE_VIRTUALENVS: '1', PIPENV_NOSPIN: '1' };
  await must(one, ['pipenv', '--python', '/usr/bin/python3'], { env });
  const path = (await must(one, ['pipenv', '--venv'], { env })).trim();
  await everywhere(one, PREFIX, realpathSync(path));
});

test.skipIf(!poetry.met)("poetry's store", async () => {
  const header =
    '[tool.poetry]\nname = "My Proj.x"\nversion = "1.0.0"\ndescription = ""\nauthors = []\n';
  const one = scene(
    { 'pyproject.toml': `${header}[tool.poetry.dependencies]\npython = "^3.9"\n` },
    SYSTEM,
  );
  const before = await one.xe(['--explain']);
  expect(before.stdout).toContain('poetry has made no environment');
  await must(one, ['poetry', 'env', 'use', '/usr/bin/python3']);
  const path = (await must(one, ['poetry', 'env', 'info', '--path'])).trim();
  await everywhere(one, PREFIX, path);
});
