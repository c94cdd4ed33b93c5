import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ToolError } from '@nearhand/core/errors';
import type { Driver, Reached } from '../driver.ts';
import { readFact, writeFact } from '../facts.ts';
import { containerReached } from './docker.ts';

const FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/**
 * A service of a Compose project. Compose itself takes long to start and only finds the container, so its
 * id is kept, and looked up again (by Compose's labels) when it no longer holds.
 */
export const compose: Driver<'compose'> = async (transport, { plan, io, progress }) => {
  const { service, user, autoUp } = transport;
  const project = composeRoot(plan.settings.config.root);
  const key = `compose\0${project}\0${service}\0${io.env['COMPOSE_PROJECT_NAME'] ?? ''}`;
  const find = async (): Promise<string> => {
    const { runningService } = await import('./compose-service.ts');
    const id = await runningService(
      { program: transport.program, project, service, autoUp },
      { io, progress },
    );
    writeFact(io.env, key, id);
    return id;
  };
  // Whichever program knows of services, the containers are Docker's.
  const program = transport.program === undefined ? undefined : 'docker';
  const reached = (container: string): Promise<Reached> =>
    containerReached({ program, container, user, autoUp: false }, { io, progress });
  const known = readFact(io.env, key) as string | undefined;
  if (known === undefined) return reached(await find());
  const before = await reached(known);
  return {
    client: before.client,
    async recover(error) {
      if (error.code === 'ENGINE_UNKNOWN') return before.recover?.(error);
      const now = await find();
      return now === known ? undefined : (await reached(now)).client;
    },
  };
};

/** The folder of the Compose file, which Compose searches upward for. */
function composeRoot(root: string): string {
  for (let dir = root; ; dir = dirname(dir)) {
    if (FILES.some((name) => existsSync(join(dir, name)))) return dir;
    if (dirname(dir) === dir) break;
  }
  throw new ToolError(`there is no compose.yaml in ${root} or above`, {
    code: 'COMPOSE_NO_FILE',
    phase: 'resolve',
    exitCode: 125,
  });
}
