import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The line above the failures. What follows a run can find them by it. */
const FAILURES_HEAD = 'what failed:';
/** How much of a failure's message is repeated at the end; the whole stands above. */
const LINES_SHOWN = 16;

/**
 * Adds up what every vitest run of a job wrote, so that the last line is true to the runs and not to
 * an exit code, and names what failed just above it, for whoever sees only the end of a log. Plain
 * JavaScript without dependencies: it is read before anything is installed.
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
  const notes = [];
  const failures = [];
  for (const dir of packagesWithTests(root)) {
    if (only.length > 0 && !only.includes(dir)) continue;
    const file = join(root, dir, 'test-results/vitest.json');
    if (!existsSync(file)) {
      sum.failed += 1;
      failures.push(`  ${dir}: its tests wrote no result`);
      continue;
    }
    const result = JSON.parse(readFileSync(file, 'utf8'));
    sum.passed += result.numPassedTests;
    sum.failed += result.numFailedTests;
    sum.skipped += result.numPendingTests + result.numTodoTests;
    const listed = join(root, dir, 'test-results/failures.json');
    const found = existsSync(listed) ? JSON.parse(readFileSync(listed, 'utf8')) : [];
    for (const failure of found) {
      // A file that fails to load, or a set-up that throws, is no failed test to vitest.
      if (failure.kind !== 'test') sum.failed += 1;
      failures.push(...described(`${dir}/${failure.name}`, failure.message, `${root}/${dir}/`));
    }
    if (!result.success && found.length === 0) {
      if (result.numFailedTests === 0) sum.failed += 1;
      failures.push(`  ${dir}: its run failed, and didn't say by what`);
    }
    const skips = join(root, dir, 'test-results/skipped.txt');
    if (existsSync(skips)) {
      for (const line of new Set(readFileSync(skips, 'utf8').split('\n'))) {
        if (line) notes.push(`skipped in ${dir}: ${line}`);
      }
    }
  }
  if (status !== 0 && sum.failed === 0) {
    sum.failed += 1;
    failures.push(`  the run exited with ${status} though no test failed`);
  }
  const refused = forbidSkips && sum.skipped > 0;
  if (refused) failures.push(`  ${sum.skipped} tests were skipped, and skips are forbidden here`);
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : '';
  const last = `${sum.passed} passed, ${sum.failed} failed${skipped}`;
  const head = failures.length > 0 ? [FAILURES_HEAD] : [];
  return {
    lines: [...notes, ...head, ...failures, last],
    exitCode: sum.failed > 0 || refused ? 1 : 0,
  };
}

/** The name of a failure, and below it the first lines of what it says, paths from `folder` on. */
function described(name, message, folder) {
  const lines = message.replaceAll(folder, '').split('\n');
  const shown = lines.slice(0, LINES_SHOWN).map((line) => `    ${line}`.trimEnd());
  if (lines.length > LINES_SHOWN) shown.push('    …');
  return [`  ${name}`, ...shown];
}

/**
 * What `npm test -- packages/core [vitest words]` narrows the run to: a package's folder, or a file of it
 * by its whole path, as a shell completes both.
 *
 * @param {readonly string[]} args
 * @returns {{ filters: string[], words: string[] }}
 */
export function selected(args) {
  const filters = new Set();
  const words = [];
  for (const word of args) {
    const [, folder, file] = /^(?:\.\/)?((?:packages|tools)\/[^/]+)(?:\/+(.*))?$/.exec(word) ?? [];
    if (folder) filters.add(folder);
    if (!folder || file) words.push(file ?? word);
  }
  return { filters: [...filters], words };
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
