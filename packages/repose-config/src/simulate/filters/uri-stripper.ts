import { childrenOf, flag, numberOf } from '../config.ts';
import type { RequestState } from '../message.ts';
import type { FilterSimulation } from './simulation.ts';

interface Taken {
  readonly token: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export const uriStripper: FilterSimulation = (root) => {
  const index = numberOf(root, 'token-index') ?? 0;
  const rewriteLocation = flag(root, 'rewrite-location', false);
  const links = childrenOf(root, 'link-resource').length > 0;
  // The response of a request comes back with the same object.
  const taken = new WeakMap<RequestState, Taken>();
  return {
    request(request, at) {
      const tokens = tokensOf(request.uri);
      if (tokens.length <= index) return;
      const [token] = tokens.splice(index, 1);
      taken.set(request, {
        token: token!,
        before: index > 0 ? tokens[index - 1] || undefined : undefined,
        after: tokens[index] || undefined,
      });
      request.uri = `/${tokens.join('/')}`;
      if (links) at.note('links in bodies (link-resource) are not rewritten here');
    },
    response({ headers }, request) {
      const removed = taken.get(request);
      const location = headers.get('Location');
      if (!removed || !rewriteLocation || !location?.trim()) return;
      const match = /^([a-z][a-z\d+.-]*:\/\/[^/?#]*)?([^?#]*)(.*)$/i.exec(location)!;
      const tokens = tokensOf(match[2]!);
      const { token, before, after } = removed;
      const place =
        before !== undefined && tokens.includes(before)
          ? tokens.indexOf(before) + 1
          : after !== undefined && tokens.includes(after)
            ? tokens.indexOf(after)
            : undefined;
      if (place === undefined) return;
      tokens.splice(place, 0, token);
      headers.replace('Location', `${match[1] ?? ''}/${tokens.join('/')}${match[3]}`);
    },
  };
};

/** The parts of a path; doubled and trailing slashes don't count. */
function tokensOf(path: string): string[] {
  return path
    .replaceAll(/\/{2,}/g, '/')
    .replace(/^\//, '')
    .replace(/\/$/, '')
    .split('/');
}
