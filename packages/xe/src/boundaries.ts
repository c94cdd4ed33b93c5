import type { FileSystem } from './fs.ts';
import { peekToml } from './toml.ts';

/** Entries that mark the top of a checkout. */
export const VCS = ['.git', '.hg', '.jj'] as const;

/** Files that declare one project. A folder with one of them is a layer. */
export const MANIFESTS = [
  'package.json',
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'requirements.txt',
  'dev_requirements.txt',
  'Pipfile',
  'environment.yml',
  'environment.yaml',
  'pixi.toml',
  'Gemfile',
  'gems.rb',
  'composer.json',
  'go.mod',
  'Cargo.toml',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'settings.gradle',
  'settings.gradle.kts',
] as const;

/** What counts for the root only when nothing stronger is above. */
export const WEAK = ['Makefile', 'GNUmakefile', 'makefile', 'justfile', 'Rakefile'] as const;

/** Files that may declare a workspace of several projects, and how to tell. */
export const WORKSPACES: Readonly<Record<string, (text: string) => string | undefined>> = {
  'pnpm-workspace.yaml': () => 'pnpm-workspace.yaml',
  'go.work': () => 'go.work',
  'package.json': (text) =>
    text.includes('"workspaces"') && declaresWorkspaces(text)
      ? 'a package.json with workspaces'
      : undefined,
  'pyproject.toml': (text) =>
    text.includes('tool.uv') && peekToml(text).has('tool.uv.workspace')
      ? 'a uv workspace'
      : undefined,
  'Cargo.toml': (text) =>
    text.includes('workspace') && peekToml(text).has('workspace') ? 'a Cargo workspace' : undefined,
};

/** Which workspace a folder is the top of, in words. */
export function workspaceOf(
  names: { has(name: string): boolean },
  at: (name: string) => string,
  fs: FileSystem,
): string | undefined {
  for (const [name, tell] of Object.entries(WORKSPACES)) {
    if (!names.has(name)) continue;
    const what = tell(fs.read(at(name)) ?? '');
    if (what !== undefined) return what;
  }
  return undefined;
}

function declaresWorkspaces(text: string): boolean {
  try {
    const manifest: unknown = JSON.parse(text);
    return typeof manifest === 'object' && manifest !== null && 'workspaces' in manifest;
  } catch {
    return false;
  }
}
