#!/usr/bin/env node
// The entry to every job of the workspace, for a machine with nothing but Node
// and npm: brings the pinned pnpm, installs by the lockfile, builds what the job
// needs, and runs it on the workspace's own Node.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forgetResults, selected, totals } from './totals.js';

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
    const { filters, words } = selected(args);
    // What an earlier run wrote must not be added up as this one's.
    forgetResults(root);
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
    const { lines, exitCode } = totals(root, {
      only: filters,
      status,
      forbidSkips: process.env.NEARHAND_FORBID_SKIPS === '1',
    });
    for (const line of lines) console.log(line);
    process.exit(exitCode);
  },
  lab() {
    run('node', ['tools/lab/lab.js', ...args]);
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

function fail(message) {
  console.error(`nearhand: ${message}`);
  process.exit(1);
}
