import { createEngineClient } from '../clients/engine.ts';
import { engineSocket } from '../clients/engine/endpoint.ts';
import type { Client, ClientIo } from '../client.ts';
import type { Driver, DriverContext, Reached } from '../driver.ts';

/** A container: the running one of that name, or a new one with the project mounted. */
export const docker: Driver<'docker'> = async (transport, { io, progress }) => {
  const { program, how, user, autoUp } = transport;
  if (how.kind === 'run') {
    const { createContainer } = await import('./docker-run.ts');
    const container = createContainer({ program, ...how }, io);
    const target = { program, container: container.name, user, autoUp: false };
    return { client: container.around(await execClient(target, io)) };
  }
  return containerReached({ program, container: how.name, user, autoUp }, { io, progress });
};

export interface ContainerTarget {
  /** Undefined: the engine's API where that is sure to do the same as `docker`, else `docker`. */
  readonly program: string | undefined;
  readonly container: string;
  readonly user: string | undefined;
  readonly autoUp: boolean;
}

/** Runs in a container that is there, started first if it may be. */
export async function containerReached(
  target: ContainerTarget,
  { io, progress }: Pick<DriverContext, 'io' | 'progress'>,
): Promise<Reached> {
  return {
    client: await execClient(target, io),
    async recover(error) {
      if (error.code === 'ENGINE_UNKNOWN') {
        return execClient({ ...target, program: 'docker' }, io);
      }
      // Here is nothing more to find out.
      if (error.code === 'MACHINE_MISSING' || error.code === 'TRANSPORT_CONNECT') return undefined;
      const { bringUp } = await import('./docker-program.ts');
      return (await bringUp(target, { io, progress })) ? execClient(target, io) : undefined;
    },
  };
}

async function execClient(target: ContainerTarget, io: ClientIo): Promise<Client> {
  const program = async (): Promise<Client> =>
    (await import('./docker-program.ts')).createProgramClient(target, io);
  const socketPath = target.program === undefined ? engineSocket(io.env) : undefined;
  if (socketPath === undefined) return program();
  return createEngineClient({ ...target, socketPath, io, program });
}
