import type { Destination } from './chain.ts';
import type { ResponseState } from './message.ts';

/**
 * Makes a redirect of the service lead through Repose: where `Location` names the service itself, the
 * client's own host takes its place, and the root path goes. Other places stay as they are.
 */
export function rewriteLocation(
  { headers }: ResponseState,
  through: {
    readonly destination: Destination;
    readonly url: string;
    readonly scheme: string;
    readonly host: string | undefined;
  },
): void {
  const location = headers.get('Location');
  if (location === undefined || through.host === undefined) return;
  if (!URL.canParse(location) || new URL(location).host !== new URL(through.url).host) return;
  const { pathname, search, hash } = new URL(location);
  const { rootPath } = through.destination;
  const root = rootPath === '' || rootPath.startsWith('/') ? rootPath : `/${rootPath}`;
  const path = pathname.startsWith(root) ? pathname.slice(root.length) : pathname;
  const slash = path.startsWith('/') ? '' : '/';
  headers.replace('Location', `${through.scheme}://${through.host}${slash}${path}${search}${hash}`);
}
