import { tempDir, writeTree } from '@nearhand/test-kit';
import { expect, test } from 'vitest';
import { totals } from '../../totals.js';

const TESTED = JSON.stringify({ scripts: { test: 'vitest run' } });
const all = { only: [], status: 0, forbidSkips: false };

interface Numbers {
  readonly passed?: number;
  readonly failed?: number;
  readonly skipped?: number;
  readonly suites?: readonly object[];
}

function results({ passed = 0, failed = 0, skipped = 0, suites = [] }: Numbers): string {
  return JSON.stringify({
    success: failed === 0,
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: 0,
    testResults: suites,
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

test('the last line holds the sums of all runs', () => {
  const root = workspace({ 'packages/a': { passed: 3 }, 'tools/b': { passed: 4, skipped: 2 } });
  expect(totals(root, all)).toEqual({ lines: ['7 passed, 0 failed, 2 skipped'], exitCode: 0 });
  expect(totals(root, { ...all, only: ['packages/a'] }).lines).toEqual(['3 passed, 0 failed']);
});

test('a failed test fails the run', () => {
  const root = workspace({ 'packages/a': { passed: 3, failed: 1 } });
  expect(totals(root, { ...all, status: 1 })).toEqual({
    lines: ['3 passed, 1 failed'],
    exitCode: 1,
  });
});

test('a package whose tests left no result has failed', () => {
  const root = workspace({ 'packages/a': { passed: 3 }, 'packages/b': undefined });
  const { lines, exitCode } = totals(root, all);
  expect(lines).toEqual(['packages/b: its tests wrote no result', '3 passed, 1 failed']);
  expect(exitCode).toBe(1);
});

test('a test file that could not be loaded counts as one failure', () => {
  const root = workspace({ 'packages/a': { passed: 3 } });
  const suites = [
    { name: `${root}/packages/a/test/x.test.ts`, status: 'failed', assertionResults: [] },
  ];
  writeTree(root, { 'packages/a/test-results/vitest.json': results({ passed: 3, suites }) });
  expect(totals(root, { ...all, status: 1 }).lines).toEqual([
    'packages/a/test/x.test.ts failed outside its tests',
    '3 passed, 1 failed',
  ]);
});

test('a run that exits badly without a failed test has failed', () => {
  const root = workspace({ 'packages/a': { passed: 3 } });
  expect(totals(root, { ...all, status: 137 })).toEqual({
    lines: ['the run exited with 137 though no test failed', '3 passed, 1 failed'],
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
  expect(totals(root, { ...all, forbidSkips: true })).toMatchObject({ exitCode: 1 });
});
