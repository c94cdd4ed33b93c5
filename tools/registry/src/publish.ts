import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '@nearhand/checks/workspace';
import type { Registry } from './registry.ts';

const run = promisify(execFile);

/**
 * Publishes every package as a release would: changesets makes the versions, a commit holds them,
 * and `changeset publish` packs, publishes and tags. All of it in a copy of the built tree, since a
 * release changes files and makes tags.
 */
export async function publishAll(registry: Registry, dir: string): Promise<{ tree: string }> {
  const tree = join(dir, 'tree');
  mkdirSync(tree, { recursive: true });
  for (const name of [
    'package.json',
    'pnpm-workspace.yaml',
    'pnpm-lock.yaml',
    '.changeset',
    'packages',
    'tools',
  ]) {
    cpSync(join(root, name), join(tree, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => !/\/(node_modules|test-results|\.turbo|results)$/.test(file),
    });
  }
  // pnpm looks for the versions behind `workspace:` where it would have linked them.
  for (const name of readdirSync(join(tree, 'packages'))) {
    if (name === 'core') continue;
    mkdirSync(join(tree, 'packages', name, 'node_modules/@nearhand'), { recursive: true });
    symlinkSync('../../../core', join(tree, 'packages', name, 'node_modules/@nearhand/core'));
  }
  writeFileSync(join(tree, '.gitignore'), 'node_modules/\ndist/\n.npmrc\n');
  writeFileSync(join(tree, '.npmrc'), registry.npmrc);
  const env = {
    ...process.env,
    npm_config_registry: registry.url,
    npm_config_userconfig: join(tree, '.npmrc'),
    NPM_CONFIG_PROVENANCE: 'false',
    GIT_AUTHOR_NAME: 'release',
    GIT_AUTHOR_EMAIL: 'release@example.org',
    GIT_COMMITTER_NAME: 'release',
    GIT_COMMITTER_EMAIL: 'release@example.org',
  };
  const inTree = (program: string, words: readonly string[]) =>
    run(program, words, { cwd: tree, env });
  await inTree('git', ['init', '--quiet', '--initial-branch=main']);
  await inTree('git', ['add', '--all']);
  await inTree('git', ['commit', '--quiet', '--message=Before']);
  await inTree('changeset', ['version']);
  await inTree('git', ['add', '--all']);
  await inTree('git', ['commit', '--quiet', '--message=Release']);
  await inTree('changeset', ['publish']);
  return { tree };
}
