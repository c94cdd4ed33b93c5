import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { transportError, type ClientIo, type SshTarget } from '../../client.ts';
import {
  expand,
  expandEnv,
  expandPath,
  fileList,
  numberOf,
  unquote,
  valueUnlessNone,
  yes,
} from './setting-values.ts';
import { readHostConfig, type HostConfig } from './ssh-config.ts';

/** Everything that the built-in client goes by for one host, in the words of ssh_config(5). */
export interface Settings {
  /** As the user named the host. */
  readonly alias: string;
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  readonly identityFiles: readonly string[];
  /** Whether somebody named those files, or they are the defaults. */
  readonly identityFilesAreDefaults: boolean;
  readonly identitiesOnly: boolean;
  readonly agentSocket: string | undefined;
  readonly forwardAgent: boolean;
  readonly strict: 'yes' | 'ask' | 'accept-new' | 'no';
  /** The name under which the host key is looked up, if it isn't the host's. */
  readonly hostKeyAlias: string | undefined;
  readonly userKnownHosts: readonly string[];
  readonly globalKnownHosts: readonly string[];
  readonly hashKnownHosts: boolean;
  readonly proxyJump: string | undefined;
  readonly proxyCommand: string | undefined;
  /** Seconds; undefined: as long as the system takes. */
  readonly connectTimeout: number | undefined;
  /** Seconds between two signs of life; 0: none. */
  readonly aliveInterval: number;
  readonly aliveCountMax: number;
  readonly addressFamily: 0 | 4 | 6;
  readonly bindAddress: string | undefined;
  /** Never ask anything. */
  readonly batch: boolean;
  /** Methods to log in that are allowed, in the order to try. */
  readonly methods: readonly LoginMethod[];
  readonly sendEnv: readonly string[];
  readonly setEnv: Readonly<Record<string, string>>;
  /** Algorithm lists by ssh2's name for them, where the configuration has one. */
  readonly algorithms: Readonly<Partial<Record<AlgorithmKind, string>>>;
  /** Certificates, which ssh2 can't present: for the hint. */
  readonly certificateFiles: readonly string[];
}

export type LoginMethod = 'publickey' | 'keyboard-interactive' | 'password';
export type AlgorithmKind = 'cipher' | 'hmac' | 'kex' | 'serverHostKey';

/** A connection that went dead without a word is noticed, as over OpenSSH. */
const ALIVE_INTERVAL = 15;
const DEFAULT_KEYS = ['id_rsa', 'id_ecdsa', 'id_ed25519'];
/** What would change whom we trust or what runs, and can't be done here: refused, not ignored. */
const UNSUPPORTED: Readonly<Record<string, RegExp>> = {
  canonicalizehostname: /^no$/i,
  revokedhostkeys: /^none$/i,
};

/** @throws ToolError in the phase `resolve` for a setting that is wrong or can't be honoured here. */
export function resolveSettings(target: SshTarget, io: Pick<ClientIo, 'env'>): Settings {
  const home = io.env['HOME'] ?? io.env['USERPROFILE'] ?? userInfo().homedir;
  const localUser = userInfo().username;
  const config = readHostConfig({
    host: target.host,
    user: target.user,
    localUser,
    home,
    options: target.options,
    files: [join(home, '.ssh/config'), '/etc/ssh/ssh_config'],
  });
  const one = (key: string): string | undefined => config.get(key)?.[0];
  for (const [key, allowed] of Object.entries(UNSUPPORTED)) {
    const value = one(key);
    if (value !== undefined && !allowed.test(value)) throw unsupported(key, value, target.host);
  }
  if (target.flags.length > 0) throw unsupported('flags', target.flags.join(' '), target.host);

  const names = { h: target.host, n: target.host };
  const hostName = expand(one('hostname') ?? target.host, names).toLowerCase();
  const port = target.port ?? numberOf(config, 'port', { least: 1, most: 65_535 }) ?? 22;
  const user = target.user ?? one('user') ?? localUser;
  const tokens: Record<string, string> = {
    d: home,
    h: hostName,
    i: String(userInfo().uid),
    L: hostname().split('.')[0] ?? '',
    l: hostname(),
    n: target.host,
    p: String(port),
    r: user,
    u: localUser,
    k: one('hostkeyalias') ?? target.host,
  };
  const path = (text: string): string => expandPath(expandEnv(expand(text, tokens), io.env), home);
  const named = [...target.identityFiles, ...(config.get('identityfile') ?? [])]
    .map(unquote)
    .filter((file) => file.toLowerCase() !== 'none')
    .map(path);
  const agent = one('identityagent') ?? 'SSH_AUTH_SOCK';
  const proxyCommand = valueUnlessNone(one('proxycommand'));

  return {
    alias: target.host,
    hostName,
    port,
    user,
    identityFiles: named.length > 0 ? named : DEFAULT_KEYS.map((name) => join(home, '.ssh', name)),
    identityFilesAreDefaults: named.length === 0,
    identitiesOnly: yes(config, 'identitiesonly', false),
    agentSocket: agentSocket(unquote(agent), io.env, path),
    forwardAgent: target.forwardAgent,
    strict: strictness(one('stricthostkeychecking') ?? 'ask', target.host),
    hostKeyAlias: one('hostkeyalias'),
    userKnownHosts: fileList(
      one('userknownhostsfile') ?? '~/.ssh/known_hosts ~/.ssh/known_hosts2',
    ).map(path),
    globalKnownHosts: fileList(
      one('globalknownhostsfile') ?? '/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2',
    ).map(path),
    hashKnownHosts: yes(config, 'hashknownhosts', false),
    // Whichever comes first in the files counts; both together are too rare to guess at.
    proxyJump: proxyCommand === undefined ? valueUnlessNone(one('proxyjump')) : undefined,
    proxyCommand: proxyCommand && expand(proxyCommand, tokens),
    connectTimeout: numberOf(config, 'connecttimeout', { least: 1 }),
    aliveInterval: numberOf(config, 'serveraliveinterval', { least: 0 }) ?? ALIVE_INTERVAL,
    aliveCountMax: numberOf(config, 'serveralivecountmax', { least: 0 }) ?? 3,
    addressFamily: ({ inet: 4, inet6: 6 } as const)[one('addressfamily') ?? ''] ?? 0,
    bindAddress: one('bindaddress'),
    batch: yes(config, 'batchmode', false),
    methods: loginMethods(config),
    sendEnv: (config.get('sendenv') ?? []).flatMap((text) => text.split(/\s+/)),
    setEnv: setEnv(config.get('setenv') ?? []),
    algorithms: algorithms(config),
    certificateFiles: config.get('certificatefile') ?? [],
  };
}

function unsupported(key: string, value: string, host: string): Error {
  return transportError(
    'resolve',
    `the built-in SSH client can't honour "${key} ${value}" for ${host}`,
    {
      hint: 'Use OpenSSH for this host: install it, or set client = openssh.',
    },
  );
}

function strictness(value: string, host: string): Settings['strict'] {
  switch (value.toLowerCase()) {
    case 'yes':
    case 'true':
      return 'yes';
    case 'ask':
    case 'accept-new':
      return value.toLowerCase() as 'ask' | 'accept-new';
    case 'no':
    case 'false':
    case 'off':
      return 'no';
    default:
      throw unsupported('StrictHostKeyChecking', value, host);
  }
}

function loginMethods(config: HostConfig): readonly LoginMethod[] {
  const allowed: Readonly<Record<LoginMethod, boolean>> = {
    publickey: yes(config, 'pubkeyauthentication', true),
    'keyboard-interactive':
      yes(config, 'kbdinteractiveauthentication', true) &&
      yes(config, 'challengeresponseauthentication', true),
    password: yes(config, 'passwordauthentication', true),
  };
  const preferred = config.get('preferredauthentications')?.[0]?.split(',') ?? Object.keys(allowed);
  return preferred.filter(
    (name): name is LoginMethod => Object.hasOwn(allowed, name) && allowed[name as LoginMethod],
  );
}

function algorithms(config: HostConfig): Settings['algorithms'] {
  const keywords: Readonly<Record<AlgorithmKind, string>> = {
    cipher: 'ciphers',
    hmac: 'macs',
    kex: 'kexalgorithms',
    serverHostKey: 'hostkeyalgorithms',
  };
  const found = Object.entries(keywords).map(
    ([kind, key]) => [kind, config.get(key)?.[0]] as const,
  );
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

function agentSocket(
  value: string,
  env: ClientIo['env'],
  path: (text: string) => string,
): string | undefined {
  if (value.toLowerCase() === 'none') return undefined;
  const socket =
    value === 'SSH_AUTH_SOCK'
      ? env['SSH_AUTH_SOCK']
      : value.startsWith('$') && !value.startsWith('${')
        ? env[value.slice(1)]
        : path(value);
  return socket === '' ? undefined : socket;
}

function setEnv(values: readonly string[]): Record<string, string> {
  const words = values
    .flatMap((text) => text.match(/(?:"[^"]*"|[^\s"])+/g) ?? [])
    .map((word) => word.replaceAll('"', ''));
  return Object.fromEntries(
    words.map((word) => {
      const [name = '', ...rest] = word.split('=');
      return [name, rest.join('=')];
    }),
  );
}
