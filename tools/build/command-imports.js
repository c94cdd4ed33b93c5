// Where a command finds what isn't bundled with it.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const CORE = '\0core';

/**
 * A command takes every subpath of core from the one file that holds all that commands load at their start,
 * and looks for that file itself: to read it off the `exports` of core's manifest takes Node 2 ms. Where
 * packages don't lie in folders (Yarn's Plug'n'Play), Node is asked after all.
 */
export function oneCore(root) {
  return {
    name: 'one-core',
    resolveId(id) {
      return /^@nearhand\/core\/(?!package\.json)/.test(id) ? CORE : null;
    },
    load(id) {
      if (id !== CORE) return null;
      const core = createRequire(join(root, 'package.json'))('@nearhand/core/command');
      // Its own chunks take some parts of it by shortened names: those are no part of its face.
      const names = Object.keys(core).filter((name) => name.length > 2);
      // As an ES module: what isn't exported is then an error of the build.
      return `
        import { existsSync } from 'node:fs';
        const candidates = require.resolve.paths('@nearhand/core').map((folder) => folder + '/@nearhand/core/dist/command.cjs');
        export const { ${names.join(', ')} } = require(candidates.find((file) => existsSync(file)) ?? '@nearhand/core/command');`;
    },
  };
}

/**
 * Takes sources from the library's build: `import()` is the only way from a CommonJS file to there.
 *
 * @param shared - sources by the name of their entry in dist, as `{ name: 'src/file.ts' }`
 */
export function fromLibrary(shared, root) {
  const entries = new Map(
    Object.entries(shared).map(([name, file]) => [join(root, file), `from-library:${name}.js`]),
  );
  return {
    name: 'from-library',
    async resolveId(id, importer, options) {
      if (entries.size === 0 || importer === undefined) return null;
      const resolved = await this.resolve(id, importer, { ...options, skipSelf: true });
      const entry = entries.get(resolved?.id);
      return entry === undefined ? null : { id: entry, external: true };
    },
    renderChunk(code, { fileName }) {
      const up = '../'.repeat(fileName.split('/').length - 1) || './';
      return { code: code.replaceAll('from-library:', up), map: null };
    },
  };
}
