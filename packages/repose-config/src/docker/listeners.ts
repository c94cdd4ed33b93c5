import { ToolError } from '@nearhand/core/errors';
import type { Chain } from '../simulate/index.ts';
import { isThisMachine } from './engine.ts';

/** Ports that Repose opens in its container, and names under which it must find itself there. */
export interface Listeners {
  readonly ports: readonly Listener[];
  /** Host names of nodes that mean nothing in a container, unless they are made to. */
  readonly ownNames: readonly string[];
  /** Ids of nodes that can't run in the same container: their ports are taken by an earlier one. */
  readonly leftOut: readonly string[];
}

export interface Listener {
  readonly scheme: 'http' | 'https';
  readonly port: number;
}

/**
 * What a system model listens at. Repose takes those nodes for its own whose host names are its
 * machine's; in a container that is none but `localhost`, so the others are told as `ownNames`.
 *
 * @throws ToolError `NO_PORT` when no node names a port.
 */
export function listenersOf({ nodes }: Pick<Chain, 'nodes'>): Listeners {
  const ports: Listener[] = [];
  const ownNames = new Set<string>();
  const leftOut: string[] = [];
  for (const { id, hostname, httpPort, httpsPort } of nodes) {
    const own: Listener[] = [];
    if (httpPort !== undefined) own.push({ scheme: 'http', port: httpPort });
    if (httpsPort !== undefined) own.push({ scheme: 'https', port: httpsPort });
    if (own.some(({ port }) => ports.some((other) => other.port === port))) {
      leftOut.push(id);
      continue;
    }
    ports.push(...own);
    if (own.length > 0 && !isThisMachine(hostname)) ownNames.add(hostname);
  }
  if (ports.length === 0) {
    throw new ToolError('no node of the system model names a port', {
      code: 'NO_PORT',
      place: { file: 'system-model.cfg.xml' },
      hint: 'Give a node an http-port that is a number: a placeholder can not be published.',
    });
  }
  return { ports, ownNames: [...ownNames], leftOut };
}

/** Destinations that are, inside a container, the container itself. */
export function insideOut({ destinations }: Pick<Chain, 'destinations'>): readonly string[] {
  return destinations
    .filter(({ hostname }) => isThisMachine(hostname))
    .map(({ hostname, port }) => (port === undefined ? hostname : `${hostname}:${port}`));
}
