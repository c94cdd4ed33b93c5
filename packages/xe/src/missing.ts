import { nearest } from '@nearhand/core/config';
import type { FileSystem } from './fs.ts';
import { pathEntries, rulesOf, variable, type Rules } from './rules.ts';
import { packageManager } from './test-runner.ts';
import { peekToml } from './toml.ts';
import type { Resolution } from './types.ts';

interface Place {
  readonly fs: FileSystem;
  readonly rules: Rules;
}

/** How many folders a search for sibling packages opens at most. */
const SIBLING_LIMIT = 3000;

/** Packages whose program has another name. */
const PROVIDERS: Readonly<Record<string, string>> = {
  tsc: 'typescript',
  tsserver: 'typescript',
  vue: '@vue/cli',
  ng: '@angular/cli',
  biome: '@biomejs/biome',
  playwright: '@playwright/test',
  changeset: '@changesets/cli',
  'py.test': 'pytest',
  'django-admin': 'django',
  rspec: 'rspec-core',
};

/** Sentences that may help the user who asked for a command that isn't there. */
export function missingHints(
  name: string,
  resolution: Resolution,
  world: { readonly fs: FileSystem; readonly platform: NodeJS.Platform },
): readonly string[] {
  const place = { fs: world.fs, rules: rulesOf(world.platform) };
  if (name.includes('/')) return [];
  const declared = declaredBy(name, resolution, place);
  const sibling = siblingWith(name, resolution, place);
  const hints = [
    ...declared,
    ...(sibling === undefined ? [] : [`It was found in the sibling package ${sibling}.`]),
  ];
  if (hints.length === 0) {
    const near = nearName(name, resolution, place);
    if (near !== undefined) hints.push(`did you mean ${JSON.stringify(near)}?`);
  }
  return hints;
}

/** Every program that could have been meant: of the project, of the user's PATH, and named ones. */
function nearName(name: string, resolution: Resolution, { fs, rules }: Place): string | undefined {
  const folders = pathEntries(variable(resolution.env, 'PATH', rules), rules);
  const names = new Set(Object.keys(resolution.settings.commands));
  for (const folder of new Set([...resolution.path, ...folders])) {
    for (const entry of fs.list(folder)) {
      names.add(rules.windows ? entry.replace(/\.(?:exe|cmd|bat|com|ps1)$/i, '') : entry);
    }
  }
  names.delete(name);
  // Of names that are equally near, one of the project is meant: a Set keeps their order.
  return nearest(name, names);
}

function declaredBy(name: string, { layers }: Resolution, { fs, rules }: Place): string[] {
  const hints: string[] = [];
  for (const { dir } of layers) {
    const at = (file: string): string => rules.join(dir, file);
    const exists = (file: string): boolean => fs.kind(at(file)) !== undefined;
    const manifest = json(fs.read(at('package.json')));
    const tool = exists('package.json') ? packageManager(exists) : 'npm';
    const wanted = [name, PROVIDERS[name] ?? name];
    const dependencies = [
      ...keysOf(manifest, 'dependencies'),
      ...keysOf(manifest, 'devDependencies'),
    ];
    const dependency = dependencies.find(
      (one) => wanted.includes(one) || one.split('/').at(-1) === name,
    );
    if (
      dependency !== undefined &&
      fs.kind(rules.join(dir, 'node_modules', ...dependency.split('/'))) === undefined
    ) {
      hints.push(
        `${at('package.json')} declares ${dependency}, which is not installed: run ${tool} install`,
      );
    } else if (dependency !== undefined && exists('.pnp.cjs')) {
      hints.push(
        `This project uses Yarn Plug'n'Play, which has no folder of programs: yarn run ${name}`,
      );
    }
    if (keysOf(manifest, 'scripts').includes(name)) {
      hints.push(`${at('package.json')} has a script of that name: ${tool} run ${name}`);
    }
    const python = pythonFile(wanted, dir, { fs, rules });
    if (python !== undefined) {
      hints.push(`${at(python)} declares it, but it is not installed: run xe bootstrap`);
    }
    const gem = new RegExp(`^\\s*gem\\s+["'](?:${wanted.map(escaped).join('|')})["']`, 'm');
    if (gem.test(fs.read(at('Gemfile')) ?? '')) {
      hints.push(`${at('Gemfile')} declares it, but it is not installed: run bundle install`);
    }
    const composer = json(fs.read(at('composer.json')));
    const required = [...keysOf(composer, 'require'), ...keysOf(composer, 'require-dev')];
    if (required.some((one) => one.split('/').at(-1) === name)) {
      hints.push(
        `${at('composer.json')} declares it, but it is not installed: run composer install`,
      );
    }
    if (hints.length > 0) break;
  }
  return hints;
}

const PYTHON_FILES = [
  'dev_requirements.txt',
  'requirements-dev.txt',
  'requirements.txt',
  'Pipfile',
  'pyproject.toml',
];

function pythonFile(
  wanted: readonly string[],
  dir: string,
  { fs, rules }: Place,
): string | undefined {
  const same = (a: string): boolean =>
    wanted.some(
      (name) =>
        name.toLowerCase().replaceAll(/[-_.]+/g, '-') ===
        a.toLowerCase().replaceAll(/[-_.]+/g, '-'),
    );
  return PYTHON_FILES.find((file) => {
    const text = fs.read(rules.join(dir, file));
    if (text === undefined) return false;
    if (!/toml$|^Pipfile$/.test(file)) {
      return text.split('\n').some((line) => same(/^\s*([A-Za-z0-9._-]+)/.exec(line)?.[1] ?? ''));
    }
    const toml = peekToml(text);
    const keys = [
      'tool.poetry.dependencies',
      'tool.poetry.group.dev.dependencies',
      'tool.poetry.dev-dependencies',
      'packages',
      'dev-packages',
    ];
    const listed = [
      ...(toml.texts('project').get('dependencies') ?? []),
      ...[...toml.texts('project.optional-dependencies').values()].flat(),
      ...[...toml.texts('dependency-groups').values()].flat(),
    ].map((text_) => /^\s*([A-Za-z0-9._-]+)/.exec(text_)?.[1] ?? '');
    return [...keys.flatMap((key) => [...toml.texts(key).keys()]), ...listed].some(same);
  });
}

/** A package of the same project, outside the layers, that has the program. */
function siblingWith(
  name: string,
  { root, layers }: Resolution,
  { fs, rules }: Place,
): string | undefined {
  if (root === undefined) return undefined;
  const known = new Set(layers.map(({ dir }) => dir));
  const queue: { dir: string; depth: number }[] = [{ dir: root, depth: 0 }];
  for (let opened = 0; queue.length > 0 && opened < SIBLING_LIMIT; opened++) {
    const { dir, depth } = queue.shift()!;
    if (!known.has(dir)) {
      const bins = [
        ['node_modules', '.bin'],
        ['.venv', rules.venvBin],
        ['venv', rules.venvBin],
        ['vendor', 'bin'],
      ];
      const file = rules.windows ? `${name}.cmd` : name;
      if (bins.some((bin) => fs.kind(rules.join(dir, ...bin, file)) === 'file')) return dir;
    }
    if (depth === 4) continue;
    for (const entry of fs.list(dir)) {
      if (entry.startsWith('.') || /^(?:node_modules|vendor|venv|env|target|dist)$/.test(entry))
        continue;
      const below = rules.join(dir, entry);
      if (fs.kind(below) === 'directory') queue.push({ dir: below, depth: depth + 1 });
    }
  }
  return undefined;
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

function keysOf(document: unknown, key: string): readonly string[] {
  const value =
    typeof document === 'object' && document !== null ? Reflect.get(document, key) : undefined;
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

const escaped = (text: string): string => text.replaceAll(/[^A-Za-z0-9]/g, String.raw`\$&`);
