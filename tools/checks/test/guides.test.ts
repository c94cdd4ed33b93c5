import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runFile } from '@nearhand/test-kit';
import { expect, onTestFinished, test } from 'vitest';
import { applyHunks, stepsOfGuide } from '../src/guide.ts';
import { root } from '../src/workspace.ts';

const guides = readdirSync(join(root, 'docs'))
  .filter((name) => name.startsWith('adding-'))
  .map((name) => ({ name, steps: stepsOfGuide(readFileSync(join(root, 'docs', name), 'utf8')) }));

test.each(guides)(
  'docs/$name: who follows it word for word has a tested addition',
  async ({ steps }) => {
    const tree = mkdtempSync(join(tmpdir(), 'nearhand-guide-'));
    onTestFinished(() => rmSync(tree, { recursive: true, force: true }));
    const pkg = steps[0]!.file.split('/').slice(0, 2).join('/');
    cpSync(join(root, 'tsconfig.base.json'), join(tree, 'tsconfig.base.json'));
    cpSync(join(root, pkg), join(tree, pkg), {
      recursive: true,
      filter: (file) => !/\/(node_modules|dist|test-results|\.turbo)$/.test(file),
    });
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    symlinkSync(join(root, pkg, 'node_modules'), join(tree, pkg, 'node_modules'));
    for (const step of steps) {
      const file = join(tree, step.file);
      mkdirSync(dirname(file), { recursive: true });
      const text =
        step.kind === 'write' ? step.text : applyHunks(readFileSync(file, 'utf8'), step.hunks);
      writeFileSync(file, text);
    }
    const cwd = join(tree, pkg);
    const bin = (name: string) => join(root, pkg, 'node_modules/.bin', name);
    const types = await runFile(bin('tsc'), ['--project', 'tsconfig.test.json'], {
      cwd,
      timeout: 120_000,
    });
    expect(types.stdout + types.stderr).toBe('');
    const tests = steps.filter(({ file }) => file.endsWith('.test.ts'));
    expect(tests.length).toBeGreaterThan(0);
    const words = ['run', ...tests.map(({ file }) => file.slice(pkg.length + 1))];
    const run = await runFile(bin('vitest'), words, { cwd, timeout: 120_000 });
    expect(run.code, run.stdout + run.stderr).toBe(0);
    expect(run.stdout).toMatch(/Tests .*passed/);
  },
  300_000,
);

test('a hunk whose lines are gone is a mistake in the guide', () => {
  expect(applyHunks('a\nb\nc\n', [{ before: ['b'], after: ['b', 'x'] }])).toBe('a\nb\nx\nc\n');
  expect(() => applyHunks('a\n', [{ before: ['b'], after: [] }])).toThrow('no lines');
});
