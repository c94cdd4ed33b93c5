/** Finds the container of a service, and brings the service up. */
import { ToolError } from '@nearhand/core/errors';
import { toDisplay } from '@nearhand/core/quote';
import type { ClientIo } from '../client.ts';
import type { DriverContext } from '../driver.ts';
import { engineFailure } from './docker-program.ts';
import { capture, machineDown } from './program.ts';

export interface Service {
  /** What to call in place of `docker compose` or `docker-compose`. */
  readonly program: readonly string[] | undefined;
  /** The folder of the Compose file. */
  readonly project: string;
  readonly service: string;
  readonly autoUp: boolean;
}

/**
 * The id of the service's running container, started first if it may be.
 *
 * @throws ToolError `MACHINE_DOWN` when none runs; in the phase `connect` when the engine doesn't answer
 */
export async function runningService(
  { program, project, service, autoUp }: Service,
  { io, progress }: Pick<DriverContext, 'io' | 'progress'>,
): Promise<string> {
  const found = await findContainer({ project, service, io });
  if (found?.state === 'running') return found.id;
  const up = [...(await composeProgram(program, io)), 'up', '-d', service];
  if (!autoUp) {
    const what = found ? `is not running (${found.state})` : 'has no container';
    throw machineDown(`the service ${service} ${what}`, up);
  }
  await capture(up, { io, cwd: project, progress });
  const started = await findContainer({ project, service, io });
  if (started?.state === 'running') return started.id;
  const what = started ? `does not stay up (${started.state})` : 'has no container even so';
  throw new ToolError(`the service ${service} ${what}`, {
    code: 'MACHINE_DOWN',
    phase: 'resolve',
    exitCode: 125,
    hint: `See what it says: ${toDisplay([...up.slice(0, -3), 'logs', service])}`,
  });
}

async function findContainer({
  project,
  service,
  io,
}: Pick<Service, 'project' | 'service'> & { readonly io: ClientIo }): Promise<
  { readonly id: string; readonly state: string } | undefined
> {
  const label = (name: string, value: string) => [
    '--filter',
    `label=com.docker.compose.${name}=${value}`,
  ];
  const named = io.env['COMPOSE_PROJECT_NAME'];
  const { code, stdout, stderr } = await capture(
    [
      'docker',
      'ps',
      '-a',
      ...label('service', service),
      ...label('oneoff', 'False'),
      ...(named ? label('project', named) : label('project.working_dir', project)),
      '--format',
      '{{.ID}} {{.State}}',
    ],
    { io },
  );
  if (code !== 0) throw engineFailure(stderr, 'docker');
  const rows = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [id = '', state = ''] = line.split(' ');
      return { id, state };
    });
  return rows.find(({ state }) => state === 'running') ?? rows[0];
}

/** `docker compose` where Docker has it, else `docker-compose`. */
async function composeProgram(
  chosen: readonly string[] | undefined,
  io: ClientIo,
): Promise<readonly string[]> {
  if (chosen) return chosen;
  const { code } = await capture(['docker', 'compose', 'version'], { io });
  return code === 0 ? ['docker', 'compose'] : ['docker-compose'];
}
