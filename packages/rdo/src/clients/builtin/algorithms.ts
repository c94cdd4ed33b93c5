import type { ConnectConfig } from 'ssh2';
import { createRequire } from 'node:module';
import { transportError } from '../../client.ts';
import { preferredAlgorithms, type HostKeyFile } from './host-key.ts';
import { matchesPattern } from './patterns.ts';
import type { AlgorithmKind, Settings } from './settings.ts';

/** ssh2's own lists, most wanted first; it exports them to nobody. */
interface Ssh2Lists {
  readonly DEFAULT_CIPHER: readonly string[];
  readonly DEFAULT_MAC: readonly string[];
  readonly DEFAULT_KEX: readonly string[];
  readonly DEFAULT_SERVER_HOST_KEY: readonly string[];
  readonly SUPPORTED_CIPHER: readonly string[];
  readonly SUPPORTED_MAC: readonly string[];
  readonly SUPPORTED_KEX: readonly string[];
  readonly SUPPORTED_SERVER_HOST_KEY: readonly string[];
}

const NAMES: Readonly<Record<AlgorithmKind, string>> = {
  cipher: 'CIPHER',
  hmac: 'MAC',
  kex: 'KEX',
  serverHostKey: 'SERVER_HOST_KEY',
};

/** The algorithms to offer: ssh2's own, changed as the configuration says, known host keys first. */
export function algorithmLists(
  settings: Settings,
  hostKeys: HostKeyFile,
): NonNullable<ConnectConfig['algorithms']> {
  const lists = createRequire(import.meta.url)('ssh2/lib/protocol/constants.js') as Ssh2Lists;
  const chosen = Object.entries(NAMES).map(([kind, name]) => {
    const defaults = lists[`DEFAULT_${name}` as keyof Ssh2Lists];
    const supported = lists[`SUPPORTED_${name}` as keyof Ssh2Lists];
    const wanted = settings.algorithms[kind as AlgorithmKind];
    const list = wanted === undefined ? defaults : select(wanted, defaults, supported);
    if (list.length === 0) {
      throw transportError(
        'resolve',
        `the built-in SSH client has none of the algorithms that the ssh configuration allows: ${wanted}`,
        {
          hint: 'Use OpenSSH for this host: install it, or set client = openssh.',
        },
      );
    }
    return [kind, kind === 'serverHostKey' ? preferredAlgorithms(hostKeys, list) : list];
  });
  return Object.fromEntries(chosen) as NonNullable<ConnectConfig['algorithms']>;
}

/** ssh_config(5): `+list` adds, `-list` removes, `^list` puts first, a bare list replaces. */
function select(
  spec: string,
  defaults: readonly string[],
  supported: readonly string[],
): readonly string[] {
  const sign = /^[-+^]/.exec(spec)?.[0];
  const patterns = spec.slice(sign ? 1 : 0).split(',');
  const named = patterns.flatMap((pattern) =>
    supported.filter((name) => matchesPattern(pattern, name)),
  );
  switch (sign) {
    case '+':
      return [...new Set([...defaults, ...named])];
    case '-':
      return defaults.filter((name) => !named.includes(name));
    case '^':
      return [...new Set([...named, ...defaults])];
    default:
      return [...new Set(named)];
  }
}
