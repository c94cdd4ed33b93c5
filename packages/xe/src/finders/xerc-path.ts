import type { Finder } from '../types.ts';

/** Folders that the project's `.xerc` names under `path`. */
export const xercPath: Finder = {
  name: 'xerc',
  markers: ['.xerc'],
  *find(layer, { settings, fs }) {
    for (const { value, origin } of settings.path) {
      // Each file's folders belong to the layer that the file stands in.
      if (origin.kind !== 'file' || origin.file !== layer.path('.xerc')) continue;
      const exists = fs.kind(value) === 'directory';
      yield {
        what: 'folder',
        path: value,
        because: `.xerc:${origin.line} names it under path`,
        refused: exists ? undefined : 'the folder does not exist',
        folders: [value],
      };
    }
  },
};
