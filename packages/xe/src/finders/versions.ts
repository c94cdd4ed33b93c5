import type { Candidate, Finder, Project } from '../types.ts';
import { matchVersion } from '../versions/match.ts';
import { VERSION_FILES, versionRequests, type VersionRequest } from '../versions/requests.ts';
import { sharedStores, type Store } from '../versions/tools.ts';
import { virtualEnvironment } from './virtual-environment.ts';

/**
 * Version files (`.nvmrc`, `.python-version`, `.tool-versions`, `mise.toml` and their like),
 * matched against the versions that nvm, pyenv, rbenv, asdf, mise and others have installed.
 */
export const versions: Finder = {
  name: 'versions',
  markers: [],
  weakMarkers: VERSION_FILES,
  *find(layer, project) {
    for (const request of versionRequests(layer, project)) yield candidateOf(request, project);
  },
};

function candidateOf(request: VersionRequest, project: Project): Candidate {
  const { tool, file, versions: wanted } = request;
  const what = `${tool.name} ${wanted.join(' or ')}`.trim();
  const base = { what, path: file, provides: tool.provides, toolchain: true };
  if (wanted[0] === 'system') return { ...base, refused: "it asks for the system's own" };
  const stores = [...tool.stores(project), ...sharedStores(tool.names, project)].filter(
    ({ dir }) => project.fs.kind(dir) === 'directory',
  );
  for (const version of wanted) {
    for (const store of stores) {
      const entry = matchVersion(resolveAlias(version, store, project), project.fs.list(store.dir));
      if (entry === undefined) continue;
      const dir = project.rules.join(store.dir, entry);
      const because = `${file} asks for ${version}`;
      // pyenv-virtualenv keeps environments among the versions, by their name.
      if (project.fs.kind(project.rules.join(dir, 'pyvenv.cfg')) === 'file') {
        return { ...virtualEnvironment(dir, project, because) };
      }
      const bin = project.rules.join(dir, ...store.bin.split('/'));
      const folder = project.fs.kind(bin) === 'directory' ? bin : dir;
      return { ...base, path: dir, because, folders: [folder] };
    }
  }
  const where = stores.length > 0 ? stores.map(({ dir }) => dir).join(', ') : 'any known place';
  return {
    ...base,
    refused: `no installed version matches (looked in ${where})`,
    warning: {
      text: `${file} asks for ${what}, which is not installed in ${where}`,
      concerns: tool.commands,
    },
  };
}

/** nvm keeps what `lts/*` and `lts/iron` mean in files; they may point to each other. */
function resolveAlias(version: string, store: Store, { fs, rules }: Project): string {
  let name = version;
  for (let step = 0; step < 5 && name.startsWith('lts/'); step++) {
    const file = rules.join(store.dir, '..', '..', 'alias', 'lts', name.slice(4));
    const next = fs.read(file)?.trim();
    if (next === undefined) return version;
    name = next;
  }
  return name;
}
