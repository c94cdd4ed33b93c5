import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { workspacePackages } from './workspace.ts';

const run = promisify(execFile);

export interface Installed {
  /** The folder that holds `node_modules`. */
  readonly dir: string;
  /** Tarball of each package by its name. */
  readonly tarballs: ReadonlyMap<string, string>;
}

/** Packs every published package and installs the tarballs with npm in a new, empty folder. */
export async function packAndInstall(): Promise<Installed> {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'nearhand-installed-')));
  const packed = join(dir, 'tarballs');
  mkdirSync(packed);
  const tarballs = new Map<string, string>();
  for (const { path, manifest } of workspacePackages('packages')) {
    const before = new Set(readdirSync(packed));
    await run('pnpm', ['pack', '--pack-destination', packed], { cwd: path });
    const made = readdirSync(packed).find((file) => !before.has(file));
    if (made === undefined) throw new Error(`${manifest.name}: pnpm pack wrote no tarball`);
    tarballs.set(manifest.name, join(packed, made));
  }
  writeFileSync(join(dir, 'package.json'), '{ "private": true, "type": "module" }\n');
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
  await run('npm', ['install', ...flags, ...tarballs.values()], { cwd: dir });
  return { dir, tarballs };
}
