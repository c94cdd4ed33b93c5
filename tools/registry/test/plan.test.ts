import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { need, runFile } from '@nearhand/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commitAll, copyTree } from '../src/publish.ts';

// Changesets asks it what a release holds.
const git = need('git', 'apt-get install git', 'git');

let dir = '';
let tree = '';
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'nearhand-plan-'));
  tree = await copyTree(dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));
beforeEach(() => {
  for (const file of readdirSync(join(tree, '.changeset'))) {
    if (file.endsWith('.md') && file !== 'README.md') rmSync(join(tree, '.changeset', file));
  }
});

async function planOf(changesets: Record<string, string>): Promise<string> {
  for (const [name, text] of Object.entries(changesets)) {
    writeFileSync(join(tree, '.changeset', `${name}.md`), text);
  }
  const result = await runFile('node', ['tools/registry/release.js', '--dry-run'], { cwd: tree });
  expect(result).toMatchObject({ code: 0, stderr: '' });
  return result.stdout;
}

describe.skipIf(!git.met)('the plan', () => {
  test('a change in core moves every tool that depends on it', async () => {
    const plan = await planOf({ a: "---\n'@nearhand/core': patch\n---\n\nMend a thing.\n" });
    expect(plan).toContain('@nearhand/core  0.0.0 -> 0.0.1  (patch)\n  Mend a thing.');
    for (const tool of ['rdo', 'xe', 'tsf', 'randstr', 'repose-config']) {
      expect(plan).toContain(`@nearhand/${tool}  0.0.0 -> 0.0.1  (patch)\n  moves with a package`);
    }
  });

  test('a change in one tool moves nothing else', async () => {
    const plan = await planOf({ a: "---\n'@nearhand/tsf': minor\n---\n\nLearn a thing.\n" });
    expect(plan.match(/->/g)).toHaveLength(1);
    expect(plan).toContain('@nearhand/tsf  0.0.0 -> 0.1.0  (minor)');
  });

  test('the larger of two changes counts, and both are told', async () => {
    const plan = await planOf({
      a: "---\n'@nearhand/xe': patch\n---\n\nMend a thing.\n",
      b: "---\n'@nearhand/xe': major\n---\n\nDrop a thing.\n",
    });
    expect(plan).toContain('@nearhand/xe  0.0.0 -> 1.0.0  (major)');
    expect(plan).toContain('Mend a thing.');
    expect(plan).toContain('Drop a thing.');
  });

  test('nothing pending, nothing to release', async () => {
    expect(await planOf({})).toBe('Nothing to release: no changeset is pending.\n');
  });
});

test.skipIf(!git.met)(
  'the changelog reads as release notes: the version, then what is different',
  async () => {
    writeFileSync(
      join(tree, '.changeset/a.md'),
      "---\n'@nearhand/tsf': minor\n---\n\nKeep the last runs with `--keep`.\n",
    );
    const result = await runFile('changeset', ['version'], { cwd: tree });
    expect(result.code).toBe(0);
    const changelog = readFileSync(join(tree, 'packages/tsf/CHANGELOG.md'), 'utf8');
    expect(changelog).toMatch(
      /^# @nearhand\/tsf\n\n## 0\.1\.0\n[^]*- .*Keep the last runs with `--keep`\./,
    );
  },
);

test.skipIf(!git.met)('a tree with changes that no commit holds is not published', async () => {
  await commitAll(tree, 'All');
  writeFileSync(join(tree, 'packages/tsf/stray.txt'), 'x');
  const result = await runFile('node', ['tools/registry/release.js', 'publish'], { cwd: tree });
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('packages/tsf/stray.txt');
  expect(result.stdout).toBe('');
});

test.skipIf(!git.met)('a word that is no step of a release is refused', async () => {
  const result = await runFile('node', ['tools/registry/release.js', 'pubish'], { cwd: tree });
  expect(result).toMatchObject({ code: 1, stdout: '' });
  expect(result.stderr).toContain('"pubish"');
});
