import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface TestNode {
  /** `v20.19.0` and the like. */
  readonly version: string;
  readonly file: string;
}

const require = createRequire(import.meta.url);

/**
 * Every Node that the published packages are tested on: the oldest that they promise, the
 * long-term ones, the newest, and the machine's own.
 */
export function nodes(): readonly TestNode[] {
  const files = ['node20', 'node22', 'node24', 'node'].map((name) =>
    join(dirname(require.resolve(`${name}/package.json`)), 'bin/node'),
  );
  const host = process.env['NEARHAND_HOST_NODE'];
  if (host) files.push(host);
  const seen = new Map<string, TestNode>();
  for (const file of files) {
    const { stdout, error } = spawnSync(file, ['--version'], { encoding: 'utf8' });
    if (error) throw new Error(`${file} cannot be run: ${error.message}`);
    const version = stdout.trim();
    if (!seen.has(version)) seen.set(version, { version, file });
  }
  return [...seen.values()];
}
