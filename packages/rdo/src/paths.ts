import { isAbsolute, join, resolve, sep } from 'node:path';
import type { Pair } from './values.ts';

/** `~` and `~/x` as the path below `home`; anything else as it is. */
export function expandHome(path: string, home: string | undefined): string {
  if (home === undefined) return path;
  if (path === '~') return home;
  return path.startsWith('~/') ? join(home, path.slice(2)) : path;
}

/** A local path of the configuration: `~` expands, and a relative one counts from the file's folder. */
export function localPath(path: string, base: string, home: string | undefined): string {
  const expanded = expandHome(path, home);
  return isAbsolute(expanded) ? expanded : resolve(base, expanded);
}

/**
 * Where `path` is on the other side, by the longest of `pairs` that holds it; undefined when none does.
 *
 * @param pairs - absolute local folders and their twins
 */
export function mapPath(path: string, pairs: readonly Pair[]): string | undefined {
  let best: Pair | undefined;
  for (const pair of pairs) {
    const [here] = pair;
    const inside = path === here || path.startsWith(here.endsWith(sep) ? here : here + sep);
    if (inside && (best === undefined || here.length > best[0].length)) best = pair;
  }
  if (!best) return undefined;
  const rest = path.slice(best[0].length).split(sep).filter(Boolean).join('/');
  if (rest === '') return best[1];
  return best[1].endsWith('/') ? best[1] + rest : `${best[1]}/${rest}`;
}
