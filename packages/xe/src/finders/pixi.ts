import type { Finder } from '../types.ts';
import { condaEnvironment } from './conda-environment.ts';

/** The environments of pixi, in the project's `.pixi/envs`: the one called `default`. */
export const pixi: Finder = {
  name: 'pixi',
  markers: ['pixi.toml', 'pixi.lock', 'pyproject.toml'],
  *find(layer, project) {
    if (!layer.has('.pixi')) return;
    const { fs } = project;
    const dir = layer.path('.pixi', 'envs', 'default');
    if (fs.kind(layer.path('.pixi', 'envs', 'default', 'conda-meta')) !== 'directory') {
      const refused = 'it has no environment yet: pixi install makes it';
      yield { what: 'pixi environment', path: dir, refused };
      return;
    }
    const manifest = layer.path(layer.has('pixi.toml') ? 'pixi.toml' : 'pyproject.toml');
    const set = {
      PIXI_PROJECT_ROOT: layer.dir,
      PIXI_PROJECT_MANIFEST: manifest,
      PIXI_ENVIRONMENT_NAME: 'default',
    };
    yield { ...condaEnvironment(dir, project, { set, name: 'default' }), what: 'pixi environment' };
  },
};
