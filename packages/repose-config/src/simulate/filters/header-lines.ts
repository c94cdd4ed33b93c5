import { childOf, childrenOf, textOf } from '../config.ts';
import type { HeaderLines } from '../headers.ts';
import type { FilterSimulation } from './simulation.ts';

/** Puts the lines of a header into one, with commas. */
export const mergeHeader: FilterSimulation = eachHeader((headers, name) => {
  const values = headers.all(name);
  if (values.join('') !== '') headers.replace(name, values.join(', '));
});

/** Gives each value of a header a line of its own. */
export const splitHeader: FilterSimulation = eachHeader((headers, name) => {
  const values = headers.split(name);
  if (values.length <= headers.all(name).length) return;
  headers.remove(name);
  for (const value of values) headers.add(name, value);
});

function eachHeader(change: (headers: HeaderLines, name: string) => void): FilterSimulation {
  return (root) => {
    const [onRequest, onResponse] = ['request', 'response'].map((side) =>
      childrenOf(childOf(root, side), 'header').map(textOf),
    );
    return {
      request: ({ headers }) => onRequest!.forEach((name) => change(headers, name)),
      response: ({ headers }) => onResponse!.forEach((name) => change(headers, name)),
    };
  };
}
