import type { Finder } from '../types.ts';

/**
 * Go: the names of the tools that go.mod declares (`tool` lines, Go 1.24) run by `go tool NAME`, and
 * GOBIN where the environment or Go's own env file sets it.
 */
export const go: Finder = {
  name: 'go',
  markers: ['go.mod', 'go.work'],
  *find(layer, project) {
    if (!layer.has('go.mod')) return;
    const { fs, rules } = project;
    const tools = toolsOf(fs.read(layer.path('go.mod')) ?? '');
    if (tools.size > 0) {
      yield {
        what: `go tools ${[...tools].join(', ')}`,
        path: layer.path('go.mod'),
        command: (name) => (tools.has(name) ? ['go', 'tool', name] : undefined),
      };
    }
    const config =
      project.variable('XDG_CONFIG_HOME') ?? (project.home && rules.join(project.home, '.config'));
    const file = project.variable('GOENV') ?? (config && rules.join(config, 'go', 'env'));
    const written = file === undefined ? undefined : /^GOBIN=(.+)$/m.exec(fs.read(file) ?? '')?.[1];
    const gobin = project.variable('GOBIN') ?? written;
    if (!gobin) return;
    const refused = fs.kind(gobin) === 'directory' ? undefined : 'the folder does not exist';
    yield {
      what: 'GOBIN',
      path: gobin,
      refused,
      toolchain: true,
      provides: 'gobin',
      folders: [gobin],
    };
  },
};

function toolsOf(text: string): ReadonlySet<string> {
  const packages: string[] = [];
  for (const block of text.matchAll(/^tool[ \t]*\(([^)]*)\)/gm)) {
    packages.push(...block[1]!.split('\n').map((line) => line.replace(/\/\/.*/, '').trim()));
  }
  for (const line of text.matchAll(/^tool[ \t]+([^\s(]+)/gm)) packages.push(line[1]!);
  // `go tool` calls a tool by its last element, without a major version such as /v2.
  const last = (path: string): string =>
    path
      .replace(/\/v[0-9]+$/, '')
      .split('/')
      .at(-1)!;
  return new Set(packages.filter((one) => one !== '').map(last));
}
