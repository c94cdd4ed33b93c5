import type { Finder, Project } from '../types.ts';

const GEMFILES = ['Gemfile', 'gems.rb'];

/**
 * Bundler: BUNDLE_GEMFILE, its folder of binstubs, and the programs of gems that are installed
 * inside the project, which run by `bundle exec`. Binstubs in `bin/` are found as the project's scripts.
 */
export const ruby: Finder = {
  name: 'ruby',
  markers: GEMFILES,
  *find(layer, project) {
    const name = GEMFILES.find((one) => layer.has(one));
    if (name === undefined) return;
    const { fs, rules } = project;
    const gemfile = layer.path(name);
    const config = fs.read(layer.path('.bundle', 'config')) ?? '';
    const configured = (key: string): string | undefined =>
      new RegExp(`^${key}:[ \\t]*"?([^"\\n]*?)"?[ \\t]*$`, 'm').exec(config)?.[1];
    const binstubs = project.variable('BUNDLE_BIN') ?? configured('BUNDLE_BIN');
    const folder = binstubs === undefined ? undefined : rules.resolve(layer.dir, binstubs);
    const inside = folder !== undefined && rules.within(project.root, folder);
    const gems = gemFolders(
      rules.resolve(layer.dir, configured('BUNDLE_PATH') ?? 'vendor/bundle'),
      project,
    );
    yield {
      what: 'Gemfile',
      path: gemfile,
      provides: 'gemfile',
      set: { BUNDLE_GEMFILE: gemfile },
      folders: inside && fs.kind(folder) === 'directory' ? [folder] : [],
      command: (wanted) =>
        gems.some((bin) => fs.kind(rules.join(bin, wanted)) === 'file')
          ? ['bundle', 'exec', wanted]
          : undefined,
    };
    if (folder !== undefined && !inside) {
      const refused = 'the folder of binstubs lies outside the project';
      yield { what: 'bundler binstubs', path: folder, refused };
    }
  },
};

/** `PATH/ruby/X.Y.Z/bin` for every Ruby that gems were installed for. */
function gemFolders(path: string, { fs, rules }: Project): readonly string[] {
  const base = rules.join(path, 'ruby');
  if (fs.kind(base) !== 'directory') return [];
  return fs.list(base).map((version) => rules.join(base, version, 'bin'));
}
