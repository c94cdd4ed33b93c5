import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ToolError } from '@nearhand/core/errors';
import type { ClientIo } from '../client.ts';
import type { Driver, Reached } from '../driver.ts';
import { readFact, writeFact } from '../facts.ts';
import { containerReached } from './docker.ts';
import { capture, machineDown } from './program.ts';

const FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/**
 * A service of a Compose project. Compose itself takes long to start and only finds the container, so its
 * id is kept, and looked up again (by Compose's labels) when it no longer holds.
 */
export const compose: Driver<'compose'> = async (transport, { plan, io, progress }) => {
  const { service, user, autoUp } = transport;
  const project = composeRoot(plan.settings.config.root);
  const key = `compose\0${project}\0${service}\0${io.env['COMPOSE_PROJECT_NAME'] ?? ''}`;
  const find = async (mayStart: boolean): Promise<string> => {
    const found = await findContainer({ project, service, io });
    if (found?.state === 'running') {
      writeFact(io.env, key, found.id);
      return found.id;
    }
    const up = [...(await composeProgram(transport.program, io)), 'up', '-d', service];
    if (!mayStart) {
      const what = found ? `is not running (${found.state})` : 'has no container';
      throw machineDown(`the service ${service} ${what}`, up);
    }
    await capture(up, { io, cwd: project, progress });
    return find(false);
  };
  const reached = (container: string): Reached =>
    containerReached({ program: 'docker', container, user, autoUp: false }, { io, progress });
  const known = readFact(io.env, key) as string | undefined;
  if (known === undefined) return reached(await find(autoUp));
  return {
    client: reached(known).client,
    async recover() {
      const now = await find(autoUp);
      return now === known ? undefined : reached(now).client;
    },
  };
};

interface FindOptions {
  readonly project: string;
  readonly service: string;
  readonly io: ClientIo;
}

async function findContainer({
  project,
  service,
  io,
}: FindOptions): Promise<{ readonly id: string; readonly state: string } | undefined> {
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
  if (code !== 0) {
    throw new ToolError(stderr.trim().split('\n')[0] ?? 'docker ps failed', {
      code: 'DOCKER_FAILED',
      phase: 'connect',
      exitCode: 125,
    });
  }
  const rows = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [id = '', state = ''] = line.split(' ');
      return { id, state };
    });
  return rows.find(({ state }) => state === 'running') ?? rows[0];
}

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

/** `docker compose` where Docker has it, else `docker-compose`. */
async function composeProgram(
  chosen: readonly string[] | undefined,
  io: ClientIo,
): Promise<readonly string[]> {
  if (chosen) return chosen;
  const { code } = await capture(['docker', 'compose', 'version'], { io });
  return code === 0 ? ['docker', 'compose'] : ['docker-compose'];
}
