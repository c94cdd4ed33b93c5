import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { binFile, runBin, runFile, type RunFileOptions } from '@nearhand/test-kit';

export const bin = binFile('tsf');

/** How long a run may take on a machine that is busy with something else, in milliseconds. */
const PATIENCE = 100_000;

/** The moment that most tests stamp with: 2015-03-26 12:34:12 in UTC. */
export const STAMP = '20150326123412';
export const FROZEN = ['--utc', '--time', '2015-03-26T12:34:12Z'];

export function tsf(args: readonly string[], cwd: string, options: RunFileOptions = {}) {
  return runBin('tsf', args, { cwd, timeout: PATIENCE, ...options });
}

/** Runs a line of sh in `cwd`; `$tsf` is the command (two words). */
export function sh(line: string, cwd: string, options: RunFileOptions = {}) {
  return runFile('bash', ['-c', line], {
    cwd,
    timeout: PATIENCE,
    ...options,
    env: { ...process.env, ...options.env, tsf: `${process.execPath} ${bin}` },
  });
}

/** Starts tsf with pipes; the test ends it. */
export function start(args: readonly string[], cwd: string): ChildProcess {
  return spawn(process.execPath, [bin, ...args], { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** The names in a folder, sorted, without the record of the runs. */
export function files(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name !== '.tsf.jsonl')
    .sort();
}

export function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** The lines of the record, each of which must be JSON. */
export function records(folder: string): readonly Record<string, unknown>[] {
  const file = join(folder, '.tsf.jsonl');
  if (!existsSync(file)) return [];
  return read(folder, '.tsf.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** How a process ended. */
export function ended(
  child: ChildProcess,
): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

/** Waits until `check` holds: what another process does has no event here. */
export async function until(check: () => boolean): Promise<void> {
  for (let waited = 0; !check(); waited += 5) {
    if (waited > 60_000) throw new Error('it did not come true');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
