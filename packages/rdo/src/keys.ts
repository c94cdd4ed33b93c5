/**
 * Every key of `.rdo.conf`: what it means, what it may hold, and whether it can run something here
 * or send something away (then it takes effect only in a file that the user trusted).
 */
export type DriverName = 'ssh' | 'vagrant' | 'docker' | 'compose' | 'kubectl' | 'lima' | 'local';

export const DRIVERS: readonly DriverName[] = [
  'vagrant',
  'ssh',
  'docker',
  'compose',
  'kubectl',
  'lima',
  'local',
];

export interface KeySpec {
  readonly type: 'string' | 'boolean' | 'port' | 'path' | 'list' | 'words' | 'pairs' | 'choice';
  readonly describe: string;
  readonly choices?: readonly string[];
  /** The drivers that read it; none: all. */
  readonly drivers?: readonly DriverName[];
  /** Why it needs trust, as in "names a program to run here". */
  readonly needsTrust?: string;
}

const RUNS = 'names a program or options of a program to run here';
const SENDS = 'sends something of this machine away';
const PULLS = 'lets the other machine write files into this project';
const SSH = ['ssh', 'vagrant'] as const;

export const KEYS = {
  driver: {
    type: 'choice',
    choices: DRIVERS,
    describe: 'how the machine is reached (vagrant)',
  },
  directory: {
    type: 'string',
    describe: 'the twin there of the folder that holds .rdo.conf (/vagrant with vagrant)',
  },
  use_sudo: { type: 'boolean', describe: 'run as root there, through sudo (no)' },
  host: {
    type: 'string',
    describe: 'host name, address, or a Host of ~/.ssh/config',
    drivers: ['ssh'],
  },
  user: { type: 'string', describe: 'the user to be there', drivers: ['ssh', 'docker', 'compose'] },
  port: { type: 'port', describe: 'the port of the SSH server', drivers: ['ssh'] },
  ident: { type: 'path', describe: 'the private key file', drivers: ['ssh'] },
  flags: {
    type: 'words',
    describe: 'more options for the ssh program',
    drivers: SSH,
    needsTrust: RUNS,
  },
  ssh: {
    type: 'path',
    describe: 'another ssh program (ssh)',
    drivers: SSH,
    needsTrust: RUNS,
  },
  client: {
    type: 'choice',
    choices: ['auto', 'openssh', 'builtin'],
    describe:
      'the ssh program, or the client that rdo brings (auto: the program where there is one)',
    drivers: SSH,
  },
  forward_agent: {
    type: 'boolean',
    describe: 'let the command use the ssh agent of this machine (no)',
    drivers: SSH,
    needsTrust: SENDS,
  },
  machine: {
    type: 'string',
    describe: 'which machine of a Vagrantfile with several',
    drivers: ['vagrant'],
  },
  name: { type: 'string', describe: 'the container', drivers: ['docker'] },
  image: {
    type: 'string',
    describe: 'the image to run the command in, in a new container',
    drivers: ['docker'],
    needsTrust: 'gives the project folder to a container image',
  },
  exec: {
    type: 'boolean',
    describe: 'run in the running container `name` (yes, unless there is an image)',
    drivers: ['docker'],
  },
  service: { type: 'string', describe: 'the service of compose.yaml', drivers: ['compose'] },
  program: {
    type: 'path',
    describe: 'another program for the driver, such as podman',
    drivers: ['docker', 'compose', 'kubectl', 'lima'],
    needsTrust: RUNS,
  },
  pod: { type: 'string', describe: 'the pod', drivers: ['kubectl'] },
  selector: { type: 'string', describe: 'the labels of the pod', drivers: ['kubectl'] },
  container: { type: 'string', describe: 'the container of the pod', drivers: ['kubectl'] },
  namespace: { type: 'string', describe: 'the namespace', drivers: ['kubectl'] },
  context: { type: 'string', describe: 'the context of kubeconfig', drivers: ['kubectl'] },
  instance: { type: 'string', describe: 'the Lima instance (default)', drivers: ['lima'] },
  auto_up: {
    type: 'boolean',
    describe: 'start a stopped machine (no)',
    drivers: ['vagrant', 'docker', 'compose', 'lima'],
    needsTrust: RUNS,
  },
  env: {
    type: 'list',
    describe: 'variables to take along: names and globs',
    needsTrust: SENDS,
  },
  map_paths: {
    type: 'pairs',
    describe: 'more folders with a twin there: HERE=THERE, ...',
  },
  map_args: {
    type: 'boolean',
    describe: 'translate paths in arguments (no)',
  },
  map_output: {
    type: 'choice',
    choices: ['no', 'stdout', 'stderr', 'both'],
    describe: 'translate paths in the output back (no)',
  },
  detach: { type: 'boolean', describe: 'let the command live on when rdo dies (no)' },
  sync: {
    type: 'choice',
    choices: ['no', 'rsync'],
    describe:
      'before the command, send the files that changed to a machine without a shared folder (no)',
    needsTrust: SENDS,
  },
  exclude: {
    type: 'list',
    describe: 'what not to send, in the patterns of .gitignore; !NAME sends what .gitignore names',
  },
  pull: {
    type: 'list',
    describe: 'what to fetch after the command: paths and globs below this folder',
    needsTrust: PULLS,
  },
} as const satisfies Record<string, KeySpec>;

export type Key = keyof typeof KEYS;

export function keySpec(key: Key): KeySpec {
  return KEYS[key];
}
