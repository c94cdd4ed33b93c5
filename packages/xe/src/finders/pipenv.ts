import type { Finder } from '../types.ts';
import { shortHash } from './hash.ts';
import { virtualEnvironment } from './virtual-environment.ts';

/**
 * The environment that pipenv keeps outside the project: `FOLDER-HASH` in WORKON_HOME or
 * `~/.local/share/virtualenvs`, where HASH is of the Pipfile's path (pipenv's Project.virtualenv_name).
 */
export const pipenv: Finder = {
  name: 'pipenv',
  markers: ['Pipfile', 'Pipfile.lock'],
  *find(layer, project) {
    if (!layer.has('Pipfile')) return;
    const { fs, rules, home } = project;
    const data = project.variable('XDG_DATA_HOME');
    const workon = project.variable('WORKON_HOME');
    const store =
      workon ??
      (rules.windows
        ? home && rules.join(home, '.virtualenvs')
        : data
          ? rules.join(data, 'virtualenvs')
          : home && rules.join(home, '.local', 'share', 'virtualenvs'));
    if (!store) return;
    const custom = project.variable('PIPENV_CUSTOM_VENV_NAME');
    const suffix = project.variable('PIPENV_PYTHON');
    const pipfile = rules.join(fs.realpath(layer.dir), 'Pipfile');
    const clean = rules
      .basename(rules.dirname(pipfile))
      .replaceAll(/[ &$`!*@"()[\]\\\r\n\t]/g, '_');
    const name =
      custom ??
      `${clean.slice(0, 42)}-${shortHash(pipfile, 8)}${suffix ? `-${rules.basename(suffix)}` : ''}`;
    yield {
      ...virtualEnvironment(
        rules.join(rules.resolve(store.replace(/^~(?=\/)/, home ?? '~')), name),
        project,
      ),
      what: 'pipenv environment',
    };
  },
};
