import type { ConnectConfig } from 'ssh2';
import lists from 'ssh2/lib/protocol/constants.js';
import { transportError } from '../../client.ts';
import { preferredAlgorithms, type HostKeyFile } from './host-key.ts';
import { matchesPattern } from './patterns.ts';
import type { AlgorithmKind, Settings } from './settings.ts';

const NAMES: Readonly<Record<AlgorithmKind, 'CIPHER' | 'MAC' | 'KEX' | 'SERVER_HOST_KEY'>> = {
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
  const chosen = Object.entries(NAMES).map(([kind, name]) => {
    const defaults = lists[`DEFAULT_${name}`];
    const supported = lists[`SUPPORTED_${name}`];
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
