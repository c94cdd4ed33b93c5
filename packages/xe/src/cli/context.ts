import type { CliContext } from '@nearhand/core/cli';
import type { commandLine } from '../cli.ts';
import { resolve } from '../resolve.ts';
import type { Resolution, ResolveOptions } from '../types.ts';
import { isTrusted } from '@nearhand/core/trust';

export type Context = CliContext<(typeof commandLine)['options']>;

/** Resolves a command in the world that the command line was given. */
export function resolveIn(
  { values, world, dashes }: Context,
  command: readonly string[] | undefined,
  more: Pick<ResolveOptions, 'fs' | 'onVariable' | 'isTrusted'> = {},
): Resolution {
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
