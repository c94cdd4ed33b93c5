import type { Plan } from './plan.ts';
import type { SyncPlan } from './sync-plan.ts';

/** What follows from the settings, as rows of `--explain`: name, value, reason. */
export function describePlan(plan: Plan): readonly (readonly [string, string, string])[] {
  const { config } = plan.settings;
  return [
    ['runs in', plan.directory, `the twin of the working directory (root ${config.root})`],
    [
      'terminal',
      plan.tty ? 'yes' : 'no',
      plan.tty ? 'stdin and stdout are one, or -t' : 'stdin or stdout is none, or -T',
    ],
    ...(plan.environment.length > 0
      ? ([['variables', plan.environment.map(([name]) => name).join(', '), 'env, -E']] as const)
      : []),
    ...(plan.sync ? syncRows(plan.sync) : []),
  ];
}

function syncRows({
  root,
  directory,
  pull,
}: SyncPlan): readonly (readonly [string, string, string])[] {
  return [
    [
      'pushes',
      `${root} to ${directory}`,
      'before the command: what git does not ignore, and changed',
    ],
    ...(pull.length > 0 ? ([['pulls', pull.join(', '), 'after the command']] as const) : []),
  ];
}
