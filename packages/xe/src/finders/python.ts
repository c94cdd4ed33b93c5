import type { Finder } from '../types.ts';
import { virtualEnvironment } from './virtual-environment.ts';

/**
 * Virtual environments in the project: the one that VENV names, else `.venv`, `venv`, `env` and the
 * folder itself, and a `.venv` file that holds the path or the name of one.
 */
export const python: Finder = {
  name: 'python',
  markers: ['.xerc', '.venv', 'venv/pyvenv.cfg', 'env/pyvenv.cfg', 'pyvenv.cfg'],
  *find(layer, project) {
    const { fs, rules, settings } = project;
    const venv = settings.venv;
    if (venv !== undefined) {
      if (venv.origin.kind !== 'file' || venv.origin.file !== layer.path('.xerc')) return;
      const because = `VENV of .xerc:${venv.origin.line} names it`;
      const candidate = virtualEnvironment(venv.value, project, because);
      const text = `VENV names ${venv.value}, which is no environment: xe bootstrap makes it`;
      const concerns = /^(?:python|pip|pytest|py\.test)/;
      yield candidate.refused === undefined
        ? candidate
        : { ...candidate, warning: { text, concerns } };
      return;
    }
    if (layer.has('.venv')) {
      const dotVenv = layer.path('.venv');
      if (fs.kind(dotVenv) === 'file') {
        const target = (fs.read(dotVenv) ?? '').split('\n')[0]!.trim();
        const workon = project.variable('WORKON_HOME');
        const named = workon !== undefined && /^[^/\\.~]+$/.test(target);
        const expanded = target.replace(/^~(?=\/|$)/, project.home ?? '~');
        const dir = named ? rules.resolve(workon, target) : rules.resolve(layer.dir, expanded);
        const because = `the file ${dotVenv} says so`;
        if (target === '') {
          const refused = 'the file is empty: it should hold the path of an environment';
          yield { what: 'Python virtual environment', path: dotVenv, refused };
        } else yield virtualEnvironment(dir, project, because);
      } else yield virtualEnvironment(dotVenv, project);
    }
    for (const name of ['venv', 'env']) {
      if (layer.has(name)) yield virtualEnvironment(layer.path(name), project);
    }
    if (layer.has('pyvenv.cfg')) {
      yield virtualEnvironment(layer.dir, project, 'the folder is an environment itself');
    }
  },
};
