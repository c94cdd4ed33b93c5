import type { FileSystem } from './fs.ts';
import type { Resolution } from './types.ts';

/**
 * What `xe test` runs when `.xerc` doesn't say: the first sign that the nearest layer with one gives.
 * Python's pytest comes first, as it was for the original.
 */
export function testWords(resolution: Resolution, fs: FileSystem): readonly string[] | undefined {
  const has = (name: string): boolean =>
    resolution.path.some((folder) => fs.kind(`${folder}/${name}`) === 'file');
  for (const { dir } of resolution.layers) {
    const at = (name: string): string => `${dir}/${name}`;
    const exists = (name: string): boolean => fs.kind(at(name)) !== undefined;
    const isPython = ['pyproject.toml', 'setup.py', 'setup.cfg', 'pytest.ini', 'tox.ini'].some(
      exists,
    );
    const requires = ['requirements.txt', 'dev_requirements.txt', 'Pipfile'].some(exists);
    const script = scriptOf(fs.read(at('package.json')));
    if ((isPython || requires) && (has('pytest') || has('py.test'))) {
      return [has('pytest') ? 'pytest' : 'py.test'];
    }
    if (script) return [packageManager(exists), 'test'];
    if (exists('Cargo.toml')) return ['cargo', 'test'];
    if (exists('go.mod')) return ['go', 'test', './...'];
    if (exists('Gemfile') && exists('spec') && has('rspec')) return ['rspec'];
    if (exists('gradlew')) return ['gradle', 'test'];
    if (exists('pom.xml')) return ['mvn', 'test'];
    if (exists('composer.json') && has('phpunit')) return ['phpunit'];
    if (isPython && exists('manage.py')) return ['python', at('manage.py'), 'test'];
    if (isPython || requires) return ['pytest'];
  }
  return undefined;
}

function scriptOf(manifest: string | undefined): string | undefined {
  try {
    const { scripts } = JSON.parse(manifest ?? '{}') as { scripts?: Record<string, unknown> };
    const { test } = scripts ?? {};
    return typeof test === 'string' && !test.includes('no test specified') ? test : undefined;
  } catch {
    return undefined;
  }
}

/** The package manager that a lockfile in the folder belongs to. */
export function packageManager(exists: (name: string) => boolean): string {
  if (exists('pnpm-lock.yaml')) return 'pnpm';
  if (exists('yarn.lock')) return 'yarn';
  if (exists('bun.lock') || exists('bun.lockb')) return 'bun';
  return 'npm';
}
