/** Containers by the program `docker`, or one that takes the same words. */
import { ToolError } from '@nearhand/core/errors';
import type { ChannelRequest, Client, ClientIo } from '../client.ts';
import { noContainer } from '../clients/engine/api.ts';
import { createProcessClient } from '../clients/process.ts';
import type { DriverContext } from '../driver.ts';
import type { ContainerTarget } from './docker.ts';
import { capture, machineDown } from './program.ts';

/** Each channel is a `docker exec`. */
export function createProgramClient(
  { program = 'docker', container, user }: ContainerTarget,
  io: ClientIo,
): Client {
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
function execWords(
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

/**
 * Starts a container that doesn't run, if it may be. False: it runs.
 *
 * @throws ToolError that says what is wrong with it, and what to type
 */
export async function bringUp(
  { program = 'docker', container, autoUp }: ContainerTarget,
  { io, progress }: Pick<DriverContext, 'io' | 'progress'>,
): Promise<boolean> {
  const asked = await capture(
    [program, 'inspect', '--type', 'container', '--format', '{{.State.Status}}', container],
    { io },
  );
  const state = asked.stdout.trim();
  if (asked.code !== 0) {
    if (/no such (?:container|object)/i.test(asked.stderr)) throw noContainer(container, program);
    throw engineFailure(asked.stderr, program);
  }
  if (state === 'running') return false;
  const start = [program, state === 'paused' ? 'unpause' : 'start', container];
  if (!autoUp) throw machineDown(`the container ${container} is not running (${state})`, start);
  await capture(start, { io, progress });
  return true;
}

/** What docker or podman says on stderr, as an error. */
export function engineFailure(stderr: string, program: string): ToolError {
  const [line] = stderr.trim().split('\n');
  const denied = /permission denied/i.test(stderr);
  const down = /cannot connect to the docker daemon|is the docker daemon running/i.test(stderr);
  return new ToolError(line || `${program} failed`, {
    code: 'DOCKER_FAILED',
    phase: 'connect',
    exitCode: 125,
    hint: denied
      ? 'Who is in the group of that socket may use it: see ls -l, and id.'
      : down
        ? `Start the engine (systemctl start docker, or Docker Desktop), and try: ${program} info`
        : undefined,
  });
}
