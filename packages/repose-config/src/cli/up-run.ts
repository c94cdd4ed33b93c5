import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CliContext, Options } from '@nearhand/core/cli';
import { ToolError } from '@nearhand/core/errors';
import type { Outcome } from '@nearhand/core/process';
import { call, mustCall } from '../docker/call.ts';
import { findContainer, inspect } from '../docker/container.ts';
import { isPodman } from '../docker/engine.ts';
import { insideOut, listenersOf } from '../docker/listeners.ts';
import {
  buildPlan,
  containerName,
  HOST_GATEWAY,
  imagePlan,
  logsPlan,
  OWN_IMAGE,
  PLAN_LABEL,
  pullPlan,
  removePlan,
  reposeImage,
  runPlan,
  type Argv,
} from '../docker/plan.ts';
import { readChain, type Chain } from '../simulate/index.ts';
import {
  dockerContext,
  printPlans,
  checkFirst,
  untilReady,
  type DockerContext,
} from './docker-io.ts';
import { givenHost, loadFolder, usage } from './folder-io.ts';
import { followLog } from './follow-log.ts';

interface UpValues {
  readonly port?: number;
  readonly host?: string;
  readonly version?: string;
  readonly image?: string;
  readonly build?: boolean;
  readonly env?: readonly string[];
  readonly program?: string;
  readonly watch?: boolean;
  readonly 'dry-run'?: boolean;
}

/** Starts the folder's container, or finds that it runs already, and waits until Repose serves. */
export async function runUp(context: CliContext<Options>): Promise<Outcome | number> {
  const { world, report, rest } = context;
  const values = context.commandValues as UpValues;
  if (rest.length > 1) throw usage('up takes one folder');
  const { image, build } = imageOf(values);
  const given = givenHost(values.host);
  const loaded = await loadFolder(world, rest[0]);
  await checkFirst(context, loaded);
  const docker = await dockerContext(context);
  const { engine, path, host } = docker;
  const { program } = engine;
  const chain = readChain(
    new Map([...loaded.folder.files].map(([name, { text }]) => [name, text])),
  );
  const run = runPlan({
    program,
    image,
    folder: path,
    listeners: listenersOf(chain),
    address: given ?? (host.remote ? undefined : '127.0.0.1'),
    port: values.port,
    env: values.env,
    gateway:
      !isPodman(program) && chain.destinations.some(({ hostname }) => hostname === HOST_GATEWAY),
  });
  const name = containerName(path);
  const prepare = build
    ? buildPlan(program, { image, folder: path, version: values.version })
    : pullPlan(program, image);
  if (values['dry-run']) {
    await printPlans(context, [prepare, run, logsPlan(program, name, { follow: true })]);
    return 0;
  }
  if (build && !existsSync(join(path, 'Dockerfile'))) {
    throw new ToolError('there is no Dockerfile in the folder', {
      code: 'NO_DOCKERFILE',
      place: { file: join(loaded.name, 'Dockerfile') },
      hint: 'Write one: repose-config init --docker',
    });
  }
  tellTraps(context, chain, docker);

  const before = await findContainer(engine, path);
  const imageId = await ready(context, docker, { image, build, prepare });
  const same =
    before?.state === 'running' && before.plan === planOf(run) && before.imageId === imageId;
  if (same) report.note(`it runs already, in ${before.name}`);
  if (before && !same) await mustCall(engine, removePlan(program, before.id));
  const started = same ? before : await start(docker, run);
  const ended = await untilReady(context, docker, started);
  if (ended) return ended;
  if (!values.watch) return 0;
  const outcome = await followLog(context, docker, {
    loaded,
    argv: logsPlan(program, started.id, { follow: true, tail: 0 }),
  });
  // The log ended by itself: Repose did too.
  return outcome.kind === 'exit' ? 1 : outcome;
}

function imageOf({ image, version, build = false, program = 'docker' }: UpValues): {
  image: string;
  build: boolean;
} {
  if (image !== undefined && build) throw usage('--image names an image, and --build makes one');
  if (image !== undefined && version !== undefined) {
    throw usage('--version is that of the usual image', 'Write it into --image, after a colon.');
  }
  if (image === '') throw usage('--image is empty');
  if (version !== undefined && !/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(version)) {
    throw usage(`${JSON.stringify(version)} is no version`, 'One looks like 9.1.0.5.');
  }
  const tag = version ?? 'latest';
  return { image: image ?? (build ? `${OWN_IMAGE}:${tag}` : reposeImage(program, tag)), build };
}

/** Says what works on this machine and will not in a container. */
function tellTraps(
  { report }: CliContext<Options>,
  chain: Chain,
  { engine, host }: DockerContext,
): void {
  for (const id of listenersOf(chain).leftOut) {
    report.warn(
      `the node ${id} has the ports of an earlier one, and can not run in the same container`,
    );
  }
  const other = isPodman(engine.program) ? 'host.containers.internal' : HOST_GATEWAY;
  for (const where of insideOut(chain)) {
    report.warn(
      `the destination ${where} is the container itself there; for the machine around it write ${other}`,
    );
  }
  if (host.remote) {
    report.warn(`the engine is on ${host.host}: the folder must be there too, under the same path`);
  }
}

/** Makes sure of the image, and gives its id. */
async function ready(
  { world, report }: CliContext<Options>,
  { engine }: DockerContext,
  { image, build, prepare }: { image: string; build: boolean; prepare: Argv },
): Promise<string> {
  const look = imagePlan(engine.program, image);
  if (!build) {
    const { ok, stdout } = await call(engine, look);
    if (ok) return stdout;
  }
  report.note(build ? `builds ${image}` : `gets ${image}`);
  await mustCall(engine, prepare, world.stderr);
  return mustCall(engine, look);
}

async function start({ engine, path }: DockerContext, run: Argv) {
  const { ok } = await call(engine, [engine.program, 'container', 'inspect', containerName(path)]);
  // One of that name without our label: left by a start that failed half-way.
  if (ok) await mustCall(engine, removePlan(engine.program, containerName(path)));
  let id: string;
  try {
    id = await mustCall(engine, run);
  } catch (error) {
    // A port that is taken is noticed only once the container is there.
    await call(engine, removePlan(engine.program, containerName(path)));
    throw error;
  }
  const container = await inspect(engine, id.split('\n').at(-1)!);
  if (container) return container;
  throw new ToolError('the container was removed as soon as it had been started', {
    code: 'CONTAINER_ENDED',
  });
}

function planOf(run: Argv): string | undefined {
  const label = `${PLAN_LABEL}=`;
  return run.find((word) => word.startsWith(label))?.slice(label.length);
}
