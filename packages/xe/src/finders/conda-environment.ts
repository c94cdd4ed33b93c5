import type { Candidate, Project } from '../types.ts';

/**
 * What a conda prefix gives: its folders and the variables that `conda activate` sets, those of
 * `conda env config vars set` among them. The scripts in `etc/conda/activate.d` are not run.
 */
export function condaEnvironment(
  dir: string,
  { fs, rules }: Pick<Project, 'fs' | 'rules'>,
  extra: { because?: string | undefined; set?: Record<string, string>; name?: string },
): Candidate {
  const folders = rules.windows
    ? ['', 'Library/mingw-w64/bin', 'Library/usr/bin', 'Library/bin', 'Scripts', 'bin'].map(
        (name) => rules.join(dir, ...name.split('/')),
      )
    : [rules.join(dir, 'bin')];
  return {
    what: 'conda environment',
    path: dir,
    because: extra.because,
    provides: 'python',
    folders: folders.filter((folder) => fs.kind(folder) === 'directory'),
    set: {
      ...variablesOf(fs.read(rules.join(dir, 'conda-meta', 'state'))),
      CONDA_PREFIX: dir,
      CONDA_DEFAULT_ENV: extra.name ?? dir,
      ...extra.set,
    },
    unset: ['PYTHONHOME'],
  };
}

function variablesOf(state: string | undefined): Record<string, string> {
  try {
    const { env_vars: variables } = JSON.parse(state ?? '{}') as { env_vars?: unknown };
    const pairs = Object.entries(variables ?? {});
    return Object.fromEntries(
      pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    );
  } catch {
    return {};
  }
}
