import type { Finder } from '../types.ts';

/** The project's own `bin/`, `script/` and `scripts/`. Not of folders that are an environment themselves. */
export const scripts: Finder = {
  name: 'scripts',
  markers: [],
  *find(layer, { fs }) {
    for (const name of ['bin', 'script', 'scripts']) {
      if (!layer.has(name) || (name === 'bin' && layer.has('pyvenv.cfg'))) continue;
      const dir = layer.path(name);
      if (fs.kind(dir) === 'directory') {
        yield { what: "the project's programs", path: dir, folders: [dir] };
      }
    }
  },
};
