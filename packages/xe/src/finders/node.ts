import type { Finder } from '../types.ts';

/** Programs of Node packages: `node_modules/.bin` of every layer, so hoisted ones are found up to the root. */
export const node: Finder = {
  name: 'node',
  markers: ['package.json'],
  weakMarkers: ['node_modules'],
  *find(layer, { fs }) {
    if (!layer.has('node_modules')) {
      if (layer.has('package.json')) {
        const refused = layer.has('.pnp.cjs')
          ? "Yarn Plug'n'Play keeps programs in no folder: use yarn run"
          : 'nothing is installed here';
        yield { what: 'Node programs', path: layer.path('node_modules', '.bin'), refused };
      }
      return;
    }
    const bin = layer.path('node_modules', '.bin');
    const refused = fs.kind(bin) === 'directory' ? undefined : 'no package here has programs';
    yield { what: 'Node programs', path: bin, refused, folders: [bin] };
  },
};
