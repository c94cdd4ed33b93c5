import { isIP } from 'node:net';

/** Where the ports of a container can be reached. */
export interface EngineHost {
  /** As it stands in a URL: an IPv6 address has its brackets. */
  readonly host: string;
  /** The engine runs on another machine: its files and its loopback are not ours. */
  readonly remote: boolean;
}

const LOCAL: EngineHost = { host: 'localhost', remote: false };

/**
 * The machine of an engine, from its endpoint: the value of `DOCKER_HOST` (`CONTAINER_HOST` for
 * podman) or what `docker context inspect` says. None, a socket and a named pipe are this machine.
 */
export function engineHost(endpoint: string | undefined): EngineHost {
  const text = endpoint?.trim() ?? '';
  if (text === '' || /^(?:unix|npipe|fd):/.test(text)) return LOCAL;
  let host: string;
  try {
    host = new URL(text.includes('://') ? text : `tcp://${text}`).hostname;
  } catch {
    // tcp://:2375 is this machine for Docker; it will complain about anything worse.
    return LOCAL;
  }
  return isThisMachine(host) ? LOCAL : { host, remote: true };
}

/** Whether a host name or address, with or without brackets, is that of the machine that says it. */
export function isThisMachine(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (bare === '' || bare === 'localhost' || bare.endsWith('.localhost')) return true;
  if (isIP(bare) === 4) return bare.startsWith('127.') || bare === '0.0.0.0';
  return bare === '::1' || bare === '::';
}

/** The endpoint that the environment names for this program, if any; it goes before the context. */
export function endpointOf(
  program: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return (isPodman(program) ? env['CONTAINER_HOST'] : env['DOCKER_HOST']) || undefined;
}

export function isPodman(program: string): boolean {
  return /(?:^|[\\/])podman(?:-remote)?(?:\.exe)?$/.test(program);
}
