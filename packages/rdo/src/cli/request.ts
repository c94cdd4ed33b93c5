import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { findUp, type Sourced } from '@nearhand/core/config';
import { ToolError } from '@nearhand/core/errors';
import type { RdoContext } from '../cli.ts';
import { CONFIG_NAME, loadConfig, selectTarget, type Config, type Settings } from '../config.ts';
import { planCommand, type Plan, type PlanWorld } from '../plan.ts';
import { commandBytes } from './raw-argv.ts';

/** The target that `-e` or $RDO_ENV names. */
export function chosenTarget({ values, world }: RdoContext): Sourced<string> {
  if (values.target !== undefined) {
    return { value: values.target, origin: { kind: 'option', option: '--target' } };
  }
  const named = world.env['RDO_ENV'];
  if (named) return { value: named, origin: { kind: 'env', variable: 'RDO_ENV' } };
  return { value: 'default', origin: { kind: 'default' } };
}

export function settingsOf(context: RdoContext): Settings {
  return selectTarget(configOf(context), chosenTarget(context));
}

/**
 * The configuration above the working directory. A shim, which an IDE may start anywhere, also looks above the
 * files among its arguments, and then above itself.
 */
function configOf({ world, values, rest }: RdoContext): Config {
  const shim = values['as-shim'];
  if (shim === undefined) return loadConfig(world);
  const files = rest
    .flatMap((word) => [word, word.slice(word.indexOf('=') + 1), word.replace(/^file:\/\//, '')])
    .filter((word) => isAbsolute(word));
  for (const from of [
    world.cwd,
    ...files.map((file) => dirname(file)),
    folderOf(shim, world.cwd),
  ]) {
    if (findUp(CONFIG_NAME, from).kind === 'found') return loadConfig(world, from);
  }
  return loadConfig(world);
}

/** Where a shim really lies: it may be called by a link. */
function folderOf(shim: string, cwd: string): string {
  const path = resolve(cwd, shim);
  try {
    return dirname(realpathSync(path));
  } catch {
    return dirname(path);
  }
}

/** The plan that the command line asks for. */
export function planOf(
  context: RdoContext,
  argv: readonly string[],
  settings: Settings = settingsOf(context),
): Plan {
  const { values, rest, world } = context;
  if (values.tty && values['no-tty']) {
    throw new ToolError('-t and -T exclude each other', { code: 'USAGE', exitCode: 125 });
  }
  return planCommand(
    settings,
    {
      argv: commandBytes(rest, argv),
      tty: values.tty ? true : values['no-tty'] ? false : undefined,
      noStdin: values['no-stdin'],
      setEnv: values['set-env'],
      map: values.map ?? values['as-shim'] !== undefined,
      noSync: values['no-sync'],
    },
    values['as-shim'] !== undefined ? insideProject(world, settings.config.root) : world,
  );
}

/** An IDE may start a shim outside the project: then it runs in the project's top folder. */
function insideProject(world: PlanWorld, root: string): PlanWorld {
  const inside = world.cwd === root || world.cwd.startsWith(`${root}/`);
  return inside ? world : { env: world.env, cwd: root, isTerminal: (fd) => world.isTerminal(fd) };
}
