import type { Finder } from '../types.ts';

const WRAPPERS = { gradle: ['gradlew', 'gradlew.bat'], mvn: ['mvnw', 'mvnw.cmd'] } as const;

/** Java's wrappers: `gradle` runs the nearest `gradlew`, `mvn` the nearest `mvnw`. */
export const java: Finder = {
  name: 'java',
  markers: [],
  weakMarkers: Object.values(WRAPPERS).flat(),
  *find(layer, { fs, rules }) {
    for (const [name, [posix, windows]] of Object.entries(WRAPPERS)) {
      const file = rules.windows ? windows : posix;
      if (!layer.has(file)) continue;
      const wrapper = layer.path(file);
      const runs = fs.kind(wrapper) === 'file' && fs.isExecutable(wrapper);
      yield {
        what: `wrapper for ${name}`,
        path: wrapper,
        provides: name,
        refused: runs ? undefined : `it is not executable: chmod +x ${file}`,
        command: (wanted) => (wanted === name ? [wrapper] : undefined),
      };
    }
  },
};
