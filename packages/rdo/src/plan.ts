/**
 * The plan of one run: a pure function of the configuration, the words and the world. `--dry-run`
 * prints it, tests compare it, `run.ts` carries it out.
 */
import type { Sourced } from '@nearhand/core/config';
import { ToolError } from '@nearhand/core/errors';
import type { SshTarget } from './client.ts';
import type { Settings } from './config.ts';
import { environmentFor } from './environment.ts';
import type { DriverName, Key } from './keys.ts';
import { mapArgument, pathTable } from './map-text.ts';
import { expandHome, localPath, mapPath } from './paths.ts';
import { planSync, type SyncPlan } from './sync-plan.ts';
import { splitWords, type Pair, type SettingValue } from './values.ts';

/** How the machine is reached, driver by driver. */
export type Transport =
  | { readonly driver: 'ssh'; readonly target: SshTarget; readonly client: SshClientChoice }
  | {
      readonly driver: 'vagrant';
      readonly machine: string | undefined;
      /** What the configuration adds to the facts of `vagrant ssh-config`. */
      readonly flags: readonly string[];
      readonly program: string;
      readonly forwardAgent: boolean;
      readonly client: SshClientChoice;
      readonly autoUp: boolean;
    }
  | {
      readonly driver: 'docker';
      /** Undefined: what suits best of the engine's API and the program `docker`. */
      readonly program: string | undefined;
      /** `exec`: in the running container `name`. `run`: in a new one, with the project mounted. */
      readonly how:
        | { readonly kind: 'exec'; readonly name: string }
        | { readonly kind: 'run'; readonly image: string; readonly mounts: readonly Pair[] };
      readonly user: string | undefined;
      readonly autoUp: boolean;
    }
  | {
      readonly driver: 'compose';
      readonly program: readonly string[] | undefined;
      readonly service: string;
      readonly user: string | undefined;
      readonly autoUp: boolean;
    }
  | {
      readonly driver: 'kubectl';
      readonly program: string;
      readonly pod: string | undefined;
      readonly selector: string | undefined;
      readonly container: string | undefined;
      readonly namespace: string | undefined;
      readonly context: string | undefined;
    }
  | {
      readonly driver: 'lima';
      readonly program: string;
      readonly instance: string;
      readonly autoUp: boolean;
    }
  | { readonly driver: 'local' };

export type SshClientChoice = 'auto' | 'openssh' | 'builtin';

export interface Plan {
  readonly settings: Settings;
  readonly transport: Transport;
  /** The command there; empty: a login shell. */
  readonly argv: readonly Uint8Array[];
  /** Where it runs there. */
  readonly directory: string;
  readonly pairs: readonly Pair[];
  /** Which streams have their paths translated back. Never with a terminal. */
  readonly mapOutput: { readonly stdout: boolean; readonly stderr: boolean };
  readonly environment: readonly (readonly [name: string, value: Uint8Array])[];
  readonly tty: boolean;
  readonly stdin: 'inherit' | 'none';
  readonly sudo: boolean;
  readonly detach: boolean;
  /** What goes there before the command and comes here after it; undefined: nothing. */
  readonly sync: SyncPlan | undefined;
}

export interface PlanWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  isTerminal(fd: 0 | 1 | 2): boolean;
}

export interface PlanRequest {
  readonly argv: readonly Uint8Array[];
  /** `-t` and `-T`. Undefined: a terminal when stdin and stdout are both one. */
  readonly tty?: boolean | undefined;
  /** `-n` */
  readonly noStdin?: boolean | undefined;
  /** `-E NAME[=value]` */
  readonly setEnv?: readonly string[] | undefined;
  /** `--map`: translate paths in arguments and output, whatever the configuration says. */
  readonly map?: boolean | undefined;
  /** `--no-sync`: neither push nor pull, whatever the configuration says. */
  readonly noSync?: boolean | undefined;
}

/**
 * @throws ToolError `CONFIG_KEY_MISSING` when the driver needs a key that isn't set, `NO_COMMAND`
 * when there is neither a command nor a terminal, `CWD_UNMAPPED`
 */
export function planCommand(settings: Settings, request: PlanRequest, world: PlanWorld): Plan {
  const get = reader(settings, world.env['HOME']);
  const transport = planTransport(settings, get);
  const directory = get.string('directory') ?? defaultDirectory(transport, settings);
  const { root } = settings.config;
  const pairs: Pair[] = [[root, trimSlash(directory)]];
  for (const [here, there] of get.pairs('map_paths')) {
    pairs.push([localPath(here, root, world.env['HOME']), trimSlash(there)]);
  }
  const terminal = world.isTerminal(0) && world.isTerminal(1);
  const tty = request.tty ?? (terminal && request.noStdin !== true);
  if (request.argv.length === 0 && !tty) {
    throw new ToolError('no command, and no terminal for a login shell', {
      code: 'NO_COMMAND',
      exitCode: 125,
      hint: 'Name a command: rdo make test. Commands on stdin go to a shell by name: rdo sh <file',
    });
  }
  const cwd = mapPath(world.cwd, pairs);
  if (cwd === undefined) {
    throw new ToolError(`${world.cwd} has no twin there`, {
      code: 'CWD_UNMAPPED',
      exitCode: 125,
      hint: `Go below ${root}, or add a pair to map_paths.`,
    });
  }
  const mapArgs = request.map === true || get.boolean('map_args');
  const mapOutput = get.string('map_output') ?? 'no';
  // What `~` is over there isn't known here.
  const table = pathTable(mapArgs ? pairs.filter(([, there]) => !there.startsWith('~')) : []);
  return {
    settings,
    transport: addMounts(transport, pairs),
    argv: mapArgs ? request.argv.map((word) => mapArgument(word, table)) : request.argv,
    directory: cwd,
    pairs,
    mapOutput: {
      stdout: !tty && (request.map === true || mapOutput === 'stdout' || mapOutput === 'both'),
      stderr: !tty && (request.map === true || mapOutput === 'stderr' || mapOutput === 'both'),
    },
    environment: environmentFor(get.list('env'), request.setEnv ?? [], world.env),
    tty,
    stdin: request.noStdin === true ? 'none' : 'inherit',
    sudo: get.boolean('use_sudo'),
    detach: get.boolean('detach'),
    sync:
      request.noSync === true
        ? undefined
        : planSync(settings, { transport, directory: pairs[0]![1] }),
  };
}

function planTransport(settings: Settings, get: Reader): Transport {
  const driver = (get.string('driver') ?? 'vagrant') as DriverName;
  const need = (key: Key, why: string): ToolError =>
    new ToolError(`${key} is not set, and the driver ${driver} needs it`, {
      code: 'CONFIG_KEY_MISSING',
      place: { file: settings.config.file },
      hint: why,
    });
  const client = (get.string('client') ?? 'auto') as SshClientChoice;
  switch (driver) {
    case 'ssh': {
      const host = get.string('host');
      if (host === undefined) throw need('host', 'Add: host = dev.example.org');
      const ident = get.path('ident');
      return {
        driver,
        client,
        target: {
          host,
          user: get.string('user'),
          port: get.number('port'),
          identityFiles: ident === undefined ? [] : [ident],
          options: {},
          flags: get.words('flags'),
          program: get.program('ssh') ?? 'ssh',
          forwardAgent: get.boolean('forward_agent'),
        },
      };
    }
    case 'vagrant':
      return {
        driver,
        client,
        machine: get.string('machine'),
        flags: get.words('flags'),
        program: get.program('ssh') ?? 'ssh',
        forwardAgent: get.boolean('forward_agent'),
        autoUp: get.boolean('auto_up'),
      };
    case 'docker': {
      const name = get.string('name');
      const image = get.string('image');
      const exec = get.maybe('exec') ?? image === undefined;
      if (exec && name === undefined) {
        throw need('name', 'Add: name = CONTAINER, or image = IMAGE for a new container.');
      }
      if (!exec && image === undefined) throw need('image', 'Add: image = IMAGE');
      return {
        driver,
        program: get.program('program'),
        how: exec ? { kind: 'exec', name: name! } : { kind: 'run', image: image!, mounts: [] },
        user: get.string('user'),
        autoUp: get.boolean('auto_up'),
      };
    }
    case 'compose': {
      const service = get.string('service');
      if (service === undefined) throw need('service', 'Add: service = web');
      return {
        driver,
        program: get.programWords('program'),
        service,
        user: get.string('user'),
        autoUp: get.boolean('auto_up'),
      };
    }
    case 'kubectl': {
      const pod = get.string('pod');
      const selector = get.string('selector');
      if (pod === undefined && selector === undefined) {
        throw need('pod', 'Add: pod = NAME, or selector = app=web');
      }
      return {
        driver,
        program: get.program('program') ?? 'kubectl',
        pod,
        selector,
        container: get.string('container'),
        namespace: get.string('namespace'),
        context: get.string('context'),
      };
    }
    case 'lima':
      return {
        driver,
        program: get.program('program') ?? 'limactl',
        instance: get.string('instance') ?? 'default',
        autoUp: get.boolean('auto_up'),
      };
    case 'local':
      return { driver };
  }
}

function defaultDirectory(transport: Transport, settings: Settings): string {
  if (transport.driver === 'vagrant') return '/vagrant';
  // Lima mounts the home at its own path, and this machine is this machine.
  if (transport.driver === 'local' || transport.driver === 'lima') return settings.config.root;
  throw new ToolError('directory is not set', {
    code: 'CONFIG_KEY_MISSING',
    place: { file: settings.config.file },
    hint: `Say where the folder ${settings.config.root} is on the other machine: directory = /srv/project`,
  });
}

function addMounts(transport: Transport, pairs: readonly Pair[]): Transport {
  if (transport.driver !== 'docker' || transport.how.kind !== 'run') return transport;
  return { ...transport, how: { ...transport.how, mounts: pairs } };
}

function trimSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') || '/' : path;
}

interface Reader {
  string(key: Key): string | undefined;
  path(key: Key): string | undefined;
  /** A path counts from the file's folder; a plain name is looked up in PATH. */
  program(key: Key): string | undefined;
  programWords(key: Key): readonly string[] | undefined;
  number(key: Key): number | undefined;
  boolean(key: Key): boolean;
  maybe(key: Key): boolean | undefined;
  words(key: Key): readonly string[];
  list(key: Key): readonly string[];
  pairs(key: Key): readonly Pair[];
}

function reader(settings: Settings, home: string | undefined): Reader {
  const raw = (key: Key): SettingValue | undefined => {
    const sourced: Sourced<SettingValue> | undefined = settings.values.get(key);
    return sourced?.value;
  };
  const here = (path: string): string => localPath(path, settings.config.root, home);
  const program = (word: string): string => (word.includes('/') ? here(word) : word);
  const ifSet = (key: Key, change: (value: string) => string): string | undefined => {
    const value = raw(key) as string | undefined;
    return value === undefined ? undefined : change(value);
  };
  return {
    string: (key) => raw(key) as string | undefined,
    path: (key) => ifSet(key, here),
    program: (key) => ifSet(key, program),
    programWords(key) {
      const value = raw(key) as string | undefined;
      if (value === undefined) return undefined;
      const [first = '', ...words] = splitWords(value);
      return [program(first), ...words];
    },
    number: (key) => raw(key) as number | undefined,
    boolean: (key) => raw(key) === true,
    maybe: (key) => raw(key) as boolean | undefined,
    words: (key) =>
      ((raw(key) as readonly string[] | undefined) ?? []).map((word) => expandHome(word, home)),
    list: (key) => (raw(key) as readonly string[] | undefined) ?? [],
    pairs: (key) => (raw(key) as readonly Pair[] | undefined) ?? [],
  };
}
