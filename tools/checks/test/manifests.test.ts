import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root, workspacePackages } from '../src/workspace.ts';

const published = workspacePackages('packages');
const tools = workspacePackages('tools');

describe.each(published)('$manifest.name', ({ dir, path, manifest }) => {
  const name = dir.split('/')[1]!;

  test('is an ESM package of this family with everything that a registry page needs', () => {
    expect(manifest).toMatchObject({
      name: `@nearhand/${name}`,
      license: 'MIT',
      type: 'module',
      engines: { node: '>=20.19' },
      repository: { type: 'git', directory: dir },
      publishConfig: { access: 'public', provenance: true },
    });
    expect(manifest.private).toBeUndefined();
    expect(manifest['description']).toMatch(/^[A-Z].{20,}[^.]$/);
    expect(readFileSync(join(path, 'LICENSE'), 'utf8')).toBe(
      readFileSync(join(root, 'LICENSE'), 'utf8'),
    );
    expect(existsSync(join(path, 'README.md'))).toBe(true);
  });

  test('declares its files, and each entry with types first', () => {
    expect(manifest.files).toContain('dist');
    if (manifest.bin) expect(manifest.files).toContain('bin');
    for (const [subpath, target] of Object.entries(manifest.exports ?? {})) {
      if (subpath === './package.json') continue;
      expect(Object.keys(target), subpath).toEqual(['types', 'default']);
    }
  });

  test('runs nothing when it is installed', () => {
    for (const hook of ['preinstall', 'install', 'postinstall', 'prepare']) {
      expect(manifest.scripts).not.toHaveProperty(hook);
    }
  });

  test('names its command after itself, with an executable file that checks the Node version', () => {
    if (name === 'core') {
      expect(manifest.bin).toBeUndefined();
      return;
    }
    expect(manifest.bin).toEqual({ [name]: `./bin/${name}.cjs` });
    const text = readFileSync(join(path, `bin/${name}.cjs`), 'utf8');
    expect(text).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(text).toContain('major === 20 && minor < 19');
    expect(text).toContain("require('node:module').enableCompileCache?.()");
  });

  test('has core as a real dependency and no other package of the family', () => {
    const family = Object.keys(manifest.dependencies ?? {}).filter((d) =>
      d.startsWith('@nearhand/'),
    );
    expect(family).toEqual(name === 'core' ? [] : ['@nearhand/core']);
    if (name !== 'core') expect(manifest.dependencies?.['@nearhand/core']).toBe('workspace:^');
  });
});

describe.each([...published, ...tools])('$manifest.name: versions', ({ dir, manifest }) => {
  test('come from the catalog or the workspace, or are exact', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    for (const [name, range] of Object.entries(all)) {
      const pinned = /^(catalog:|workspace:[*^]|(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?)$/;
      expect(range, `${dir}: ${name}`).toMatch(pinned);
    }
  });

  test('private exactly where it is a tool of the workspace', () => {
    expect(manifest.private === true).toBe(dir.startsWith('tools/'));
  });
});

test('what a build depends on is named, so that turbo finds it without git as well', () => {
  const text = readFileSync(join(root, 'turbo.json'), 'utf8').replaceAll(/^\s*\/\/.*$/gm, '');
  const { tasks } = JSON.parse(text) as { tasks: Record<string, { inputs?: string[] }> };
  const patterns = Object.values(tasks).flatMap(({ inputs = [] }) => inputs);
  // With exceptions it would walk every node_modules, for minutes.
  expect(patterns.filter((pattern) => /^[!$]/.test(pattern))).toEqual([]);
  expect(tasks['build']?.inputs).toContain('src/**');
});
