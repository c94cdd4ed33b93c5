// xe beside what people run a project's commands with today, each on one small project of its own kind.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

export const title = "xe: a command in the project's environment";

const RUNS = { runs: 15, warmup: 3 };

export function run(kit) {
  return kit.scratch((dir) => compare(kit, realpathSync(dir)));
}

async function compare(kit, dir) {
  const root = join(dir, 'project');
  const env = {
    PATH: `${dirname(kit.node)}:${process.env.PATH}`,
    HOME: join(dir, 'home'),
    // Each tool's own cache of compiled code stays warm between its runs, as it does for people.
    NODE_COMPILE_CACHE: join(dir, 'compile-cache'),
    CI: '1',
  };
  mkdirSync(env.HOME, { recursive: true });
  makeProject(root);
  const xe = [kit.node, kit.bin('xe')];
  const program = join(root, 'node_modules/.bin/nothing');

  const shims = join(dir, 'shims');
  execFileSync(xe[0], [xe[1], '--shim', '--shim-dir', shims, 'nothing'], {
    cwd: root,
    env,
    stdio: 'ignore',
  });
  execFileSync(join(shims, 'nothing'), [], { cwd: root, env });
  const direnv = kit.which('direnv');
  if (direnv) execFileSync('direnv', ['allow'], { cwd: root, env, stdio: 'ignore' });
  const bundle = kit.which('bundle');
  if (bundle) {
    const bundler = { cwd: root, env, stdio: 'ignore' };
    execFileSync('bundle', ['install', '--local', '--quiet'], bundler);
  }
  const pipenv = kit.which('pipenv');
  const pipenvEnv = { ...env, PIPENV_IGNORE_VIRTUALENVS: '1', PIPENV_NOSPIN: '1' };
  if (pipenv) {
    const options = { cwd: root, env: pipenvEnv, stdio: 'ignore' };
    execFileSync('pipenv', ['--python', '/usr/bin/python3'], options);
  }
  const poetry = kit.which('poetry');
  if (poetry) {
    const options = { cwd: join(root, 'poetry'), env, stdio: 'ignore' };
    execFileSync('poetry', ['env', 'use', '/usr/bin/python3'], options);
  }
  const at = { cwd: root, env };

  const t = await kit.commands(
    'run a program that does nothing (sh script in node_modules/.bin)',
    [
      { label: 'the program itself', argv: [program], ...at },
      { label: 'xe shim', argv: [join(shims, 'nothing')], ...at },
      {
        label: 'direnv exec',
        argv: ['direnv', 'exec', '.', 'nothing'],
        ...at,
        missing: direnv ? undefined : 'apt-get install direnv',
      },
      { label: 'node -e 0', argv: [kit.node, '-e', '0'], ...at },
      { label: 'xe', argv: [...xe, 'nothing'], ...at },
      {
        label: 'npx',
        argv: ['npx', '--no-install', 'nothing'],
        ...at,
        missing: kit.which('npx') ? undefined : 'install npm',
      },
      {
        label: 'pnpm exec',
        argv: ['pnpm', 'exec', 'nothing'],
        ...at,
        missing: kit.which('pnpm') ? undefined : 'npm install -g pnpm',
      },
      {
        label: 'bundle exec',
        argv: ['bundle', 'exec', 'nothing'],
        ...at,
        env: { ...env, PATH: `${dirname(program)}:${env.PATH}` },
        missing: bundle ? undefined : 'apt-get install ruby-bundler',
      },
      {
        label: 'pipenv run',
        argv: ['pipenv', 'run', program],
        ...at,
        env: pipenvEnv,
        missing: pipenv ? undefined : 'apt-get install pipenv',
      },
      {
        label: 'poetry run',
        argv: ['poetry', 'run', program],
        cwd: join(root, 'poetry'),
        env,
        missing: poetry ? undefined : 'apt-get install python3-poetry',
      },
    ],
    RUNS,
  );
  kit.target('xe within bare node + 12 ms', t.difference('xe', 'node -e 0'), {
    atMost: 12,
    unit: 'ms',
  });
  kit.target('a shim within the program + 3 ms', t.difference('xe shim', 'the program itself'), {
    atMost: 3,
    unit: 'ms',
  });
  kit.target('a shim faster than direnv exec', t.ratio('xe shim', 'direnv exec'), { atMost: 1 });

  const nested = makeNested(join(dir, 'nested'));
  const { resolve } = await import('@nearhand/xe');
  const command = ['nothing'];
  const of = (cwd) => () => resolve({ cwd, env, command });
  const f = await kit.functions(
    'resolve() in a project of 200 packages',
    [
      { label: 'one package', fn: of(nested.one) },
      { label: 'beside 199 others', fn: of(nested.beside) },
      { label: 'inside 199 others', fn: of(nested.inside) },
      {
        label: 'readdir of those 200 folders, no more',
        fn() {
          for (const folder of nested.folders) readdirSync(folder);
        },
      },
    ],
    { calls: 40, runs: 11, warmup: 3 },
  );
  for (const label of ['beside 199 others', 'inside 199 others']) {
    const more = f.difference(label, 'one package');
    const limit = { atMost: 3, unit: 'ms' };
    kit.target(`a package ${label} at most 3 ms more`, more && more / 1e6, limit);
  }
  const n = await kit.commands(
    'xe in a project of 200 packages',
    [
      { label: 'one package', argv: [...xe, 'true'], cwd: nested.one, env },
      { label: 'beside 199 others', argv: [...xe, 'true'], cwd: nested.beside, env },
      { label: 'inside 199 others', argv: [...xe, 'true'], cwd: nested.inside, env },
    ],
    RUNS,
  );
  const whole = n.difference('beside 199 others', 'one package');
  kit.target('xe in a package beside 199 others at most 3 ms more', whole, {
    atMost: 3,
    unit: 'ms',
  });
}

function write(file, text, mode = 0o644) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  // As old as programs are: a shim takes what has just been written for about to change.
  utimesSync(file, 1e9, 1e9);
}

function makeProject(root) {
  mkdirSync(join(root, '.git'), { recursive: true });
  write(join(root, 'package.json'), '{"name": "project", "version": "1.0.0", "private": true}');
  write(join(root, 'node_modules/.bin/nothing'), '#!/bin/sh\n', 0o755);
  write(join(root, '.envrc'), 'PATH_add node_modules/.bin\n');
  write(join(root, 'Gemfile'), '');
  write(join(root, 'Pipfile'), '[packages]\n');
  const header = '[tool.poetry]\nname = "p"\nversion = "1.0.0"\ndescription = ""\nauthors = []\n';
  write(
    join(root, 'poetry/pyproject.toml'),
    `${header}[tool.poetry.dependencies]\npython = "^3.9"\n`,
  );
}

/** One package alone; one of 200 in one workspace; and the innermost of 200 that lie in each other. */
function makeNested(root) {
  for (const name of ['one', 'beside', 'inside'])
    mkdirSync(join(root, name, '.git'), { recursive: true });
  write(join(root, 'one/package.json'), '{"name": "one", "version": "1.0.0"}');
  let inside = join(root, 'inside');
  const folders = [];
  for (let i = 0; i < 200; i++) {
    const text = `{"name": "p${i}", "version": "1.0.0"}`;
    inside = join(inside, `p${i}`);
    folders.push(inside);
    write(join(inside, 'package.json'), text);
    const beside = join(root, 'beside/packages', `p${i}`);
    write(join(beside, 'package.json'), text);
    mkdirSync(join(beside, 'node_modules/.bin'), { recursive: true });
  }
  write(join(root, 'beside/pnpm-workspace.yaml'), 'packages: [packages/*]\n');
  return { inside, folders, one: join(root, 'one'), beside: join(root, 'beside/packages/p100') };
}
