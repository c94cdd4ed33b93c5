import { join } from 'node:path';
import { expect } from 'vitest';
import { runFile, writeTree } from '@nearhand/test-kit';
import type { Scene } from '../support/project.ts';

/** Runs a real tool in a folder of the project, and fails with its words when it fails. */
export async function must(
  { root, env }: Scene,
  [file, ...args]: readonly [string, ...string[]],
  more: { in?: string; env?: Record<string, string> } = {},
): Promise<string> {
  const cwd = join(root, more.in ?? '');
  const ended = await runFile(file, args, { cwd, env: { ...env, ...more.env }, timeout: 100_000 });
  if (ended.code !== 0) {
    throw new Error(
      `${file} ${args.join(' ')} ended with ${ended.code}: ${ended.stderr}${ended.stdout}`,
    );
  }
  return ended.stdout;
}

/**
 * Runs a command by xe from the root, from a folder below, from a nested project, and with another
 * environment active; each time its output must be the same.
 */
export async function everywhere(
  scene: Scene,
  command: readonly string[],
  expected: string,
): Promise<void> {
  writeTree(scene.root, { 'sub/deep/x': '', 'nested/package.json': '{}', 'nested/src/x': '' });
  writeTree(scene.dir, {
    'other/pyvenv.cfg': 'home = /usr/bin\n',
    [`other/bin/${command[0]}`]: '#!/bin/sh\necho the other one\n',
  });
  const other = {
    ...scene.env,
    VIRTUAL_ENV: `${scene.dir}/other`,
    PATH: `${scene.dir}/other/bin:${scene.env['PATH']}`,
  };
  const runs = [
    { where: '', env: scene.env },
    { where: 'sub/deep', env: scene.env },
    { where: 'nested/src', env: scene.env },
    { where: '', env: other },
    { where: 'nested', env: other },
  ];
  for (const { where, env } of runs) {
    const ended = await scene.xe(command, { in: where, env });
    expect([where, ended.stdout.trim(), ended.code], ended.stderr).toEqual([where, expected, 0]);
  }
}
