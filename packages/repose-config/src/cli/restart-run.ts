import type { CliContext, Options } from '@nearhand/core/cli';
import type { Outcome } from '@nearhand/core/process';
import { mustCall } from '../docker/call.ts';
import { inspect } from '../docker/container.ts';
import { containerName, restartPlan } from '../docker/plan.ts';
import { dockerContext, printPlans, checkFirst, theContainer, untilReady } from './docker-io.ts';
import { loadFolder, usage } from './folder-io.ts';

/** A folder with errors leaves the container as it is. */
export async function runRestart(context: CliContext<Options>): Promise<Outcome | number> {
  const { world, rest, commandValues } = context;
  if (rest.length > 1) throw usage('restart takes one folder');
  await checkFirst(context, await loadFolder(world, rest[0]));
  const docker = await dockerContext(context);
  const { engine, path } = docker;
  if (commandValues['dry-run'] === true) {
    await printPlans(context, [restartPlan(engine.program, containerName(path))]);
    return 0;
  }
  const container = await theContainer(docker);
  await mustCall(engine, restartPlan(engine.program, container.id));
  const now = await inspect(engine, container.id);
  return (await untilReady(context, docker, now ?? container)) ?? 0;
}
