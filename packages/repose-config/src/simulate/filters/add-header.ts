import { attribute, childOf, childrenOf, flag, numberOf, textOf } from '../config.ts';
import type { HeaderLines } from '../headers.ts';
import type { FilterSimulation } from './simulation.ts';

export const addHeader: FilterSimulation = (root) => {
  const [onRequest, onResponse] = ['request', 'response'].map((side) => {
    const lines = childrenOf(childOf(root, side), 'header').map((header) => ({
      name: attribute(header, 'name') ?? '',
      value: textOf(header),
      overwrite: flag(header, 'overwrite', false),
      quality: numberOf(header, 'quality'),
    }));
    return (headers: HeaderLines): void => {
      for (const { name, value, overwrite, quality } of lines) {
        if (overwrite) headers.remove(name);
        headers.add(name, value, quality);
      }
    };
  });
  return {
    request: ({ headers }) => onRequest!(headers),
    response: ({ headers }) => onResponse!(headers),
  };
};
