import type { Project } from '../types.ts';

/** A tool whose version a file can ask for. */
export interface VersionedTool {
  readonly name: string;
  /** Files that hold nothing but its version. */
  readonly files: readonly string[];
  /** Its names in `.tool-versions` and mise.toml. */
  readonly names: readonly string[];
  /** What an environment of it provides, see `Candidate.provides`. */
  readonly provides: string;
  /** Its commands, for the warning that a version is missing. */
  readonly commands: RegExp;
  /** Where installers keep it. */
  stores(project: Project): readonly Store[];
}

/** A folder with one entry per installed version. */
export interface Store {
  readonly dir: string;
  /** Where the programs are inside an entry. */
  readonly bin: string;
}

/** A folder that a variable names, or its usual place below the home folder. */
function place(project: Project, variable: string | undefined, ...usual: string[]): string[] {
  const named = variable === undefined ? undefined : project.variable(variable);
  if (named) return [named];
  return project.home === undefined ? [] : [project.rules.join(project.home, ...usual)];
}

function store(dirs: readonly string[], project: Project, inside: string, bin = 'bin'): Store[] {
  return dirs.map((dir) => ({ dir: project.rules.join(dir, ...inside.split('/')), bin }));
}

/** What asdf and mise install for any tool. */
export function sharedStores(names: readonly string[], project: Project): readonly Store[] {
  const data = place(project, 'XDG_DATA_HOME', '.local', 'share');
  const mise = project.variable('MISE_DATA_DIR');
  return names.flatMap((name) => [
    ...store(
      mise ? [mise] : data.map((dir) => project.rules.join(dir, 'mise')),
      project,
      `installs/${name}`,
    ),
    ...store(place(project, 'ASDF_DATA_DIR', '.asdf'), project, `installs/${name}`),
  ]);
}

export const TOOLS: readonly VersionedTool[] = [
  {
    name: 'Node',
    files: ['.nvmrc', '.node-version'],
    names: ['node', 'nodejs'],
    provides: 'node',
    commands: /^(?:node|npm|npx|corepack|yarn|pnpm)$/,
    stores: (project) => [
      ...store(place(project, 'NVM_DIR', '.nvm'), project, 'versions/node'),
      ...store(
        place(project, 'FNM_DIR', '.local', 'share', 'fnm'),
        project,
        'node-versions',
        'installation/bin',
      ),
      ...store(place(project, 'NODENV_ROOT', '.nodenv'), project, 'versions'),
      ...store(place(project, 'VOLTA_HOME', '.volta'), project, 'tools/image/node'),
      ...store([project.variable('N_PREFIX') ?? '/usr/local'], project, 'n/versions/node'),
    ],
  },
  {
    name: 'Python',
    files: ['.python-version'],
    names: ['python'],
    provides: 'python',
    commands: /^(?:python|pip|pydoc|idle)[0-9.]*$/,
    stores: (project) => [
      ...store(place(project, 'PYENV_ROOT', '.pyenv'), project, 'versions'),
      ...store(
        place(project, 'UV_PYTHON_INSTALL_DIR', '.local', 'share', 'uv', 'python'),
        project,
        '.',
      ),
    ],
  },
  {
    name: 'Ruby',
    files: ['.ruby-version'],
    names: ['ruby'],
    provides: 'ruby',
    commands: /^(?:ruby|gem|irb|bundle|bundler|rake|erb|rdoc|ri)$/,
    stores: (project) => [
      ...store(place(project, 'RBENV_ROOT', '.rbenv'), project, 'versions'),
      ...store(place(project, 'rvm_path', '.rvm'), project, 'rubies'),
      ...store(place(project, undefined, '.rubies'), project, '.'),
      ...store(['/opt/rubies'], project, '.'),
    ],
  },
  {
    name: 'Go',
    files: ['.go-version'],
    names: ['go', 'golang'],
    provides: 'go',
    commands: /^(?:go|gofmt)$/,
    stores: (project) => store(place(project, 'GOENV_ROOT', '.goenv'), project, 'versions'),
  },
  {
    name: 'Java',
    files: ['.java-version'],
    names: ['java'],
    provides: 'java',
    commands: /^(?:java|javac|jar|jshell)$/,
    stores: (project) => store(place(project, 'JENV_ROOT', '.jenv'), project, 'versions'),
  },
];
