import { ToolError } from '@nearhand/core/errors';
import type { FileSystem } from './fs.ts';
import type { Rules } from './rules.ts';
import { packageManager } from './test-runner.ts';
import { peekToml } from './toml.ts';
import type { Resolution } from './types.ts';

/** One thing that bootstrap does, in this order. */
export type Step =
  | { readonly kind: 'remove'; readonly path: string; readonly why: string }
  | {
      readonly kind: 'run';
      readonly words: readonly string[];
      readonly cwd: string;
      readonly why: string;
    };

export interface BootstrapOptions {
  readonly fs: FileSystem;
  readonly rules: Rules;
  /** Remove the Python environment first. */
  readonly clean: boolean;
  /** The package index for pip. */
  readonly index?: string | undefined;
}

/** The files that pip installs from, the first one that is there: the order of the first xe. */
const REQUIREMENTS = ['dev_requirements.txt', 'devrequirements.txt', 'requirements.txt'];

/** A layer while its steps are planned. */
interface Site extends BootstrapOptions {
  readonly dir: string;
  readonly at: (...names: string[]) => string;
  readonly has: (name: string) => boolean;
  readonly read: (name: string) => string;
  readonly resolution: Resolution;
}

/**
 * What makes the project's environment and installs what it declares, with the project's own
 * tools: outer layers first, in each Python, Node, Ruby and PHP.
 */
export function planBootstrap(resolution: Resolution, options: BootstrapOptions): readonly Step[] {
  const steps: Step[] = [];
  const { fs, rules } = options;
  let nodeAbove = false;
  for (const { dir } of resolution.layers.toReversed()) {
    const at = (...names: string[]): string => rules.join(dir, ...names);
    const site: Site = {
      ...options,
      dir,
      at,
      resolution,
      has: (name) => fs.kind(at(name)) !== undefined,
      read: (name) => fs.read(at(name)) ?? '',
    };
    steps.push(...pythonSteps(site));
    const node = nodeStep(site, nodeAbove);
    if (node) {
      steps.push(node);
      nodeAbove ||= isNodeWorkspace(site);
    }
    if (site.has('Gemfile') || site.has('gems.rb')) {
      steps.push(run(site, ['bundle', 'install'], 'Gemfile'));
    }
    if (site.has('composer.json')) {
      steps.push(run(site, ['composer', 'install'], 'composer.json'));
    }
  }
  return steps;
}

function run({ dir }: Site, words: readonly string[], why: string): Step {
  return { kind: 'run', words, cwd: dir, why };
}

function pythonSteps(site: Site): readonly Step[] {
  const { has, clean } = site;
  const toml = has('pyproject.toml') ? peekToml(site.read('pyproject.toml')) : undefined;
  if (has('uv.lock') || toml?.has('tool.uv') === true) {
    const words = [
      'uv',
      'sync',
      ...(site.index === undefined ? [] : ['--default-index', site.index]),
    ];
    return [...(clean ? removal(site, site.at('.venv')) : []), run(site, words, 'uv')];
  }
  if (has('poetry.lock') || toml?.has('tool.poetry') === true) {
    const gone = clean ? [run(site, ['poetry', 'env', 'remove', '--all'], '--clean')] : [];
    return [...gone, run(site, ['poetry', 'install'], 'poetry')];
  }
  if (has('pdm.lock')) {
    return [
      ...(clean ? removal(site, site.at('.venv')) : []),
      run(site, ['pdm', 'install'], 'pdm.lock'),
    ];
  }
  if (has('Pipfile')) {
    const words = has('Pipfile.lock')
      ? ['pipenv', 'sync', '--dev']
      : ['pipenv', 'install', '--dev'];
    const gone = clean ? [run(site, ['pipenv', '--rm'], '--clean')] : [];
    return [...gone, run(site, words, 'Pipfile')];
  }
  if (has('pixi.toml') || has('pixi.lock')) {
    const gone = clean ? [run(site, ['pixi', 'clean'], '--clean')] : [];
    return [...gone, run(site, ['pixi', 'install'], 'pixi')];
  }
  const conda = ['environment.yml', 'environment.yaml'].find(has);
  if (conda !== undefined) {
    const words = ['conda', 'env', 'update', '--file', conda, ...(clean ? ['--prune'] : [])];
    return [run(site, words, conda)];
  }
  return pipSteps(site, toml);
}

/** A virtual environment and pip, as the first xe did it. */
function pipSteps(site: Site, toml: ReturnType<typeof peekToml> | undefined): readonly Step[] {
  const { has, at, rules, fs, resolution, clean } = site;
  const file = REQUIREMENTS.find(has);
  const installable =
    has('setup.py') || toml?.has('project') === true || toml?.has('build-system') === true;
  const { venv } = resolution.settings;
  const configured = venv?.origin.kind === 'file' && rules.dirname(venv.origin.file) === site.dir;
  if (file === undefined && !installable && !configured) return [];
  const existing = ['.venv', 'venv', 'env'].find(
    (name) => fs.kind(at(name, 'pyvenv.cfg')) === 'file',
  );
  const dir = configured && venv ? venv.value : at(existing ?? '.venv');
  // Relative where it can be: the same words then work on a machine that shares the folder.
  const shown =
    dir !== site.dir && rules.within(site.dir, dir) ? dir.slice(site.dir.length + 1) : dir;
  const python = [rules.venvBin, rules.windows ? 'python.exe' : 'python'];
  const gone = clean ? removal(site, dir) : [];
  const isEnvironment = fs.kind(rules.join(dir, 'pyvenv.cfg')) === 'file';
  if (!isEnvironment && fs.list(dir).length > 0) {
    throw new ToolError(`${dir} is to be the environment, and it holds something else`, {
      code: 'VENV_OCCUPIED',
      place: venv?.origin.kind === 'file' ? venv.origin : { file: dir },
      hint: 'Name another folder under VENV in .xerc, or move what is there.',
    });
  }
  const missing = !['file', 'directory'].includes(fs.kind(rules.join(dir, ...python)) ?? '');
  const make = gone.length > 0 || missing;
  const steps: Step[] = [...gone];
  if (make) {
    const why = `${shown} does not exist${gone.length > 0 ? ' any more' : ''}`;
    steps.push(run(site, [rules.windows ? 'python' : 'python3', '-m', 'venv', shown], why));
  }
  const index = site.index === undefined ? [] : ['-i', site.index];
  const pip = [rules.join(shown, ...python), '-m', 'pip', 'install', ...index];
  if (file !== undefined) steps.push(run(site, [...pip, '-r', file], file));
  else if (installable) {
    steps.push(run(site, [...pip, '-e', '.'], has('setup.py') ? 'setup.py' : 'pyproject.toml'));
  }
  return steps;
}

/** Removes a folder only if it is a virtual environment. */
function removal({ fs, rules }: Site, dir: string): readonly Step[] {
  if (fs.kind(rules.join(dir, 'pyvenv.cfg')) !== 'file') return [];
  return [{ kind: 'remove', path: dir, why: '--clean' }];
}

function nodeStep(site: Site, nodeAbove: boolean): Step | undefined {
  const { has } = site;
  if (!has('package.json')) return undefined;
  const lock = [
    'pnpm-lock.yaml',
    'package-lock.json',
    'npm-shrinkwrap.json',
    'yarn.lock',
    'bun.lock',
    'bun.lockb',
  ].find(has);
  // A package of a workspace is installed from its top.
  if (lock === undefined && nodeAbove) return undefined;
  const named = /"packageManager"\s*:\s*"([a-z]+)@/.exec(site.read('package.json'))?.[1];
  const tool = lock === undefined && named !== undefined ? named : packageManager(has);
  const words: Record<string, readonly string[]> = {
    pnpm: ['pnpm', 'install', ...(lock ? ['--frozen-lockfile'] : [])],
    yarn: [
      'yarn',
      'install',
      ...(lock ? [has('.yarnrc.yml') ? '--immutable' : '--frozen-lockfile'] : []),
    ],
    bun: ['bun', 'install', ...(lock ? ['--frozen-lockfile'] : [])],
    npm: ['npm', lock ? 'ci' : 'install'],
  };
  return run(site, words[tool] ?? words['npm']!, lock ?? 'package.json');
}

function isNodeWorkspace({ has, read }: Site): boolean {
  return has('pnpm-workspace.yaml') || read('package.json').includes('"workspaces"');
}
