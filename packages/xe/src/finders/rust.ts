import type { Finder } from '../types.ts';

/**
 * Rust: `target/debug` and `target/release` are used only where `.xerc` names them under `path`:
 * they hold whatever was built last, of any branch.
 */
export const rust: Finder = {
  name: 'rust',
  markers: ['Cargo.toml'],
  *find(layer, { fs, settings }) {
    if (!layer.has('Cargo.toml')) return;
    for (const profile of ['debug', 'release']) {
      const dir = layer.path('target', profile);
      if (fs.kind(dir) !== 'directory' || settings.path.some(({ value }) => value === dir))
        continue;
      const refused = `only with \`path: [target/${profile}]\` in .xerc: it may be out of date`;
      yield { what: 'Cargo build', path: dir, refused };
    }
  },
};
