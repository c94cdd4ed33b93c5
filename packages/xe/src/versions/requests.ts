import { peekToml } from '../toml.ts';
import type { Layer, Project } from '../types.ts';
import { TOOLS, type VersionedTool } from './tools.ts';

/** A version that a file of the project asks for; the first of `versions` that is installed counts. */
export interface VersionRequest {
  readonly tool: VersionedTool;
  readonly file: string;
  readonly versions: readonly string[];
}

const MISE = ['mise.toml', '.mise.toml', 'mise.local.toml'] as const;

/** The names of all files that can ask for a version. */
export const VERSION_FILES: readonly string[] = [
  ...TOOLS.flatMap((tool) => tool.files),
  '.tool-versions',
  ...MISE,
];

/** What the version files of one folder ask for; a file for one tool alone comes before the shared ones. */
export function* versionRequests(layer: Layer, { fs }: Project): Iterable<VersionRequest> {
  for (const tool of TOOLS) {
    for (const name of tool.files) {
      if (!layer.has(name)) continue;
      const file = layer.path(name);
      const versions = lines(fs.read(file)).map((line) => line.trim());
      yield { tool, file, versions };
    }
  }
  for (const name of MISE) {
    if (!layer.has(name)) continue;
    const file = layer.path(name);
    for (const [key, versions] of peekToml(fs.read(file) ?? '').texts('tools')) {
      yield { tool: toolCalled(key), file, versions };
    }
  }
  if (!layer.has('.tool-versions')) return;
  const file = layer.path('.tool-versions');
  for (const line of lines(fs.read(file))) {
    const [key, ...versions] = line.trim().split(/\s+/);
    if (key) yield { tool: toolCalled(key), file, versions };
  }
}

function lines(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.replace(/#.*$/, ''))
    .filter((line) => line.trim() !== '');
}

/** The tool of that name, or one that only asdf and mise know. */
function toolCalled(key: string): VersionedTool {
  const plain = key.replace(/^core:/, '');
  const known = TOOLS.find((tool) => tool.names.includes(plain));
  if (known) return known;
  return {
    name: plain,
    files: [],
    names: [plain.replaceAll(/[/:]/g, '-')],
    provides: plain,
    commands: new RegExp(`^${plain.replaceAll(/[^A-Za-z0-9]/g, '.')}$`),
    stores: () => [],
  };
}
