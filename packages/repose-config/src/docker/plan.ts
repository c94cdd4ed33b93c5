/**
 * Every call of Docker, as an argv that is made without looking at anything: what is planned is
 * what `--dry-run` shows and what is run.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { isPodman } from './engine.ts';
import type { Listener, Listeners } from './listeners.ts';

export type Argv = readonly string[];

export const REPOSE_IMAGE = 'rackerlabs/repose';

/** The image of Repose's makers. podman, as Debian sets it up, takes no name without its registry. */
export function reposeImage(program: string, version: string): string {
  return `${isPodman(program) ? 'docker.io/' : ''}${REPOSE_IMAGE}:${version}`;
}

/** What an image that `--build` makes is called. */
export const OWN_IMAGE = 'repose-config/repose';
/** The container's labels: whose folder it runs, how it was started, and what it listens at. */
export const FOLDER_LABEL = 'nearhand.repose-config.folder';
export const PLAN_LABEL = 'nearhand.repose-config.plan';
export const PORTS_LABEL = 'nearhand.repose-config.ports';
/** The name under which a container reaches the machine that its engine runs on. */
export const HOST_GATEWAY = 'host.docker.internal';

export interface RunSpec {
  /** `docker`, `podman`, or a path to either. */
  readonly program: string;
  readonly image: string;
  /** The folder's own path, absolute, without symbolic links. */
  readonly folder: string;
  readonly listeners: Listeners;
  /** The address to publish at. Undefined: every one of the engine's machine. */
  readonly address?: string | undefined;
  /** In place of the first port, on the engine's machine; 0 takes a free one. */
  readonly port?: number | undefined;
  /** Words for `--env`: NAME or NAME=VALUE. */
  readonly env?: readonly string[] | undefined;
  /** Make {@link HOST_GATEWAY} known in the container. */
  readonly gateway?: boolean | undefined;
}

/** The name of a folder's container: the folder's own, and a few digits that tell namesakes apart. */
export function containerName(folder: string): string {
  const plain = basename(folder)
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '');
  return `repose-${plain || 'folder'}-${digest(folder).slice(0, 6)}`;
}

export function runPlan(spec: RunSpec): Argv {
  const { program, image, folder, listeners } = spec;
  const words = [
    'run',
    '--detach',
    // The image starts Java through a shell, which as process 1 would not pass on what stops it.
    ...(isPodman(program) ? [] : ['--init']),
    '--name',
    containerName(folder),
    // Not --volume: it would make a folder that isn't there, and stumble over a colon in a path.
    '--mount',
    mount(folder),
    ...listeners.ports.flatMap((listener, index) => ['--publish', publish(listener, index, spec)]),
    ...listeners.ownNames.flatMap((name) => ['--add-host', `${name}:127.0.0.1`]),
    ...(spec.gateway ? ['--add-host', `${HOST_GATEWAY}:host-gateway`] : []),
    ...(spec.env ?? []).flatMap((word) => ['--env', word]),
  ];
  const labels = {
    [FOLDER_LABEL]: folder,
    [PORTS_LABEL]: listeners.ports.map(({ scheme, port }) => `${scheme}:${port}`).join(','),
    [PLAN_LABEL]: digest(JSON.stringify([words, image])).slice(0, 12),
  };
  const labelWords = Object.entries(labels).flatMap(([key, value]) => [
    '--label',
    `${key}=${value}`,
  ]);
  return [program, ...words, ...labelWords, image];
}

/** One field of the CSV that `--mount` takes is quoted when the path needs it. */
function mount(folder: string): string {
  const source = `source=${folder}`;
  const field = /[",\n\r]/.test(source) ? `"${source.replaceAll('"', '""')}"` : source;
  return `type=bind,${field},target=/etc/repose,readonly`;
}

function publish({ port }: Listener, index: number, spec: RunSpec): string {
  const wanted = index === 0 ? (spec.port ?? port) : port;
  const outside = wanted === 0 ? '' : String(wanted);
  if (spec.address === undefined) return outside === '' ? String(port) : `${outside}:${port}`;
  const address = spec.address.includes(':') ? `[${spec.address}]` : spec.address;
  return `${address}:${outside}:${port}`;
}

export function listPlan(program: string, folder: string): Argv {
  return [
    program,
    'ps',
    '--all',
    '--quiet',
    '--no-trunc',
    '--filter',
    `label=${FOLDER_LABEL}=${folder}`,
  ];
}

export function inspectPlan(program: string, id: string): Argv {
  return [program, 'container', 'inspect', id];
}

/** Which engine the current context means; podman has no such thing. */
export function contextPlan(program: string): Argv | undefined {
  if (isPodman(program)) return undefined;
  return [program, 'context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'];
}

export function imagePlan(program: string, image: string): Argv {
  return [program, 'image', 'inspect', '--format', '{{.Id}}', image];
}

export function pullPlan(program: string, image: string): Argv {
  return [program, 'pull', image];
}

export function buildPlan(
  program: string,
  { image, folder, version }: { image: string; folder: string; version?: string | undefined },
): Argv {
  const args = version === undefined ? [] : ['--build-arg', `REPOSE_VERSION=${version}`];
  return [program, 'build', '--tag', image, ...args, folder];
}

export interface LogsOptions {
  readonly follow?: boolean | undefined;
  /** Lines from the end. Default: all. */
  readonly tail?: number | undefined;
  /** A point of time as the engine writes it. */
  readonly since?: string | undefined;
}

export function logsPlan(program: string, container: string, options: LogsOptions = {}): Argv {
  return [
    program,
    'logs',
    ...(options.follow ? ['--follow'] : []),
    ...(options.tail === undefined ? [] : ['--tail', String(options.tail)]),
    ...(options.since === undefined ? [] : ['--since', options.since]),
    container,
  ];
}

/** Seconds that Repose has to end by itself. */
const GRACE = 10;

export function restartPlan(program: string, container: string): Argv {
  // -t: the long name of it has changed between versions of Docker.
  return [program, 'restart', '-t', String(GRACE), container];
}

export function stopPlan(program: string, container: string): Argv {
  return [program, 'stop', '-t', String(GRACE), container];
}

export function removePlan(program: string, container: string): Argv {
  return [program, 'rm', '--force', '--volumes', container];
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
