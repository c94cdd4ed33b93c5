import type { CliContext } from '@nearhand/core/cli';
import { ToolError } from '@nearhand/core/errors';
import type { commandLine } from '../cli.ts';
import { realFileSystem } from '../fs.ts';
import { resolve } from '../resolve.ts';
import { rulesOf } from '../rules.ts';
import type { Resolution, ResolveOptions } from '../types.ts';
import { isTrusted } from '@nearhand/core/trust';
import { usage } from './usage.ts';

export type Context = CliContext<(typeof commandLine)['options']>;

/** Resolves a command in the world that the command line was given. */
export function resolveIn(
  { values, world, dashes }: Context,
  command: readonly string[] | undefined,
  more: Pick<ResolveOptions, 'fs' | 'onVariable' | 'isTrusted'> = {},
): Resolution {
  if (values.for !== undefined) checkStart(values.for, world);
  return resolve({
    cwd: world.cwd,
    command,
    env: world.env,
    platform: world.platform,
    from: values.for,
    literal: dashes !== undefined,
    isTrusted: (file, text) => isTrusted(file, text, world.env),
    ...more,
  });
}

/** The file may be one that is about to be written; a folder that isn't there is a slip, not another project. */
function checkStart(from: string, { cwd, platform }: Context['world']): void {
  if (from === '') throw usage('--for is empty');
  const rules = rulesOf(platform);
  const path = rules.resolve(cwd, from);
  const folder = rules.dirname(path);
  const isThere = [path, folder].some((one) => realFileSystem.kind(one) === 'directory');
  if (!isThere)
    throw new ToolError(`--for ${from}: there is no folder ${folder}`, { code: 'NO_FOLDER' });
}
