import { join } from 'node:path';
import {
  runBin,
  tempDir,
  writeTree,
  type RunFileOptions,
  type RunResult,
} from '@nearhand/test-kit';

/** A project in a new folder, and a home folder of its own beside it. */
export interface Scene {
  /** The folder above all. */
  readonly dir: string;
  /** The project's root. */
  readonly root: string;
  readonly env: Record<string, string>;
  /** Runs the built xe in a folder of the project. */
  readonly xe: (
    args: readonly string[],
    options?: RunFileOptions & { in?: string; node?: string },
  ) => Promise<RunResult>;
}

export function scene(
  tree: Readonly<Record<string, string>>,
  extra: Record<string, string> = {},
): Scene {
  const dir = tempDir('xe-');
  const root = join(dir, 'project');
  writeTree(root, { '.git/': '', ...tree });
  writeTree(dir, { 'home/': '' });
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: join(dir, 'home'),
    LC_ALL: 'C.UTF-8',
    ...extra,
  };
  return {
    dir,
    root,
    env,
    xe(args, { in: inside = '', ...options } = {}) {
      return runBin('xe', args, { cwd: join(root, inside), env, ...options });
    },
  };
}
