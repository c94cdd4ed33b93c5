import type { Sourced } from '@nearhand/core/config';
import { ToolError } from '@nearhand/core/errors';
import type { RdoContext } from '../cli.ts';
import { loadConfig, selectTarget, type Settings } from '../config.ts';
import { planCommand, type Plan } from '../plan.ts';
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
  return selectTarget(loadConfig(context.world), chosenTarget(context));
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
    },
    world,
  );
}
