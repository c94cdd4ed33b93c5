import type { CliContext, Options } from '@nearhand/core/cli';
import type { Outcome } from '@nearhand/core/process';
import { containerName, logsPlan } from '../docker/plan.ts';
import { dockerContext, printPlans, theContainer } from './docker-io.ts';
import { loadFolder } from './folder-io.ts';
import { followLog } from './follow-log.ts';

/** The streams are the container's own: its stdout to stdout, its stderr to stderr. */
export async function runLogs(context: CliContext<Options>): Promise<Outcome | number> {
  const { world, rest, commandValues } = context;
  const { follow, tail } = commandValues as { readonly follow?: boolean; readonly tail?: number };
  const docker = await dockerContext(context);
  const { program } = docker.engine;
  if (commandValues['dry-run'] === true) {
    await printPlans(context, [logsPlan(program, containerName(docker.path), { follow, tail })]);
    return 0;
  }
  const { id } = await theContainer(docker);
  // A folder that can't be read now has a log all the same.
  const loaded = follow ? await loadFolder(world, rest[0]).catch(() => undefined) : undefined;
  return followLog(context, docker, { loaded, argv: logsPlan(program, id, { follow, tail }) });
}
