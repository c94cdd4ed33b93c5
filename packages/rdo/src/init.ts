/** What a new `.rdo.conf` could say, by what lies in a project. */
import type { DriverName } from './keys.ts';

/** The part of a folder that the look needs. */
export interface ProjectFiles {
  has(name: string): boolean;
  /** The text of a file, or undefined. */
  read(name: string): string | undefined;
}

export interface Suggestion {
  readonly driver: DriverName;
  /** Why: the file that was found. */
  readonly because: string;
  readonly lines: readonly string[];
}

const COMPOSE = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** Every way to a machine that the project shows, the likeliest first. */
export function suggest(files: ProjectFiles, sshConfig: string | undefined): readonly Suggestion[] {
  const found: Suggestion[] = [];
  if (files.has('Vagrantfile')) {
    found.push({ driver: 'vagrant', because: 'Vagrantfile', lines: ['driver = vagrant'] });
  }
  const compose = COMPOSE.find((name) => files.has(name));
  if (compose !== undefined) {
    const text = files.read(compose) ?? '';
    const service = firstService(text) ?? 'web';
    const lines = [
      'driver = compose',
      `service = ${service}`,
      `directory = ${mountOf(text) ?? '/app'}`,
    ];
    found.push({ driver: 'compose', because: compose, lines });
  }
  for (const name of ['.devcontainer/devcontainer.json', '.devcontainer.json']) {
    const text = files.read(name);
    if (text === undefined) continue;
    const folder = /"workspaceFolder"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? '/workspaces/PROJECT';
    const service = /"service"\s*:\s*"([^"]+)"/.exec(text)?.[1];
    found.push({
      driver: service === undefined ? 'docker' : 'compose',
      because: name,
      lines:
        service === undefined
          ? ['driver = docker', 'name = CONTAINER', `directory = ${folder}`]
          : ['driver = compose', `service = ${service}`, `directory = ${folder}`],
    });
    break;
  }
  if (files.has('lima.yaml') || files.has('.lima.yaml')) {
    found.push({
      driver: 'lima',
      because: 'lima.yaml',
      lines: ['driver = lima', 'instance = default'],
    });
  }
  if (files.has('Dockerfile')) {
    found.push({
      driver: 'docker',
      because: 'Dockerfile',
      lines: ['driver = docker', 'name = CONTAINER', 'directory = /app'],
    });
  }
  const [host] = hostsOf(sshConfig ?? '');
  if (host !== undefined) {
    found.push({
      driver: 'ssh',
      because: '~/.ssh/config',
      lines: ['driver = ssh', `host = ${host}`, 'directory = /srv/project'],
    });
  }
  return found;
}

/** The text of the new file: the first suggestion in force, the others behind `#`. */
export function initText(suggestions: readonly Suggestion[]): string {
  const fallback: Suggestion = {
    driver: 'ssh',
    because: 'nothing that tells where: put your own host and folder here',
    lines: ['driver = ssh', 'host = dev.example.org', 'directory = /srv/project'],
  };
  const [first = fallback, ...others] = suggestions;
  return [
    '# How rdo reaches the machine that this project runs on.',
    '# The folder of this file and `directory` there are twins.',
    `# Found: ${first.because}`,
    ...first.lines,
    '',
    ...others.flatMap(({ because, lines }) => [
      `# Or (${because}):`,
      ...lines.map((line) => `# ${line}`),
      '',
    ]),
    '# Is there no shared folder? Then rdo sends what changed before each command, and fetches what you name:',
    '# sync = rsync',
    '# pull = dist',
    '',
    '# More: use_sudo, env, map_paths, and sections for further targets, chosen by rdo -e NAME',
    '',
  ].join('\n');
}

function firstService(compose: string): string | undefined {
  const services = /^services:[^\n]*\n((?:[ \t#][^\n]*\n|\n)*)/m.exec(compose)?.[1] ?? '';
  return /^[ ]{2,4}([A-Za-z0-9._-]+):/m.exec(services)?.[1];
}

/** Where a service mounts the project: `.:/path`. */
function mountOf(compose: string): string | undefined {
  return /["'\s-]\.\/?:(\/[^:"'\s]*)/.exec(compose)?.[1];
}

function hostsOf(sshConfig: string): readonly string[] {
  return [...sshConfig.matchAll(/^\s*Host\s+([^\n#]+)/gim)]
    .flatMap(([, names = '']) => names.trim().split(/\s+/))
    .filter((name) => !/[*?!]/.test(name));
}
