import { call, mustCall, type Engine } from './call.ts';
import { isThisMachine, type EngineHost } from './engine.ts';
import { inspectPlan, listPlan, PLAN_LABEL, PORTS_LABEL } from './plan.ts';

/** A container that runs, or ran, a folder. */
export interface Container {
  readonly id: string;
  readonly name: string;
  /** As the engine calls it: `running`, `exited`, `created`, `paused`, `restarting`, `dead`. */
  readonly state: string;
  readonly exitCode: number;
  /** The kernel ended it for want of memory. */
  readonly outOfMemory: boolean;
  /** When it was last started, as the engine writes it. */
  readonly startedAt: string;
  /** When its last run ended; undefined as long as none has. */
  readonly finishedAt: string | undefined;
  readonly image: string;
  readonly imageId: string;
  /** Tells how it was started: the same again has the same. */
  readonly plan: string | undefined;
  /** Where it can be reached, the first port of the system model first. */
  readonly published: readonly Published[];
}

export interface Published {
  readonly scheme: string;
  readonly address: string;
  readonly port: number;
}

interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly Image: string;
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly OOMKilled?: boolean;
    readonly StartedAt: string;
    readonly FinishedAt?: string;
  };
  readonly Config: { readonly Image: string; readonly Labels?: Readonly<Record<string, string>> };
  readonly NetworkSettings?: {
    readonly Ports?: Readonly<
      Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>
    > | null;
  };
}

/** Reads what `container inspect` prints. */
export function readContainer(json: string): Container {
  const [read] = JSON.parse(json) as [Inspected];
  const labels = read.Config.Labels ?? {};
  const ports = read.NetworkSettings?.Ports ?? {};
  const published = (labels[PORTS_LABEL] ?? '').split(',').flatMap((listener) => {
    const [scheme = '', inside = ''] = listener.split(':');
    // One port may be bound twice, for IPv4 and IPv6.
    const [bound] = ports[`${inside}/tcp`] ?? [];
    return bound ? [{ scheme, address: bound.HostIp, port: Number(bound.HostPort) }] : [];
  });
  return {
    id: read.Id,
    name: read.Name.replace(/^\//, ''),
    state: read.State.Status,
    exitCode: read.State.ExitCode,
    outOfMemory: read.State.OOMKilled ?? false,
    startedAt: read.State.StartedAt,
    // An engine without a value writes the first moment of its calendar.
    finishedAt: read.State.FinishedAt?.startsWith('0001-') ? undefined : read.State.FinishedAt,
    image: read.Config.Image,
    imageId: read.Image,
    plan: labels[PLAN_LABEL],
    published,
  };
}

/** The container that runs a folder (its own path, without symbolic links), found by its label. */
export async function findContainer(engine: Engine, path: string): Promise<Container | undefined> {
  const ids = await mustCall(engine, listPlan(engine.program, path));
  const [id] = ids.split('\n').filter(Boolean);
  return id === undefined ? undefined : inspect(engine, id);
}

/** What the container is like now, or undefined when it is gone. */
export async function inspect(engine: Engine, id: string): Promise<Container | undefined> {
  const { ok, stdout } = await call(engine, inspectPlan(engine.program, id));
  return ok ? readContainer(stdout) : undefined;
}

export function urlsOf({ published }: Pick<Container, 'published'>, engine: EngineHost): string[] {
  return published.map(({ scheme, address, port }) => {
    const anywhere = address === '' || address === '0.0.0.0' || address === '::';
    const here = anywhere || (engine.remote && isThisMachine(address));
    const host = here ? engine.host : address.includes(':') ? `[${address}]` : address;
    return `${scheme}://${host}:${port}`;
  });
}
