import { describe, expect, test } from 'vitest';
import { resolve, type ResolveOptions } from '../src/index.ts';
import { memory, venv } from './support/memory.ts';

const env = { PATH: '/usr/bin', HOME: '/home/u' };
const git = { '/p/.git/': '' };

function ask(files: Record<string, string>, more: Partial<ResolveOptions> = {}) {
  return resolve({
    cwd: '/p',
    env,
    fs: memory({ '/bin/sh': 'ELF', ...git, ...files }),
    platform: 'linux',
    ...more,
  });
}

/** Why a candidate was passed over. */
function lost(found: ReturnType<typeof resolve>, subject: string): string | undefined {
  return found.why.find(
    (reason) =>
      reason.topic === 'candidate' && reason.subject === subject && reason.verdict !== 'used',
  )?.because;
}

describe('python', () => {
  test('takes .venv before venv before env, and a folder is one by its pyvenv.cfg', () => {
    const all = { ...venv('/p/env'), ...venv('/p/venv'), ...venv('/p/.venv') };
    expect(ask(all).path).toEqual(['/p/.venv/bin']);
    expect(ask({ ...venv('/p/env'), ...venv('/p/venv') }).path).toEqual(['/p/venv/bin']);
    const plain = ask({ '/p/env/settings.py': '', '/p/.venv/notes': '' });
    expect(plain.path).toEqual([]);
    expect(lost(plain, '/p/.venv')).toBe('it has no pyvenv.cfg, so it is no virtual environment');
  });

  test('takes the folder itself, and then its bin is not taken for scripts', () => {
    const found = ask(venv('/p'));
    expect(found.path).toEqual(['/p/bin']);
    expect(found.env['VIRTUAL_ENV']).toBe('/p');
  });

  test('follows a .venv file by path, by home, and by name in WORKON_HOME', () => {
    const store = { ...venv('/home/u/envs/x'), ...venv('/p/tools/e') };
    expect(ask({ ...store, '/p/.venv': 'tools/e\n' }).env['VIRTUAL_ENV']).toBe('/p/tools/e');
    expect(ask({ ...store, '/p/.venv': '~/envs/x' }).env['VIRTUAL_ENV']).toBe('/home/u/envs/x');
    const workon = { env: { ...env, WORKON_HOME: '/home/u/envs' } };
    expect(ask({ ...store, '/p/.venv': 'x' }, workon).env['VIRTUAL_ENV']).toBe('/home/u/envs/x');
    expect(lost(ask({ '/p/.venv': '/gone\n' }), '/gone')).toBe('it does not exist');
    expect(lost(ask({ '/p/.venv': '' }), '/p/.venv')).toContain('empty');
  });

  test('reads the prompt as venv and as virtualenv write it', () => {
    for (const [line, prompt] of [
      ["prompt = 'my env'", 'my env'],
      ['prompt = my env', 'my env'],
      ['', '.venv'],
    ]) {
      const files = { ...venv('/p/.venv'), '/p/.venv/pyvenv.cfg': `home = /usr/bin\n${line}\n` };
      expect(ask(files).env['VIRTUAL_ENV_PROMPT']).toBe(prompt);
    }
  });

  test('the environment of the nearest layer is the only one', () => {
    const files = { ...venv('/p/.venv', ['tool']), '/p/a/x.py': '', ...venv('/p/a/.venv') };
    const found = ask(files, { cwd: '/p/a' });
    expect(found.path).toEqual(['/p/a/.venv/bin']);
    expect(lost(found, '/p/.venv')).toBe('/p/a/.venv comes first');
  });

  test('VENV is the only one that counts, missing or not, and tells when it is missing', () => {
    const files = { ...venv('/p/.venv'), ...venv('/p/build/py'), '/p/.xerc': 'VENV: build/py\n' };
    expect(ask(files).env['VIRTUAL_ENV']).toBe('/p/build/py');
    const missing = { ...venv('/p/.venv'), '/p/.xerc': 'VENV: none\n', '/usr/bin/python': 'ELF' };
    const found = ask(missing, { command: ['python'] });
    expect(found.env).not.toHaveProperty('VIRTUAL_ENV');
    expect(found.warnings.join()).toContain('VENV names /p/none');
  });

  test('says that the Python of an environment is gone', () => {
    const files = {
      '/p/.venv/pyvenv.cfg': 'home = /opt/py39/bin\n',
      '/p/.venv/bin/python': '-> /opt/py39/bin/python',
      '/usr/bin/python3': 'ELF',
    };
    const found = ask(files, { command: ['python3'] });
    expect(found.warnings.join()).toContain('it was in /opt/py39/bin');
  });
});

describe('conda and pixi', () => {
  test('conda: an environment in the project, or the one that environment.yml names', () => {
    const inside = ask({ '/p/.conda/conda-meta/history': '', '/p/.conda/bin/python': '' });
    expect(inside.env).toMatchObject({ CONDA_PREFIX: '/p/.conda', CONDA_DEFAULT_ENV: '/p/.conda' });
    expect(inside.path).toEqual(['/p/.conda/bin']);
    const files = {
      '/p/environment.yml': '# c\nname: "geo"  # x\ndependencies: [python]\n',
      '/home/u/miniforge3/envs/geo/conda-meta/state': '{"env_vars": {"GDAL": "/x", "n": 1}}',
      '/home/u/miniforge3/envs/geo/bin/python': '',
    };
    expect(ask(files).env).toMatchObject({ CONDA_DEFAULT_ENV: 'geo', GDAL: '/x' });
    const none = ask({ '/p/environment.yml': 'name: geo\n' });
    expect(lost(none, '/p/environment.yml')).toContain('no environment geo');
  });

  test('pixi: the default environment', () => {
    const files = { '/p/pixi.toml': '', '/p/.pixi/envs/default/conda-meta/history': '' };
    const found = ask({ ...files, '/p/.pixi/envs/default/bin/python': '' });
    expect(found.env).toMatchObject({
      CONDA_PREFIX: '/p/.pixi/envs/default',
      PIXI_PROJECT_ROOT: '/p',
      PIXI_ENVIRONMENT_NAME: 'default',
    });
    expect(lost(ask({ '/p/pixi.toml': '', '/p/.pixi/': '' }), '/p/.pixi/envs/default')).toContain(
      'pixi install',
    );
  });
});

describe('node', () => {
  test('takes hoisted programs up to the root and not above it', () => {
    const files = {
      '/node_modules/.bin/above': '',
      '/p/node_modules/.bin/hoisted': '',
      '/p/a/package.json': '{}',
      '/p/a/node_modules/.bin/own': '',
    };
    const found = ask(files, { cwd: '/p/a' });
    expect(found.path).toEqual(['/p/a/node_modules/.bin', '/p/node_modules/.bin']);
  });

  test('says why a package has none', () => {
    const bin = '/p/node_modules/.bin';
    expect(lost(ask({ '/p/package.json': '{}' }), bin)).toBe('nothing is installed here');
    expect(lost(ask({ '/p/package.json': '{}', '/p/.pnp.cjs': '' }), bin)).toContain("Plug'n'Play");
  });
});

describe('ruby, php, go, rust, java', () => {
  test('ruby: BUNDLE_GEMFILE, binstubs, and gems of the project by bundle exec', () => {
    const files = {
      '/p/Gemfile': '',
      '/p/.bundle/config': '---\nBUNDLE_PATH: "vendor/b"\nBUNDLE_BIN: "stubs"\n',
      '/p/stubs/rake': '#!/bin/sh\n',
      '/p/vendor/b/ruby/3.1.0/bin/rspec': '#!/bin/sh\n',
      '/usr/bin/bundle': 'ELF',
    };
    const found = ask(files, { command: ['rspec', '-f'] });
    expect(found.env['BUNDLE_GEMFILE']).toBe('/p/Gemfile');
    expect(found.path).toEqual(['/p/stubs']);
    expect(found.argv).toEqual(['/usr/bin/bundle', 'exec', 'rspec', '-f']);
    const outside = ask({ '/p/Gemfile': '', '/p/.bundle/config': 'BUNDLE_BIN: "/usr/bin"\n' });
    expect(lost(outside, '/usr/bin')).toContain('outside the project');
  });

  test("php: composer's bin-dir and vendor-dir, inside the project only", () => {
    const bin = (config: object) => JSON.stringify({ config });
    expect(ask({ '/p/composer.json': '{}', '/p/vendor/bin/x': '' }).path).toEqual([
      '/p/vendor/bin',
    ]);
    const own = { '/p/composer.json': bin({ 'bin-dir': 'tools' }), '/p/tools/x': '' };
    expect(ask(own).path).toEqual(['/p/tools']);
    const vendor = { '/p/composer.json': bin({ 'vendor-dir': 'lib' }), '/p/lib/bin/x': '' };
    expect(ask(vendor).path).toEqual(['/p/lib/bin']);
    const away = { '/p/composer.json': bin({ 'bin-dir': '../evil' }), '/evil/x': '' };
    expect(lost(ask(away), '/evil')).toBe('the folder lies outside the project');
  });

  test('go: tools of go.mod run by go tool, unless the project has a program of that name', () => {
    const files = {
      '/p/go.mod':
        'module x\n\ntool golang.org/x/tools/cmd/stringer\n\ntool (\n\texample.com/mock/v2 // c\n)\n',
      '/usr/bin/go': 'ELF',
      '/usr/bin/stringer': 'ELF',
    };
    expect(ask(files, { command: ['stringer', '-h'] }).argv).toEqual([
      '/usr/bin/go',
      'tool',
      'stringer',
      '-h',
    ]);
    expect(ask(files, { command: ['mock'] }).words).toEqual(['go', 'tool', 'mock']);
    const own = ask({ ...files, '/p/bin/stringer': '#!/bin/sh\n' }, { command: ['stringer'] });
    expect(own.argv).toEqual(['/p/bin/stringer']);
  });

  test('go: GOBIN of the environment or of its env file comes after all layers', () => {
    const files = { '/p/go.mod': '', '/gobin/x': '', '/p/bin/y': '' };
    expect(ask(files, { env: { ...env, GOBIN: '/gobin' } }).path).toEqual(['/p/bin', '/gobin']);
    const file = { ...files, '/home/u/.config/go/env': 'GOFLAGS=-x\nGOBIN=/gobin\n' };
    expect(ask(file).path).toEqual(['/p/bin', '/gobin']);
  });

  test('rust: target only where .xerc names it', () => {
    const files = { '/p/Cargo.toml': '', '/p/target/debug/app': '#!/bin/sh\n' };
    expect(lost(ask(files), '/p/target/debug')).toContain('path: [target/debug]');
    const opted = ask({ ...files, '/p/.xerc': 'path: [target/debug]\n' });
    expect(opted.path).toEqual(['/p/target/debug']);
  });

  test('java: gradle and mvn run the nearest wrapper', () => {
    const files = {
      '/p/gradlew': '#!/bin/sh\n',
      '/p/a/build.gradle': '',
      '/p/mvnw': 'not executable',
      '/usr/bin/mvn': 'ELF',
      '/usr/bin/gradle': 'ELF',
    };
    const found = ask(files, { cwd: '/p/a', command: ['gradle', 'build'] });
    expect(found.argv).toEqual(['/p/gradlew', 'build']);
    const maven = ask(files, { command: ['mvn'] });
    expect(maven.argv).toEqual(['/usr/bin/mvn']);
    expect(lost(maven, '/p/mvnw')).toContain('chmod +x mvnw');
  });
});

describe('version files', () => {
  const nvm = (...versions: string[]) =>
    Object.fromEntries(versions.map((one) => [`/home/u/.nvm/versions/node/${one}/bin/node`, '']));

  test.each([
    ['18', '/home/u/.nvm/versions/node/v18.20.4/bin'],
    ['v18.2', '/home/u/.nvm/versions/node/v18.2.0/bin'],
    ['v18.2.0\n', '/home/u/.nvm/versions/node/v18.2.0/bin'],
    ['lts/hydrogen', '/home/u/.nvm/versions/node/v18.20.4/bin'],
    ['node # newest', '/home/u/.nvm/versions/node/v22.1.0/bin'],
  ])('.nvmrc with %j', (text, bin) => {
    const files = {
      ...nvm('v18.2.0', 'v18.20.4', 'v22.1.0'),
      '/home/u/.nvm/alias/lts/hydrogen': 'v18.20.4\n',
      '/p/.nvmrc': text,
    };
    expect(ask(files).path).toEqual([bin]);
  });

  test('a version that is not installed is said when its tool runs, and only then', () => {
    const files = {
      ...nvm('v18.2.0'),
      '/p/.nvmrc': '20',
      '/usr/bin/node': 'ELF',
      '/usr/bin/ls': 'ELF',
    };
    expect(ask(files, { command: ['node'] }).warnings.join()).toContain('asks for Node 20');
    expect(ask(files, { command: ['ls'] }).warnings).toEqual([]);
  });

  test('.python-version means pyenv and uv, and gives way to an environment', () => {
    const pyenv = {
      '/home/u/.pyenv/versions/3.11.4/bin/python': '',
      '/p/.python-version': '3.11\n',
    };
    expect(ask(pyenv).path).toEqual(['/home/u/.pyenv/versions/3.11.4/bin']);
    const uv = '/home/u/.local/share/uv/python/cpython-3.12.1-linux-x86_64-gnu';
    expect(ask({ [`${uv}/bin/python`]: '', '/p/.python-version': '3.12' }).path).toEqual([
      `${uv}/bin`,
    ]);
    const inner = { ...pyenv, ...venv('/p/.venv'), '/p/a/.python-version': '3.11' };
    const found = ask(inner, { cwd: '/p/a' });
    expect(found.path).toEqual(['/p/.venv/bin']);
    expect(lost(found, '/home/u/.pyenv/versions/3.11.4')).toBe('/p/.venv has its own');
  });

  test('a pyenv name may be a virtual environment', () => {
    const files = { ...venv('/home/u/.pyenv/versions/mine'), '/p/.python-version': 'mine\n' };
    expect(ask(files).env['VIRTUAL_ENV']).toBe('/home/u/.pyenv/versions/mine');
  });

  test('.tool-versions and mise.toml name any tool; the first installed version counts', () => {
    const files = {
      '/home/u/.asdf/installs/nodejs/20.1.0/bin/node': '',
      '/home/u/.asdf/installs/terraform/1.5.0/bin/terraform': '',
      '/home/u/.local/share/mise/installs/ruby/3.3.0/bin/ruby': '',
      '/p/.tool-versions': '# c\nnodejs 21.0.0 20.1.0\nterraform 1.5\n',
      '/p/mise.toml': '[env]\nA = "1"\n[tools]\nruby = { version = "3.3" }\ngo = ["9", "8"]\n',
    };
    expect(ask(files).path).toEqual([
      '/home/u/.local/share/mise/installs/ruby/3.3.0/bin',
      '/home/u/.asdf/installs/nodejs/20.1.0/bin',
      '/home/u/.asdf/installs/terraform/1.5.0/bin',
    ]);
  });

  test('a toolchain comes after the programs of every layer', () => {
    const files = {
      ...nvm('v20.0.0'),
      '/p/web/.nvmrc': '20',
      '/p/web/package.json': '{}',
      '/p/node_modules/.bin/eslint': '',
    };
    expect(ask(files, { cwd: '/p/web' }).path).toEqual([
      '/p/node_modules/.bin',
      '/home/u/.nvm/versions/node/v20.0.0/bin',
    ]);
  });
});

test("the project's own bin, script and scripts count in layers only", () => {
  const files = { '/p/bin/a': '', '/p/script/b': '', '/p/scripts/c': '', '/p/src/bin/d': '' };
  expect(ask(files, { cwd: '/p/src' }).path).toEqual(['/p/bin', '/p/script', '/p/scripts']);
});
