import { attribute, childrenOf, flag, numberOf, words } from '../config.ts';
import type { FilterSimulation } from './simulation.ts';

export const headerTranslation: FilterSimulation = (root) => {
  const translations = childrenOf(root, 'header').map((header) => ({
    from: attribute(header, 'original-name') ?? '',
    to: words(header, 'new-name'),
    quality: numberOf(header, 'quality'),
    removeOriginal: flag(header, 'remove-original', false),
    overwrite: flag(header, 'overwrite-target', false),
    splittable: flag(header, 'splittable', false),
  }));
  return {
    request({ headers }) {
      for (const { from, to, quality, removeOriginal, overwrite, splittable } of translations) {
        const values = splittable ? headers.split(from) : headers.all(from);
        if (values.length === 0) continue;
        for (const name of to) {
          for (const value of values) {
            const text = quality === undefined ? value : value.replace(/;q=[^;]*/, '');
            // Repose replaces at each value, so that of several the last one stays.
            if (overwrite) headers.replace(name, text, quality);
            else headers.add(name, text, quality);
          }
        }
        if (removeOriginal) headers.remove(from);
      }
    },
  };
};
