import type { XmlElement } from '../../xml/index.ts';
import { attribute, childOf, childrenOf, words } from '../config.ts';
import type { HeaderLines } from '../headers.ts';
import type { RequestState } from '../message.ts';
import { javaPattern, type JavaPattern } from '../regex.ts';
import type { FilterSimulation } from './simulation.ts';

interface Target {
  readonly pattern: JavaPattern;
  readonly methods: readonly string[];
  readonly keep: boolean;
  readonly names: ReadonlySet<string>;
}

/** Every target that matches is applied, one after the other. */
export const headerNormalization: FilterSimulation = (root) => {
  // The list stood inside <header-filters> before version 8, and still may.
  const targets = childrenOf(childOf(root, 'header-filters') ?? root, 'target');
  const onRequest = targets.flatMap((target) => read(target, childOf(target, 'request') ?? target));
  const onResponse = targets.flatMap((target) => read(target, childOf(target, 'response')));
  return {
    request: (request) => apply(onRequest, request, request.headers),
    response: (response, request) => apply(onResponse, request, response.headers),
  };
};

function read(target: XmlElement, lists: XmlElement | undefined): readonly Target[] {
  const blacklist = childOf(lists, 'blacklist');
  const list = blacklist ?? childOf(lists, 'whitelist');
  if (!list) return [];
  return [
    {
      pattern: javaPattern(attribute(target, 'uri-regex') ?? '.*'),
      methods: words(target, 'http-methods'),
      keep: list !== blacklist,
      names: new Set(
        childrenOf(list, 'header').map((header) => (attribute(header, 'id') ?? '').toLowerCase()),
      ),
    },
  ];
}

function apply(targets: readonly Target[], request: RequestState, headers: HeaderLines): void {
  for (const { pattern, methods, keep, names } of targets) {
    const method =
      methods.length === 0 || methods.includes('ALL') || methods.includes(request.method);
    if (!method || !pattern.matches(request.uri)) continue;
    for (const name of headers.names()) {
      if (names.has(name.toLowerCase()) !== keep) headers.remove(name);
    }
  }
}
