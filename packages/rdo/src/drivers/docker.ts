import { ToolError } from '@nearhand/core/errors';
import type { ChannelRequest, Client, ClientIo } from '../client.ts';
import { createProcessClient } from '../clients/process.ts';
import type { Driver, DriverContext, Reached } from '../driver.ts';
import { createContainerClient } from './docker-run.ts';
import { capture, machineDown } from './program.ts';

/** A container: the running one of that name, or a new one with the project mounted. */
export const docker: Driver<'docker'> = async (transport, { io, progress }) => {
  const { program, how, user, autoUp } = transport;
  if (how.kind === 'run') {
    return { client: createContainerClient({ ...transport, ...how }, io) };
  }
  const container = how.name;
  return containerReached({ program, container, user, autoUp }, { io, progress });
};

export interface ContainerTarget {
  readonly program: string;
  readonly container: string;
  readonly user: string | undefined;
  readonly autoUp: boolean;
}

/** Runs in a container that is there, started first if it may be. */
export function containerReached(
  target: ContainerTarget,
  { io, progress }: Pick<DriverContext, 'io' | 'progress'>,
): Reached {
  const client = execClient(target, io);
  return {
    client,
    async recover() {
      const { program, container, autoUp } = target;
      const asked = await capture(
        [program, 'inspect', '--type', 'container', '--format', '{{.State.Status}}', container],
        { io },
      );
      const state = asked.stdout.trim();
      if (asked.code !== 0) throw noContainer(target, asked.stderr);
      if (state === 'running') return undefined;
      const start = [program, state === 'paused' ? 'unpause' : 'start', container];
      if (!autoUp) throw machineDown(`the container ${container} is not running (${state})`, start);
      await capture(start, { io, progress });
      return execClient(target, io);
    },
  };
}

function noContainer({ program, container }: ContainerTarget, stderr: string): ToolError {
  const missing = /no such (?:container|object)/i.test(stderr);
  const line = stderr.trim().split('\n')[0] ?? '';
  return new ToolError(missing ? `there is no container ${container}` : line, {
    code: missing ? 'MACHINE_MISSING' : 'DOCKER_FAILED',
    phase: missing ? 'resolve' : 'connect',
    exitCode: 125,
    hint: missing ? `See those that are there: ${program} ps -a` : undefined,
  });
}

function execClient({ program, container, user }: ContainerTarget, io: ClientIo): Client {
  return createProcessClient({
    name: program,
    io,
    ownsTerminal: io.isTerminal(0) && io.isTerminal(1),
    command: (request) => [
      program,
      'exec',
      ...execWords(request, { user, io }),
      container,
      ...request.argv,
    ],
  });
}

/** The options of `exec` that docker and podman share. */
export function execWords(
  request: ChannelRequest,
  { user, io }: { readonly user: string | undefined; readonly io: ClientIo },
): string[] {
  const words: string[] = [];
  // With both, docker refuses a stdin that is no terminal ('the input device is not a TTY').
  if (request.stdin !== 'none' && (!request.tty || io.isTerminal(0))) words.push('-i');
  if (request.tty) {
    words.push('-t');
    // docker sets TERM=xterm; ssh takes it along.
    if (io.env['TERM']) words.push('-e', 'TERM');
  }
  if (user !== undefined) words.push('-u', user);
  return words;
}
