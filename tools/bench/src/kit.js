import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { median, pairwise } from './statistics.js';

const require = createRequire(import.meta.url);

/**
 * What a suite measures with. Rows of one call are measured in turn, there and back (A B C C B A …), and compared
 * run by run: what a process leaves behind, such as memory to be cleared and data to be written, slows whatever
 * comes next, and mustn't slow the same row each time; a row with `missing` is shown as such and not measured.
 */
export function createKit({ onTable = () => {}, onLine = () => {} } = {}) {
  const tables = [];
  const targets = [];
  const notes = [];

  /** Whole processes; wall time in milliseconds. */
  async function commands(title, rows, { runs = 11, warmup = 2, memory = false } = {}) {
    const present = rows.filter((row) => !row.missing);
    const samples = new Map(present.map((row) => [row.label, []]));
    for (let i = -warmup; i < runs; i++) {
      for (const row of thereAndBack(present, i + warmup)) {
        await row.before?.();
        const elapsed = await timeProcess(row);
        await row.after?.();
        if (i >= 0) samples.get(row.label).push(elapsed);
      }
    }
    const peaks = new Map();
    if (memory) for (const row of present) peaks.set(row.label, await peakMemory(row));
    return finish({ title, unit: 'ms', rows, samples, peaks });
  }

  /** Loops inside this process; nanoseconds per call of `fn`. */
  async function functions(title, rows, { calls = 100_000, runs = 11, warmup = 2 } = {}) {
    const present = rows.filter((row) => !row.missing);
    const samples = new Map(present.map((row) => [row.label, []]));
    for (let i = -warmup; i < runs; i++) {
      for (const row of thereAndBack(present, i + warmup)) {
        const { fn } = row;
        globalThis.gc?.();
        const start = process.hrtime.bigint();
        let last;
        for (let call = 0; call < calls; call++) last = fn();
        if (last instanceof Promise) throw new TypeError(`${row.label}: fn must not be async`);
        const elapsed = Number(process.hrtime.bigint() - start) / calls;
        if (i >= 0) samples.get(row.label).push(elapsed);
        sink = last;
      }
    }
    return finish({ title, unit: 'ns', rows, samples, peaks: new Map() });
  }

  /** Anything else: each row's `sample` measures once and gives a number in `unit`. */
  async function measure(title, rows, { unit, runs = 5, warmup = 1, higherIsBetter = false }) {
    const present = rows.filter((row) => !row.missing);
    const samples = new Map(present.map((row) => [row.label, []]));
    for (let i = -warmup; i < runs; i++) {
      for (const row of thereAndBack(present, i + warmup)) {
        const value = await row.sample();
        if (i >= 0) samples.get(row.label).push(value);
      }
    }
    return finish({ title, unit, rows, samples, peaks: new Map(), higherIsBetter });
  }

  function finish({ title, unit, rows, samples, peaks, higherIsBetter = false }) {
    const table = {
      title,
      unit,
      higherIsBetter,
      rows: rows.map((row) => {
        if (row.missing) return { label: row.label, missing: row.missing };
        const values = samples.get(row.label);
        const middle = median(values);
        const perSecond = unit === 'ms' ? 1e3 / middle : 1e9 / middle;
        return {
          label: row.label,
          median: middle,
          min: Math.min(...values),
          max: Math.max(...values),
          ...(row.bytes ? { bytesPerSecond: row.bytes * perSecond } : {}),
          ...(peaks.get(row.label) ? { peakMemory: peaks.get(row.label) } : {}),
          samples: values,
        };
      }),
    };
    tables.push(table);
    onTable(table);
    const of = (label) => {
      if (!rows.some((row) => row.label === label)) throw new Error(`no row is called ${label}`);
      return samples.get(label);
    };
    const both = (a, b, compare) => (of(a) && of(b) ? pairwise(of(a), of(b), compare) : undefined);
    return {
      /** Median, over the runs, of A's time by B's time. Undefined where one of them is missing. */
      ratio: (a, b) => both(a, b, (x, y) => x / y),
      difference: (a, b) => both(a, b, (x, y) => x - y),
      median: (label) => (of(label) ? median(of(label)) : undefined),
      /** Peak resident memory in bytes, where `memory: true` was asked for and GNU time is there. */
      memory: (label) => peaks.get(label),
    };
  }

  function target(title, value, { atMost, atLeast, unit = '' }) {
    const verdict =
      value === undefined
        ? 'not measured'
        : (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast)
          ? 'met'
          : 'missed';
    const entry = { title, value, atMost, atLeast, unit, verdict };
    targets.push(entry);
    const bound = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`;
    const got = value === undefined ? '' : ` (${round(value)}${unit && ` ${unit}`}, ${bound})`;
    onLine(`${verdict.padEnd(12)} ${title}${got}`);
    return entry;
  }

  return {
    commands,
    functions,
    measure,
    target,
    note(text) {
      notes.push(text);
      onLine(text);
    },
    node: process.execPath,
    /** The built command of one of the packages, or undefined before it is built. */
    bin(name) {
      const manifestFile = require.resolve(`@nearhand/${name}/package.json`);
      const { bin } = JSON.parse(readFileSync(manifestFile, 'utf8'));
      return join(dirname(manifestFile), bin[name]);
    },
    /** Whether a program of that name is on PATH. */
    which: (name) => spawnSync('sh', ['-c', 'command -v "$1"', 'sh', name]).status === 0,
    /** A folder for the run of `use`, removed after it. */
    async scratch(use, parent = tmpdir()) {
      const dir = mkdtempSync(join(parent, 'nearhand-bench-'));
      try {
        return await use(dir);
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    },
    result: () => ({ tables, targets, notes }),
  };
}

// What a measured function gives back must be used, or the engine may drop the call.
export let sink;

const thereAndBack = (rows, run) => (run % 2 === 0 ? rows : rows.toReversed());

function timeProcess(row) {
  return new Promise((resolve, reject) => {
    const fds = [];
    const open = (file, flags) => {
      const fd = openSync(file, flags);
      fds.push(fd);
      return fd;
    };
    const stdin = row.stdin?.file
      ? open(row.stdin.file, 'r')
      : row.stdin?.command
        ? 'pipe'
        : 'ignore';
    const stdout = row.stdout?.file ? open(row.stdout.file, 'w') : 'ignore';
    const feeder = row.stdin?.command
      ? spawn(row.stdin.command[0], row.stdin.command.slice(1), {
          stdio: ['ignore', 'pipe', 'ignore'],
        })
      : undefined;
    const start = process.hrtime.bigint();
    const child = spawn(row.argv[0], row.argv.slice(1), {
      cwd: row.cwd,
      env: row.env ?? process.env,
      // The feeder's pipe itself, so that no byte passes through this process.
      stdio: [feeder ? feeder.stdout : stdin, stdout, row.stderr ?? 'ignore'],
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
      for (const fd of fds) closeSync(fd);
      feeder?.stdout.destroy();
      if (code !== (row.exit ?? 0)) {
        reject(new Error(`${row.label}: ended with ${signal ?? code}, so its time means nothing`));
      } else resolve(elapsed);
    });
  });
}

/** Peak resident memory in bytes of one more run, by GNU time; undefined where that isn't there. */
async function peakMemory(row) {
  if (!existsSync('/usr/bin/time')) return undefined;
  const dir = mkdtempSync(join(tmpdir(), 'nearhand-peak-'));
  try {
    const out = join(dir, 'peak');
    await row.before?.();
    await timeProcess({ ...row, argv: ['/usr/bin/time', '-f', '%M', '-o', out, ...row.argv] });
    await row.after?.();
    return Number(readFileSync(out, 'utf8').trim().split('\n').at(-1)) * 1024;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function round(value) {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
