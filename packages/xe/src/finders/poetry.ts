import { peekToml } from '../toml.ts';
import type { Finder, Project } from '../types.ts';
import { shortHash } from './hash.ts';
import { virtualEnvironment } from './virtual-environment.ts';

/**
 * The environment that poetry keeps outside the project: `NAME-HASH-pyX.Y` below its
 * `virtualenvs` folder, where HASH is of the real path of the folder that pyproject.toml stands in
 * (poetry's EnvManager.generate_env_name).
 */
export const poetry: Finder = {
  name: 'poetry',
  markers: ['pyproject.toml', 'poetry.lock', 'poetry.toml'],
  *find(layer, project) {
    if (!layer.has('pyproject.toml')) return;
    const { fs, rules } = project;
    const text = fs.read(layer.path('pyproject.toml')) ?? '';
    if (!text.includes('tool.poetry') && !layer.has('poetry.lock')) return;
    const toml = peekToml(text);
    const name = toml.text('tool.poetry', 'name') ?? toml.text('project', 'name');
    const store = storeOf(layer.path('poetry.toml'), project);
    if (store === undefined) return;
    // The name as PEP 503 writes it, then without what a shell would not like.
    const canonical = (name ?? '').toLowerCase().replaceAll(/[-_.]+/g, '-');
    const clean = canonical.replaceAll(/[ $`!*@"\\\r\n\t]/g, '_');
    // The hash is of the path as os.path.normcase gives it: Windows folds case there.
    const real = fs.realpath(layer.dir);
    const hashed = shortHash(rules.windows ? real.toLowerCase() : real, 8);
    const base = `${clean.slice(0, 42)}-${hashed}`;
    const chosen = peekToml(fs.read(rules.join(store, 'envs.toml')) ?? '').text(base, 'minor');
    const all = fs
      .list(store)
      .filter((entry) => entry.startsWith(`${base}-py`))
      .sort(byVersion)
      .reverse();
    const preferred = all.filter((entry) => entry === `${base}-py${chosen}`);
    if (all.length === 0) {
      const refused = `poetry has made no environment ${base}-py* there`;
      yield { what: 'poetry environment', path: store, refused };
    }
    for (const entry of new Set([...preferred, ...all])) {
      yield {
        ...virtualEnvironment(rules.join(store, entry), project),
        what: 'poetry environment',
      };
    }
  },
};

/** Where poetry keeps environments: its variables, its configuration files, else its cache folder. */
function storeOf(local: string, project: Project): string | undefined {
  const { fs, rules, home } = project;
  const cacheBase = project.variable('XDG_CACHE_HOME');
  const configBase = project.variable('XDG_CONFIG_HOME');
  const under = (...names: string[]) =>
    home === undefined ? undefined : rules.join(home, ...names);
  const mac = under('Library');
  const isMac =
    mac !== undefined && !rules.windows && fs.kind(rules.join(mac, 'Caches')) !== undefined;
  const localAppData = project.variable('LOCALAPPDATA');
  const defaultCache = rules.windows
    ? localAppData && rules.join(localAppData, 'pypoetry', 'Cache')
    : isMac
      ? rules.join(mac, 'Caches', 'pypoetry')
      : cacheBase
        ? rules.join(cacheBase, 'pypoetry')
        : under('.cache', 'pypoetry');
  const config = rules.windows
    ? project.variable('APPDATA') && rules.join(project.variable('APPDATA')!, 'pypoetry')
    : isMac
      ? rules.join(mac, 'Application Support', 'pypoetry')
      : configBase
        ? rules.join(configBase, 'pypoetry')
        : under('.config', 'pypoetry');
  const settings = [local, ...(config ? [rules.join(config, 'config.toml')] : [])].map((file) =>
    peekToml(fs.read(file) ?? ''),
  );
  const configured = (table: string, key: string) =>
    settings.map((toml) => toml.text(table, key)).find((value) => value !== undefined);
  const cache = project.variable('POETRY_CACHE_DIR') ?? configured('', 'cache-dir') ?? defaultCache;
  const store =
    project.variable('POETRY_VIRTUALENVS_PATH') ??
    configured('virtualenvs', 'path') ??
    '{cache-dir}/virtualenvs';
  if (store.includes('{cache-dir}') && !cache) return undefined;
  return rules.resolve(store.replace('{cache-dir}', cache ?? '').replace(/^~(?=\/)/, home ?? '~'));
}

const byVersion = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
