// What the commands that speak to a container engine have in common.
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CliContext, Options } from '@nearhand/core/cli';
import { ToolError } from '@nearhand/core/errors';
import type { Outcome } from '@nearhand/core/process';
import { toDisplay } from '@nearhand/core/quote';
import { call, type Engine } from '../docker/call.ts';
import { findContainer, inspect, urlsOf, type Container } from '../docker/container.ts';
import { endpointOf, engineHost, type EngineHost } from '../docker/engine.ts';
import { contextPlan, logsPlan, type Argv } from '../docker/plan.ts';
import { READY, waitForReady } from '../docker/ready.ts';
import { print } from './command.ts';
import { refuseErrors, usage, type LoadedFolder } from './folder-io.ts';

export interface DockerContext {
  readonly engine: Engine;
  readonly host: EngineHost;
  /** The folder's own path, which its container is labelled with. */
  readonly path: string;
  /** As the user named it. */
  readonly name: string;
}

/** Reads the operand and `--program`, and finds out which machine the engine is on. */
export async function dockerContext(context: CliContext<Options>): Promise<DockerContext> {
  const { world, rest, command, commandValues } = context;
  if (rest.length > 1) throw usage(`${command} takes one folder`);
  const { program = 'docker' } = commandValues as { readonly program?: string };
  const name = rest[0] ?? '.';
  const engine: Engine = { program, env: world.env, cwd: world.cwd, folder: name };
  const host = engineHost(endpointOf(program, world.env) ?? (await contextEndpoint(engine)));
  return {
    engine: host.remote ? { ...engine, remoteHost: host.host } : engine,
    host,
    path: ownPath(resolve(world.cwd, name)),
    name,
  };
}

async function contextEndpoint(engine: Engine): Promise<string | undefined> {
  const plan = contextPlan(engine.program);
  if (!plan) return undefined;
  // No program, or one older than contexts: the next call will say what is wrong.
  const { ok, stdout } = await call(engine, plan).catch(() => ({ ok: false, stdout: '' }));
  return ok ? stdout : undefined;
}

/** A folder may be gone, and its container still be there. */
function ownPath(dir: string): string {
  try {
    return realpathSync(dir);
  } catch {
    return dir;
  }
}

/** The folder's container, or an error that says what to type. */
export async function theContainer(docker: DockerContext): Promise<Container> {
  const found = await findContainer(docker.engine, docker.path);
  if (found) return found;
  throw new ToolError(`no container runs ${docker.name}`, {
    code: 'NOT_UP',
    hint: `Start one: ${toDisplay(['repose-config', 'up', docker.name])}`,
  });
}

/** `check`, before Repose gets to see the folder. */
export async function checkFirst(
  { world, report }: CliContext<Options>,
  loaded: LoadedFolder,
): Promise<void> {
  const { length } = await refuseErrors(world, loaded, 'and Repose would not run it either');
  if (length === 0) return;
  const warnings = length === 1 ? 'is 1 warning' : `are ${length} warnings`;
  report.note(`there ${warnings} about it: ${toDisplay(['repose-config', 'check', loaded.name])}`);
}

/** Prints plans as lines that can be pasted into a shell. */
export function printPlans({ world }: CliContext<Options>, plans: readonly Argv[]): Promise<void> {
  return print(world, plans.map((argv) => `${toDisplay(argv)}\n`).join(''));
}

/**
 * Waits until Repose serves, shows that it does, and prints where. Gives the signal that ended the
 * waiting, if one did; the container goes on then.
 */
export async function untilReady(
  context: CliContext<Options>,
  docker: DockerContext,
  started: Container,
): Promise<Outcome | undefined> {
  const { world, report, commandValues } = context;
  const { timeout: seconds = 120 } = commandValues as { readonly timeout?: number };
  const { engine } = docker;
  const progress = showProgress(context, seconds);
  const waited = await waitForReady(engine, {
    argv: logsPlan(engine.program, started.id, { follow: true, since: sinceLastStart(started) }),
    timeout: seconds * 1000,
    onLine: progress.line,
  }).finally(progress.end);
  const urls = urlsOf(started, docker.host);
  if (waited.kind === 'ready') {
    await print(world, urls.map((url) => `${url}/\n`).join(''));
    for (const url of urls)
      report.note(`ready: curl ${url.startsWith('https:') ? '-ik' : '-i'} ${url}/`);
    return undefined;
  }
  if (waited.kind === 'signal') {
    report.note(
      `the container goes on; to end it: ${toDisplay(['repose-config', 'down', docker.name])}`,
    );
    return { kind: 'signal', signal: waited.signal };
  }
  const now = await inspect(engine, started.id);
  const log =
    waited.lines.length === 0
      ? 'Its log is empty.'
      : `The last lines of its log:\n${waited.lines.map((line) => `  ${line}`).join('\n')}`;
  if (now?.state === 'running' || now?.state === 'paused') {
    const words = ['repose-config', 'down', docker.name];
    throw new ToolError(
      waited.kind === 'timeout'
        ? `Repose was not ready after ${seconds} s`
        : `the log ended before Repose was ready`,
      {
        code: 'NOT_READY',
        hint: `${log}\nThe container goes on. Wait longer with --timeout; end it: ${toDisplay(words)}\n'${READY}' is seen only where log4j2.xml has a Console appender.`,
      },
    );
  }
  throw new ToolError(`the container did not get as far as Repose being ready: ${howEnded(now)}`, {
    code: 'CONTAINER_ENDED',
    hint: log,
  });
}

/** What became of a container that doesn't run. */
export function howEnded(container: Container | undefined): string {
  if (!container) return 'removed';
  if (container.state !== 'exited' && container.state !== 'dead') return container.state;
  if (container.outOfMemory) return 'ended by the kernel, for want of memory';
  return `ended with exit status ${container.exitCode}`;
}

/**
 * From when on the log is that of the present run. Not from its start: a quick program has written
 * lines by the time that the engine notes as that.
 */
export function sinceLastStart({ state, finishedAt }: Container): string | undefined {
  return state === 'running' ? finishedAt : undefined;
}

/** A line that is written anew on a terminal; elsewhere only that there is a wait. */
function showProgress({ world, report }: CliContext<Options>, seconds: number) {
  if (!world.isTerminal(2)) {
    report.note(`waits for '${READY}' in the log, at most ${seconds} s`);
    return { line: () => {}, end: () => {} };
  }
  const started = Date.now();
  let last = '';
  const show = (): void => {
    const passed = Math.round((Date.now() - started) / 1000);
    // A terminal that no one has told its size says 0.
    const columns = world.stderr.columns || 80;
    const text = `waits for '${READY}', ${passed} s${last && `: ${last}`}`;
    // Control characters of a log must not reach the terminal.
    const plain = text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ').slice(0, columns - 1);
    world.stderr.write(`\r\u001b[K${plain}`);
  };
  show();
  const timer = setInterval(show, 1000);
  return {
    line: (line: string) => {
      last = line;
      show();
    },
    end: () => {
      clearInterval(timer);
      world.stderr.write('\r\u001b[K');
    },
  };
}
