import { tempDir, writeTree } from '@nearhand/test-kit';
import { expect, test } from 'vitest';
import { selected, totals } from '../../totals.js';

const TESTED = JSON.stringify({ scripts: { test: 'vitest run' } });
const all = { only: [], status: 0, forbidSkips: false };

interface Numbers {
  readonly passed?: number;
  readonly failed?: number;
  readonly skipped?: number;
}

function results({ passed = 0, failed = 0, skipped = 0 }: Numbers): string {
  return JSON.stringify({
    success: failed === 0,
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: 0,
  });
}

function workspace(packages: Record<string, Numbers | undefined>): string {
  const root = tempDir();
  writeTree(root, { 'packages/': '', 'tools/': '', 'tools/untested/package.json': '{}' });
  for (const [dir, numbers] of Object.entries(packages)) {
    writeTree(root, { [`${dir}/package.json`]: TESTED });
    if (numbers) writeTree(root, { [`${dir}/test-results/vitest.json`]: results(numbers) });
  }
  return root;
}

function withFailures(root: string, failures: readonly object[]): void {
  writeTree(root, { 'packages/a/test-results/failures.json': JSON.stringify(failures) });
}

test('the last line holds the sums of all runs', () => {
  const root = workspace({ 'packages/a': { passed: 3 }, 'tools/b': { passed: 4, skipped: 2 } });
  expect(totals(root, all)).toEqual({ lines: ['7 passed, 0 failed, 2 skipped'], exitCode: 0 });
  expect(totals(root, { ...all, only: ['packages/a'] }).lines).toEqual(['3 passed, 0 failed']);
});

test('a failed test fails the run, and is named above the totals', () => {
  const root = workspace({ 'packages/a': { passed: 3, failed: 1 }, 'packages/b': { passed: 1 } });
  const message = `AssertionError: one is not two\nat ${root}/packages/a/test/x.test.ts:3:4\n- 1\n+ 2`;
  withFailures(root, [{ kind: 'test', name: 'test/x.test.ts > numbers > are equal', message }]);
  writeTree(root, { 'packages/b/test-results/skipped.txt': 'no sshd here: get it\n' });
  expect(totals(root, { ...all, status: 1 })).toEqual({
    lines: [
      'skipped in packages/b: no sshd here: get it',
      'what failed:',
      '  packages/a/test/x.test.ts > numbers > are equal',
      '    AssertionError: one is not two',
      '    at test/x.test.ts:3:4',
      '    - 1',
      '    + 2',
      '4 passed, 1 failed',
    ],
    exitCode: 1,
  });
});

test('a long message is cut', () => {
  const root = workspace({ 'packages/a': { failed: 1 } });
  const message = Array.from({ length: 100 }, (_, i) => `line ${i}`).join('\n');
  withFailures(root, [{ kind: 'test', name: 'x', message }]);
  const { lines } = totals(root, { ...all, status: 1 });
  expect(lines).toHaveLength(1 + 1 + 16 + 1 + 1);
  expect(lines.slice(-2)).toEqual(['    …', '0 passed, 1 failed']);
});

test.each(['file', 'set-up', 'unhandled'])('what is no test (%s) counts as one failure', (kind) => {
  const root = workspace({ 'packages/a': { passed: 3 } });
  withFailures(root, [{ kind, name: 'test/x.test.ts', message: 'it broke' }]);
  expect(totals(root, { ...all, status: 1 }).lines).toEqual([
    'what failed:',
    '  packages/a/test/x.test.ts',
    '    it broke',
    '3 passed, 1 failed',
  ]);
});

test('a package whose tests left no result has failed', () => {
  const root = workspace({ 'packages/a': { passed: 3 }, 'packages/b': undefined });
  const { lines, exitCode } = totals(root, all);
  expect(lines).toEqual([
    'what failed:',
    '  packages/b: its tests wrote no result',
    '3 passed, 1 failed',
  ]);
  expect(exitCode).toBe(1);
});

test('a run that exits badly without a failed test has failed', () => {
  const root = workspace({ 'packages/a': { passed: 3 } });
  expect(totals(root, { ...all, status: 137 })).toEqual({
    lines: [
      'what failed:',
      '  the run exited with 137 though no test failed',
      '3 passed, 1 failed',
    ],
    exitCode: 1,
  });
});

test('skips are told with their reasons, and fail the run where they are forbidden', () => {
  const root = workspace({ 'packages/a': { passed: 3, skipped: 1 } });
  writeTree(root, {
    'packages/a/test-results/skipped.txt': 'no sshd here: get it\nno sshd here: get it\n',
  });
  expect(totals(root, all)).toEqual({
    lines: ['skipped in packages/a: no sshd here: get it', '3 passed, 0 failed, 1 skipped'],
    exitCode: 0,
  });
  const refused = totals(root, { ...all, forbidSkips: true });
  expect(refused.exitCode).toBe(1);
  expect(refused.lines).toContain('  1 tests were skipped, and skips are forbidden here');
});

test.each([
  [['packages/a'], ['packages/a'], []],
  [['packages/a/'], ['packages/a'], []],
  [['./packages/a', 'test/x.test.ts'], ['packages/a'], ['test/x.test.ts']],
  [['tools/b/test/x.test.ts', '-t', 'name'], ['tools/b'], ['test/x.test.ts', '-t', 'name']],
  [[], [], []],
])('npm test -- %j', (args, filters, words) => {
  expect(selected(args)).toEqual({ filters, words });
});
