import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Adds up what every vitest run of a job wrote, so that the last line is true to the runs and not to
 * an exit code. Plain JavaScript without dependencies: it is read before anything is installed.
 *
 * @param {string} root - the workspace
 * @param {object} run
 * @param {readonly string[]} run.only - folders such as `packages/tsf`; none means all that have tests
 * @param {number} run.status - how the run of all suites exited
 * @param {boolean} run.forbidSkips - whether a skipped test counts as a failure of the run
 * @returns {{ lines: string[], exitCode: number }}
 */
export function totals(root, { only, status, forbidSkips }) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  for (const dir of packagesWithTests(root)) {
    if (only.length > 0 && !only.includes(dir)) continue;
    const file = join(root, dir, 'test-results/vitest.json');
    if (!existsSync(file)) {
      sum.failed += 1;
      lines.push(`${dir}: its tests wrote no result`);
      continue;
    }
    const result = JSON.parse(readFileSync(file, 'utf8'));
    sum.passed += result.numPassedTests;
    sum.failed += result.numFailedTests;
    sum.skipped += result.numPendingTests + result.numTodoTests;
    // A file that fails to load, or whose set-up fails, has no failed test: vitest counts none for it.
    for (const suite of result.testResults) {
      if (suite.status !== 'failed') continue;
      if (suite.assertionResults.some((test) => test.status === 'failed')) continue;
      sum.failed += 1;
      lines.push(`${suite.name.replace(`${root}/`, '')} failed outside its tests`);
    }
    if (!result.success && sum.failed === 0) {
      sum.failed += 1;
      lines.push(`${dir}: its run failed though no test did`);
    }
    const skips = join(root, dir, 'test-results/skipped.txt');
    if (existsSync(skips)) {
      for (const line of new Set(readFileSync(skips, 'utf8').split('\n'))) {
        if (line) lines.push(`skipped in ${dir}: ${line}`);
      }
    }
  }
  if (status !== 0 && sum.failed === 0) {
    sum.failed += 1;
    lines.push(`the run exited with ${status} though no test failed`);
  }
  const refused = forbidSkips && sum.skipped > 0;
  if (refused) lines.push(`${sum.skipped} tests were skipped, and skips are forbidden here`);
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : '';
  lines.push(`${sum.passed} passed, ${sum.failed} failed${skipped}`);
  return { lines, exitCode: sum.failed > 0 || refused ? 1 : 0 };
}

/** Removes the results of earlier runs. */
export function forgetResults(root) {
  for (const dir of packagesWithTests(root)) {
    rmSync(join(root, dir, 'test-results'), { recursive: true, force: true });
  }
}

function packagesWithTests(root) {
  return ['packages', 'tools'].flatMap((top) =>
    readdirSync(join(root, top))
      .map((name) => `${top}/${name}`)
      .filter((dir) => {
        const file = join(root, dir, 'package.json');
        return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).scripts?.test;
      }),
  );
}
