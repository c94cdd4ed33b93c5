import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binFile, runFile, type RunFileOptions, type RunResult } from '@nearhand/test-kit';

/** A machine that the contract is tested on: a project here and its twin there. */
export interface Machine {
  readonly name: string;
  /** The local project, with `.rdo.conf`, `sub dir/`, and a target `elsewhere` whose directory is missing. */
  readonly root: string;
  /** The same folder there. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  /** The command lines of all processes there that hold `text`. */
  processes(text: string): Promise<readonly string[]>;
  readonly lacks?: readonly ('terminal' | 'line')[];
  stop(): Promise<void>;
}

export interface RdoOptions extends RunFileOptions {
  /** Below the machine's root. */
  readonly in?: string;
}

/** Runs the built rdo in the machine's project. */
export function rdo(
  machine: Machine,
  words: readonly string[],
  options: RdoOptions = {},
): Promise<RunResult> {
  return runFile(process.execPath, [binFile('rdo'), ...words], {
    timeout: 25_000,
    ...options,
    cwd: join(machine.root, options.in ?? ''),
    env: { ...machine.env, ...options.env },
  });
}

/** Starts the built rdo and leaves its streams to the caller. */
export function startRdo(machine: Machine, words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [binFile('rdo'), ...words], {
    cwd: machine.root,
    env: machine.env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** A project folder of a machine, readable by everyone, removed by `remove`. */
export function projectFolder(): { readonly root: string; remove(): void } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'rdo-project-')));
  chmodSync(root, 0o755);
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Writes the project: `here` gets the configuration, `there` is what the machine sees. */
export function writeProject(here: string, there: string, config: string): void {
  writeFileSync(join(here, '.rdo.conf'), `${config}\n[elsewhere]\ndirectory = /nowhere\n`);
  mkdirSync(join(here, 'sub dir'), { recursive: true });
  if (there !== here) mkdirSync(join(there, 'sub dir'), { recursive: true });
  writeFileSync(join(there, 'not-a-program'), 'text\n', { mode: 0o644 });
  for (const folder of [here, there, join(there, 'sub dir')]) chmodSync(folder, 0o755);
}

export interface ContainerMachineOptions {
  readonly name: string;
  /** The project, which the container has at `there`. */
  readonly folder: ReturnType<typeof projectFolder>;
  readonly there: string;
  readonly home: string;
  readonly container: { remove(): Promise<void> };
  readonly env: NodeJS.ProcessEnv;
  /** Lists the processes in the container, a line each. */
  list(): Promise<string>;
}

/** A running container as a machine, with a home of its own for rdo's state. */
export function containerMachine(options: ContainerMachineOptions): Machine {
  const { name, folder, there, home, container, env } = options;
  return {
    name,
    root: folder.root,
    directory: there,
    env: { ...env, HOME: home, XDG_STATE_HOME: join(home, 'state') },
    async processes(text) {
      return (await options.list()).split('\n').filter((line) => line.includes(text));
    },
    async stop() {
      await container.remove();
      rmSync(home, { recursive: true, force: true });
      folder.remove();
    },
  };
}
