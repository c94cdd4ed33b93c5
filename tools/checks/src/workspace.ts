import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root: string = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly files?: readonly string[];
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

export interface WorkspacePackage {
  /** `packages/rdo` */
  readonly dir: string;
  readonly path: string;
  readonly manifest: Manifest;
}

/** The packages below `packages` (published) or `tools` (private), by name. */
export function workspacePackages(top: 'packages' | 'tools'): readonly WorkspacePackage[] {
  return readdirSync(join(root, top))
    .filter((name) => existsSync(join(root, top, name, 'package.json')))
    .toSorted()
    .map((name) => {
      const path = join(root, top, name);
      const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Manifest;
      return { dir: `${top}/${name}`, path, manifest };
    });
}
