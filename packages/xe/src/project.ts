import { MANIFESTS, VCS, WEAK, WORKSPACES, workspaceOf } from './boundaries.ts';
import type { FileSystem } from './fs.ts';
import type { Rules } from './rules.ts';
import type { Finder, Layer, Reason } from './types.ts';
import type { Xerc } from './xerc/settings.ts';

export interface Search {
  readonly from: string;
  readonly fs: FileSystem;
  readonly rules: Rules;
  readonly finders: readonly Finder[];
  /** Reads the `.xerc` of a folder. */
  readonly readXerc: (file: string) => Xerc;
}

export interface FoundProject {
  /** Inner first, the root last; empty when there is no project. */
  readonly layers: readonly Layer[];
  /** The `.xerc` files of the layers, inner first. */
  readonly xercs: readonly Xerc[];
  readonly why: readonly Reason[];
}

/** A folder that the search looked at. */
interface Visited {
  readonly dir: string;
  readonly names: { has(name: string): boolean };
  readonly xerc: Xerc | undefined;
}

/** Looks upward for the project: its root, and every folder on the way that holds something of it. */
export function findProject(search: Search): FoundProject {
  const visited = climb(search);
  const root = chooseRoot(visited, search);
  if (!root) {
    const because = 'no .xerc, version control, workspace or manifest here or above';
    return {
      layers: [],
      xercs: [],
      why: [{ topic: 'root', subject: search.from, verdict: 'passed over', because }],
    };
  }
  const inside = visited.slice(0, root.index + 1);
  const why: Reason[] = [
    { topic: 'root', subject: inside.at(-1)!.dir, verdict: 'used', because: root.because },
  ];
  const layers: Layer[] = [];
  const markers = byEntry(search.finders);
  for (const folder of inside) {
    const layer = layerOf(folder, markers, search);
    if (layer.markers.length === 0 && folder !== inside.at(-1)) continue;
    layers.push(layer);
    const because = layer.markers.length > 0 ? `holds ${layer.markers.join(', ')}` : 'is the root';
    why.push({ topic: 'layer', subject: folder.dir, verdict: 'used', because });
  }
  return { layers, xercs: inside.flatMap((folder) => folder.xerc ?? []), why };
}

/** Every folder from the start up to the first checkout's top or `root: true`, else up to the file system's. */
function climb({ from, fs, rules, readXerc }: Search): readonly Visited[] {
  const visited: Visited[] = [];
  for (let dir = from; ; dir = rules.dirname(dir)) {
    const names = fs.names(dir);
    const hasXerc = names.has('.xerc') && fs.kind(rules.join(dir, '.xerc')) === 'file';
    const xerc = hasXerc ? readXerc(rules.join(dir, '.xerc')) : undefined;
    visited.push({ dir, names, xerc });
    if (xerc?.root === true || VCS.some((name) => names.has(name))) break;
    if (rules.dirname(dir) === dir) break;
  }
  return visited;
}

function chooseRoot(
  visited: readonly Visited[],
  search: Search,
): { index: number; because: string } | undefined {
  const last = visited.length - 1;
  const xerc = visited.findLastIndex((folder) => folder.xerc && folder.xerc.root !== false);
  if (xerc !== -1) {
    const stops = visited[xerc]!.xerc!.root === true;
    return { index: xerc, because: stops ? 'its .xerc says root: true' : 'it has a .xerc' };
  }
  const vcs = VCS.find((name) => visited[last]!.names.has(name));
  if (vcs !== undefined) return { index: last, because: `it has ${vcs}` };
  for (const [index, folder] of visited.entries()) {
    const at = (name: string): string => search.rules.join(folder.dir, name);
    const workspace = workspaceOf(folder.names, at, search.fs);
    if (workspace !== undefined) return { index, because: `it is the top of ${workspace}` };
  }
  const strong = [...MANIFESTS, ...search.finders.flatMap((finder) => finder.markers)];
  const weak = [...WEAK, ...search.finders.flatMap((finder) => finder.weakMarkers ?? [])];
  return (
    nearest(visited, new Set(strong), search, 'and no boundary is above') ??
    nearest(visited, new Set(weak), search, 'and nothing stronger is above')
  );
}

function nearest(
  visited: readonly Visited[],
  markers: ReadonlySet<string>,
  search: Search,
  rest: string,
): { index: number; because: string } | undefined {
  for (const [index, folder] of visited.entries()) {
    const marker = [...markers].find((name) => hasMarker(folder, name, search));
    if (marker !== undefined) return { index, because: `it has ${marker}, ${rest}` };
  }
  return undefined;
}

function hasMarker(folder: Visited, marker: string, { fs, rules }: Search): boolean {
  const slash = marker.indexOf('/');
  if (slash === -1) return folder.names.has(marker);
  return (
    folder.names.has(marker.slice(0, slash)) &&
    fs.kind(rules.join(folder.dir, ...marker.split('/'))) !== undefined
  );
}

/** Markers by their first element: one question for each tells all that a folder holds. */
function byEntry(finders: readonly Finder[]): ReadonlyMap<string, readonly string[]> {
  const grouped = new Map<string, string[]>();
  for (const markers of markerLists(finders)) {
    for (const marker of markers) {
      const entry = firstElement(marker);
      const same = grouped.get(entry);
      if (same === undefined) grouped.set(entry, [marker]);
      else if (!same.includes(marker)) same.push(marker);
    }
  }
  return grouped;
}

export function firstElement(marker: string): string {
  const slash = marker.indexOf('/');
  return slash === -1 ? marker : marker.slice(0, slash);
}

function layerOf(
  folder: Visited,
  grouped: ReadonlyMap<string, readonly string[]>,
  search: Search,
): Layer {
  const entries = new Set<string>();
  const held: string[] = [];
  for (const [entry, markers] of grouped) {
    if (!folder.names.has(entry)) continue;
    entries.add(entry);
    for (const marker of markers) {
      if (marker === entry || hasMarker(folder, marker, search)) held.push(marker);
    }
  }
  return {
    dir: folder.dir,
    markers: held,
    entries,
    has: (name) => folder.names.has(name),
    path: (...names) => search.rules.join(folder.dir, ...names),
  };
}

/** Everything whose presence in a folder can matter, for the search and for shims. */
export function allMarkers(finders: readonly Finder[]): ReadonlySet<string> {
  return new Set(markerLists(finders).flat());
}

function markerLists(finders: readonly Finder[]): readonly (readonly string[])[] {
  const lists: (readonly string[])[] = [['.xerc'], VCS, Object.keys(WORKSPACES), MANIFESTS, WEAK];
  for (const { markers, weakMarkers } of finders) {
    lists.push(markers);
    if (weakMarkers) lists.push(weakMarkers);
  }
  return lists;
}
