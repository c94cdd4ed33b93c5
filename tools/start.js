#!/usr/bin/env node
// The entry to every job of the workspace, for a machine with nothing but Node
// and npm: brings the pinned pnpm, installs by the lockfile, builds what the job
// needs, and runs it on the workspace's own Node.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [job, ...args] = process.argv.slice(2);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node ${process.versions.node} is too old: install Node 20.19 or newer`);
}

const jobs = {
  demo() {
    turbo(['build']);
    run('node', ['tools/demo/demo.js', ...args]);
  },
  build() {
    turbo(['build', ...args]);
  },
  check() {
    check();
  },
  test() {
    // `npm test -- packages/core [vitest words]` narrows the run to one package.
    const filters = args.filter((word) => /^(packages|tools)\//.test(word));
    const words = args.filter((word) => !filters.includes(word));
    if (filters.length === 0) check();
    else turbo(['build', ...filters.map((dir) => `--filter=./${dir}...`)]);
    const status = turbo(
      [
        'test',
        '--continue',
        '--concurrency=1',
        ...filters.map((dir) => `--filter=./${dir}`),
        ...(words.length > 0 ? ['--', ...words] : []),
      ],
      { allowFailure: true },
    );
    summarize(status, filters);
  },
  bench() {
    turbo(['build']);
    run('node', ['tools/bench/bench.js', ...args]);
  },
  site() {
    turbo(['build']);
    run('node', ['tools/site/site.js', ...args]);
  },
  format() {
    turbo(['build']);
    run('node', ['tools/checks/write-flags.js']);
    run('oxfmt', ['.']);
    run('oxlint', ['--type-aware', '--fix', '.']);
  },
  release() {
    turbo(['build']);
    run('node', ['tools/registry/release.js', ...args]);
  },
};

if (!Object.hasOwn(jobs, job)) {
  fail(`unknown job ${JSON.stringify(job ?? '')}: one of ${Object.keys(jobs).join(', ')}`);
}
// pnpm has to be on PATH for turbo too, so the whole job runs inside `npm exec`.
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
if (process.env.NEARHAND_PNPM !== packageManager) {
  const words = ['exec', '--yes', `--package=${packageManager}`, '--', process.execPath];
  const result = spawnSync('npm', [...words, fileURLToPath(import.meta.url), job, ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      NEARHAND_PNPM: packageManager,
      // Published packages are tested on the machine's own Node as well.
      NEARHAND_HOST_NODE: process.env.NEARHAND_HOST_NODE ?? process.execPath,
    },
  });
  if (result.error) fail(`npm cannot be run: ${result.error.message}`);
  process.exit(result.status ?? 1);
}

const env = {
  ...process.env,
  PATH: [
    join(root, 'node_modules/node/bin'),
    join(root, 'node_modules/.bin'),
    process.env.PATH,
  ].join(delimiter),
  TURBO_TELEMETRY_DISABLED: '1',
};
install();
jobs[job]();

function install() {
  const words = ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only'];
  const result = spawnSync('pnpm', words, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.error) fail(`pnpm cannot be run: ${result.error.message}`);
  if (result.status !== 0) {
    process.stderr.write(result.stdout + result.stderr);
    fail(`the install failed (pnpm exit ${result.status})`);
  }
}

function check() {
  run('oxfmt', ['--check', '.']);
  turbo(['build', 'check']);
  run('oxlint', ['--type-aware', '--deny-warnings', '.']);
}

function turbo(words, options) {
  const separator = words.indexOf('--');
  const flags = ['--output-logs=errors-only', '--ui=stream'];
  if (words[0] === 'test') flags[0] = '--output-logs=full';
  const head = separator === -1 ? words : words.slice(0, separator);
  const tail = separator === -1 ? [] : words.slice(separator);
  return run('turbo', ['run', ...head, ...flags, ...tail], options);
}

function run(program, words, { allowFailure = false } = {}) {
  const result = spawnSync(program, words, {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (result.error) fail(`${program} cannot be run: ${result.error.message}`);
  const status = result.status ?? 1;
  if (status !== 0 && !allowFailure) process.exit(status);
  return status;
}

// Adds up what every vitest run of this job wrote, so that the last line is true
// to the runs and not to an exit code.
function summarize(status, filters) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const notes = [];
  for (const dir of packageDirs()) {
    if (filters.length > 0 && !filters.includes(dir)) continue;
    const manifest = JSON.parse(readFileSync(join(root, dir, 'package.json'), 'utf8'));
    if (!manifest.scripts?.test) continue;
    const file = join(root, dir, 'test-results/vitest.json');
    if (!existsSync(file)) {
      total.failed += 1;
      notes.push(`${dir}: its tests wrote no result`);
      continue;
    }
    const result = JSON.parse(readFileSync(file, 'utf8'));
    total.passed += result.numPassedTests;
    total.failed += result.numFailedTests;
    total.skipped += result.numPendingTests + result.numTodoTests;
    // A file that fails to load runs none of its tests: vitest counts no failed test for it.
    for (const suite of result.testResults) {
      const ran = suite.assertionResults.length;
      if (suite.status === 'failed' && !suite.assertionResults.some((t) => t.status === 'failed')) {
        total.failed += 1;
        notes.push(`${dir}: ${suite.name.slice(root.length + 1)} failed outside its ${ran} tests`);
      }
    }
    const skips = join(root, dir, 'test-results/skipped.txt');
    if (existsSync(skips)) {
      for (const line of new Set(readFileSync(skips, 'utf8').split('\n'))) {
        if (line) notes.push(`skipped in ${dir}: ${line}`);
      }
    }
  }
  if (status !== 0 && total.failed === 0) {
    total.failed += 1;
    notes.push(`turbo exited with ${status} though no test failed`);
  }
  if (process.env.NEARHAND_FORBID_SKIPS === '1' && total.skipped > 0) {
    notes.push(`${total.skipped} tests were skipped, and skips are forbidden here`);
    status ||= 1;
  }
  for (const note of notes) console.log(note);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  process.exit(total.failed > 0 ? 1 : status);
}

function packageDirs() {
  return ['packages', 'tools'].flatMap((top) =>
    readdirSync(join(root, top), { withFileTypes: true })
      .filter(
        (entry) => entry.isDirectory() && existsSync(join(root, top, entry.name, 'package.json')),
      )
      .map((entry) => `${top}/${entry.name}`),
  );
}

function fail(message) {
  console.error(`nearhand: ${message}`);
  process.exit(1);
}
