import { attribute, childOf, childrenOf, numberOf } from '../config.ts';
import { javaPattern } from '../regex.ts';
import type { FilterSimulation } from './simulation.ts';

export const urlExtractorToHeader: FilterSimulation = (root) => {
  const extractions = childrenOf(root, 'extraction').map((extraction) => ({
    header: attribute(extraction, 'header') ?? '',
    pattern: javaPattern(attribute(extraction, 'url-regex') ?? ''),
    otherwise: attribute(extraction, 'default'),
  }));
  return {
    request({ headers, uri }) {
      for (const { header, pattern, otherwise } of extractions) {
        const match = pattern.find(uri);
        if (match) for (const value of match.slice(1)) headers.add(header, value ?? '');
        else if (otherwise !== undefined) headers.add(header, otherwise);
      }
    },
  };
};

/** Takes Content-Type away from a request without a body; eight bytes of white space are none. */
export const contentTypeStripper: FilterSimulation = () => ({
  request({ headers, bodyStart }) {
    if (bodyStart.trim() === '') headers.remove('Content-Type');
  },
});

export const destinationRouter: FilterSimulation = (root) => {
  const target = childOf(root, 'target');
  const id = attribute(target, 'id') ?? '';
  const quality = numberOf(target, 'quality') ?? 0.5;
  return {
    request(request, at) {
      if (id === '') return;
      request.destinations.push({ id, uri: request.uri, quality });
      at.note(`proposes the destination ${id} with quality ${quality}`);
    },
  };
};
