import type { Finder, Project } from '../types.ts';
import { condaEnvironment } from './conda-environment.ts';

const FILES = ['environment.yml', 'environment.yaml', 'conda.yml', 'conda.yaml'];

/**
 * conda environments: a prefix inside the project (`.conda`, `envs`, `env`, `conda-env`), or the named one
 * of its environment.yml, looked for in every place where conda and its relatives keep them.
 */
export const conda: Finder = {
  name: 'conda',
  markers: [
    ...FILES,
    '.conda/conda-meta',
    'env/conda-meta',
    'envs/conda-meta',
    'conda-env/conda-meta',
  ],
  *find(layer, project) {
    const { fs, rules } = project;
    for (const name of ['.conda', 'envs', 'env', 'conda-env']) {
      if (!layer.has(name) || fs.kind(layer.path(name, 'conda-meta')) !== 'directory') continue;
      yield condaEnvironment(layer.path(name), project, {});
    }
    const file = FILES.find((name) => layer.has(name));
    if (file === undefined) return;
    const text = fs.read(layer.path(file)) ?? '';
    const name = /^name:[ \t]*(?:"([^"]+)"|'([^']+)'|([^\s#]+))/m
      .exec(text)
      ?.slice(1)
      .find(Boolean);
    if (name === undefined || /[/\\]/.test(name)) return;
    const because = `${file} names it`;
    const places = placesOf(project);
    const found = places
      .map((place) => rules.join(place, name))
      .find((dir) => fs.kind(rules.join(dir, 'conda-meta')) === 'directory');
    if (found !== undefined) yield condaEnvironment(found, project, { because, name });
    else {
      const refused = `there is no environment ${name} in ${places.join(', ') || 'any known place'}`;
      yield { what: 'conda environment', path: layer.path(file), refused };
    }
  },
};

/** The folders of named environments that exist, those that variables name first. */
function placesOf({ fs, rules, home, variable }: Project): readonly string[] {
  const exe = variable('CONDA_EXE');
  const roots = [
    variable('MAMBA_ROOT_PREFIX'),
    exe === undefined ? undefined : rules.dirname(rules.dirname(exe)),
    ...(home === undefined
      ? []
      : ['miniconda3', 'miniforge3', 'mambaforge', 'anaconda3', 'micromamba', '.conda'].map(
          (name) => rules.join(home, name),
        )),
    ...(rules.windows
      ? []
      : ['/opt/conda', '/opt/miniconda3', '/opt/homebrew/Caskroom/miniforge/base']),
  ];
  const own = (variable('CONDA_ENVS_PATH') ?? variable('CONDA_ENVS_DIRS'))?.split(rules.delimiter);
  return [
    ...(own ?? []),
    ...roots.flatMap((root) => (root === undefined ? [] : [rules.join(root, 'envs')])),
  ].filter((place) => fs.kind(place) === 'directory');
}
