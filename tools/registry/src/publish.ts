import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '@nearhand/checks/workspace';
import type { Registry } from './registry.ts';

const run = promisify(execFile);
const COPIED = [
  'package.json',
  'pnpm-workspace.yaml',
  'pnpm-lock.yaml',
  '.changeset',
  'packages',
  'tools',
];
const IDENTITY = {
  GIT_AUTHOR_NAME: 'release',
  GIT_AUTHOR_EMAIL: 'release@example.org',
  GIT_COMMITTER_NAME: 'release',
  GIT_COMMITTER_EMAIL: 'release@example.org',
};

/**
 * A copy of the built tree in a git repository of its own with one commit: a release changes files
 * and makes tags.
 */
export async function copyTree(dir: string): Promise<string> {
  const tree = join(dir, 'tree');
  mkdirSync(tree, { recursive: true });
  for (const name of COPIED) {
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
  await run('git', ['init', '--quiet', '--initial-branch=main'], { cwd: tree });
  await commitAll(tree, 'Before');
  return tree;
}

/**
 * Publishes every package as a release would: changesets makes the versions, a commit holds them,
 * and `changeset publish` packs, publishes and tags.
 */
export async function publishAll(registry: Registry, tree: string): Promise<void> {
  writeFileSync(join(tree, '.npmrc'), registry.npmrc);
  const env = {
    ...process.env,
    ...IDENTITY,
    npm_config_registry: registry.url,
    npm_config_userconfig: join(tree, '.npmrc'),
    NPM_CONFIG_PROVENANCE: 'false',
  };
  await run('changeset', ['version'], { cwd: tree, env });
  await commitAll(tree, 'Release');
  await run('node', ['tools/registry/release.js', 'publish'], { cwd: tree, env });
}

/** Commits everything that the tree holds now. */
export async function commitAll(tree: string, message: string): Promise<void> {
  const env = { ...process.env, ...IDENTITY };
  await run('git', ['add', '--all'], { cwd: tree, env });
  await run('git', ['commit', '--quiet', `--message=${message}`], { cwd: tree, env });
}
