import type { XmlElement } from '../../xml/index.ts';
import { attribute, childOf, childrenOf, flag, numberOf, words } from '../config.ts';
import { javaPattern } from '../regex.ts';
import type { FilterSimulation } from './simulation.ts';

export const uriNormalization: FilterSimulation = (root) => {
  const mediaTypes = childrenOf(childOf(root, 'media-variants'), 'media-type').map((media) => ({
    name: attribute(media, 'name') ?? '',
    extension: (attribute(media, 'variant-extension') ?? '').replace(/^(?=[^.])/, '.'),
    preferred: flag(media, 'preferred', false),
  }));
  const usual = mediaTypes.find(({ preferred }) => preferred) ?? mediaTypes[0];
  const targets = childrenOf(childOf(root, 'uri-filters'), 'target').map((target) => ({
    methods: words(target, 'http-methods'),
    pattern: javaPattern(attribute(target, 'uri-regex') ?? '.*'),
    alphabetize: flag(target, 'alphabetize', false),
    whitelist: childOf(target, 'whitelist'),
  }));
  return {
    request(request, at) {
      if (usual) {
        const extension = /\.[^\d]\w*/.exec(request.uri)?.[0];
        const variant = mediaTypes.find(
          (media) =>
            media.extension !== '' && media.extension.toLowerCase() === extension?.toLowerCase(),
        );
        const accept = request.headers.get('Accept');
        if (variant) {
          const at = request.uri.lastIndexOf(extension!);
          if (at > 0) {
            request.uri = request.uri.slice(0, at) + request.uri.slice(at + extension!.length);
          }
          request.headers.replace('Accept', variant.name);
        } else if (accept === undefined || accept.trim() === '*/*') {
          request.headers.replace('Accept', usual.name);
        }
      }
      if (!request.query) return;
      const target = targets.find(
        ({ methods, pattern }) =>
          (methods.length === 0 || methods.includes('ALL') || methods.includes(request.method)) &&
          pattern.matches(request.uri),
      );
      if (!target) return;
      request.query = normalizeQuery(request.query, target);
      if (!target.whitelist)
        at.note('a target without a whitelist lets no query parameter through');
    },
  };
};

function normalizeQuery(
  query: string,
  { alphabetize, whitelist }: { alphabetize: boolean; whitelist: XmlElement | undefined },
): string {
  // Values of one name stand together, in their order.
  const values = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=');
    const name = at === -1 ? pair : pair.slice(0, at);
    values.set(name, [...(values.get(name) ?? []), at === -1 ? '' : pair.slice(at + 1)]);
  }
  const names = [...values.keys()];
  if (alphabetize) names.sort();
  const allowed = childrenOf(whitelist, 'parameter');
  return names
    .flatMap((name) => {
      const own = values.get(name)!;
      const parameter = allowed.find((one) => {
        const wanted = attribute(one, 'name') ?? '';
        return flag(one, 'case-sensitive', true)
          ? wanted === name
          : wanted.toLowerCase() === name.toLowerCase();
      });
      if (!parameter) return [];
      const most = numberOf(parameter, 'multiplicity') ?? 0;
      return (most > 0 ? own.slice(0, most) : own).map((value) => `${name}=${value}`);
    })
    .join('&');
}
