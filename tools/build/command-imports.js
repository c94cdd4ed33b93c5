// Where a command finds what isn't bundled with it.
import { join } from 'node:path';

/** A command takes every subpath of core from the one file that holds all that commands load at their start. */
export function oneCore(id) {
  return /^@nearhand\/core\/(?!package\.json)/.test(id) ? '@nearhand/core/command' : id;
}

/**
 * Takes sources from the library's build: `import()` is the only way from a CommonJS file to there.
 *
 * @param shared - sources by the name of their entry in dist, as `{ name: 'src/file.ts' }`
 */
export function fromLibrary(shared, root) {
  // Rolldown counts a relative path as if what it writes stood in the root, not in dist.
  const entries = new Map(
    Object.entries(shared).map(([name, file]) => [join(root, file), join(root, `${name}.js`)]),
  );
  return {
    name: 'from-library',
    async resolveId(id, importer, options) {
      if (entries.size === 0 || importer === undefined) return null;
      const resolved = await this.resolve(id, importer, { ...options, skipSelf: true });
      const entry = entries.get(resolved?.id);
      return entry === undefined ? null : { id: entry, external: 'relative' };
    },
  };
}
