#!/usr/bin/env node
// Releases by changesets.
//
//   npm run release -- --dry-run   the plan: which package gets which version, and why
//   npm run release -- version     turns the pending changesets into versions and changelogs
//   npm run release -- publish     publishes what the registry doesn't have yet, and tags
//
// Publishing refuses a tree with changes: what users get must be what a commit holds.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [step = '--dry-run', ...rest] = process.argv.slice(2);

switch (rest.length === 0 ? step : undefined) {
  case '--dry-run':
    plan();
    break;
  case 'version':
    run('changeset', ['version']);
    // The lockfile names no version of the workspace's own packages, but the
    // manifests' order and the changelogs' layout are the formatter's business.
    run('oxfmt', ['packages']);
    break;
  case 'publish':
    requireCleanTree();
    run('changeset', ['publish']);
    break;
  default:
    fail(
      `unknown words ${JSON.stringify(process.argv.slice(2).join(' '))}: --dry-run, version or publish`,
    );
}

function plan() {
  const dir = mkdtempSync(join(tmpdir(), 'nearhand-release-'));
  try {
    const file = join(dir, 'plan.json');
    const status = spawnSync('changeset', ['status', `--output=${file}`], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status.status !== 0) {
      process.stderr.write(status.stdout + status.stderr);
      fail('changesets could not make a plan');
    }
    const { releases, changesets } = JSON.parse(readFileSync(file, 'utf8'));
    const wanted = releases.filter((release) => release.type !== 'none');
    if (wanted.length === 0) console.log('Nothing to release: no changeset is pending.');
    for (const release of wanted) {
      console.log(
        `${release.name}  ${release.oldVersion} -> ${release.newVersion}  (${release.type})`,
      );
      for (const id of release.changesets) {
        const { summary } = changesets.find((changeset) => changeset.id === id);
        console.log(`  ${summary.replaceAll('\n', '\n  ')}`);
      }
      if (release.changesets.length === 0) console.log('  moves with a package that it depends on');
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function requireCleanTree() {
  const { stdout, status } = spawnSync('git', ['status', '--porcelain'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) fail('this is not a git checkout, so nothing can be published from it');
  if (stdout !== '')
    fail(
      `the tree has changes that no commit holds:\n${stdout}Commit or remove them, then publish.`,
    );
}

function run(program, words) {
  const result = spawnSync(program, words, { cwd: root, stdio: 'inherit' });
  if (result.error) fail(`${program} cannot be run: ${result.error.message}`);
  if (result.status !== 0) process.exit(result.status ?? 1);
}

function fail(message) {
  console.error(`release: ${message}`);
  process.exit(1);
}
