import type { CliContext, Options } from '@nearhand/core/cli';
import { mustCall } from '../docker/call.ts';
import { findContainer } from '../docker/container.ts';
import { containerName, removePlan, stopPlan } from '../docker/plan.ts';
import { dockerContext, printPlans } from './docker-io.ts';

/** Nothing to end is no error: what is wanted is so. */
export async function runDown(context: CliContext<Options>): Promise<number> {
  const { report, commandValues } = context;
  const { engine, path, name } = await dockerContext(context);
  const { program } = engine;
  const plans = (container: string) => [
    stopPlan(program, container),
    removePlan(program, container),
  ];
  if (commandValues['dry-run'] === true) {
    await printPlans(context, plans(containerName(path)));
    return 0;
  }
  let count = 0;
  for (;;) {
    const container = await findContainer(engine, path);
    if (!container) break;
    for (const plan of plans(container.id)) await mustCall(engine, plan);
    report.note(`ended and removed ${container.name}`);
    count += 1;
  }
  if (count === 0) report.note(`no container runs ${name}`);
  return 0;
}
