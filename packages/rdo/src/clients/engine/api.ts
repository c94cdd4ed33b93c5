import { ToolError } from '@nearhand/core/errors';
import type { Socket } from 'node:net';
import { transportError } from '../../client.ts';
import { ask, upgrade, type Answer } from './http.ts';

/** The newest version of the API whose words are used here; it is the oldest that some engines take. */
const VERSION = '1.44';

/** An exec of the engine: a process to start in a container. */
export interface ExecSpec {
  readonly container: string;
  readonly argv: readonly string[];
  readonly user: string | undefined;
  readonly stdin: boolean;
}

export interface Engine {
  /**
   * Makes an exec, and gives its id.
   *
   * @throws ToolError `ENGINE_UNKNOWN` when what answers is no Docker engine; `MACHINE_MISSING` when there is no such container; in the phase `exec` when it doesn't
   * run, or the engine refuses; in the phase `connect` when the engine doesn't answer
   */
  createExec(spec: ExecSpec): Promise<string>;
  /** Starts an exec. See `upgrade` for the socket. */
  startExec(id: string): Promise<{ readonly socket: Socket; readonly head: Buffer }>;
  /** The exit status of an exec, or undefined while it runs. */
  exitCode(id: string): Promise<number | undefined>;
}

/** The engine behind a socket. */
export function engineAt(socketPath: string, signal: AbortSignal | undefined): Engine {
  let version = VERSION;
  /** Asks with the newest version that both sides know. */
  const negotiated = async (path: string, body?: unknown): Promise<Answer> => {
    const method = body === undefined ? 'GET' : 'POST';
    const used = version;
    const send = (): Promise<Answer> =>
      ask(socketPath, { method, path: `/v${version}${path}`, body }, { signal });
    const answer = await send();
    // The engine says which version it has with every answer, even one that refuses ours.
    const theirs = answer.headers.get('api-version');
    const refused = answer.status === 400 && /client version/.test(messageOf(answer));
    if (!refused || theirs === undefined || theirs === used) return answer;
    version = theirs;
    return send();
  };
  return {
    async createExec({ container, argv, user, stdin }) {
      const answer = await negotiated(`/containers/${encodeURIComponent(container)}/exec`, {
        AttachStdin: stdin,
        AttachStdout: true,
        AttachStderr: true,
        Tty: false,
        Cmd: argv,
        ...(user === undefined ? {} : { User: user }),
      });
      if (!answer.headers.get('server')?.startsWith('Docker/')) throw imitation(socketPath);
      if (answer.status === 201) {
        const { Id } = JSON.parse(answer.body.toString('utf8')) as { readonly Id?: unknown };
        if (typeof Id === 'string' && /^[0-9a-f]+$/.test(Id)) return Id;
      }
      throw refusal(answer, container);
    },
    async startExec(id) {
      const started = await upgrade(
        socketPath,
        {
          method: 'POST',
          path: `/v${version}/exec/${id}/start`,
          body: { Detach: false, Tty: false },
        },
        { signal },
      );
      if (started.socket) return started;
      throw refusal(started.answer);
    },
    async exitCode(id) {
      const answer = await negotiated(`/exec/${id}/json`);
      if (answer.status !== 200) throw refusal(answer);
      const state = JSON.parse(answer.body.toString('utf8')) as {
        readonly Running: boolean;
        readonly ExitCode: number | null;
      };
      return state.Running ? undefined : (state.ExitCode ?? undefined);
    },
  };
}

/** Podman, for one, listens where Docker would; who speaks to it is left to the program that is here. */
function imitation(socketPath: string): ToolError {
  return new ToolError(`what answers at ${socketPath} is no Docker engine`, {
    code: 'ENGINE_UNKNOWN',
    phase: 'connect',
    exitCode: 125,
    hint: 'Name the program to use: program = docker, or podman',
  });
}

function refusal(answer: Answer, container?: string): ToolError {
  const message = messageOf(answer);
  if (answer.status === 404 && container !== undefined && /no such container/i.test(message)) {
    return noContainer(container, 'docker');
  }
  return transportError('exec', `the Docker engine refused: ${message}`);
}

/** The error for a container that isn't there. */
export function noContainer(container: string, program: string): ToolError {
  return new ToolError(`there is no container ${container}`, {
    code: 'MACHINE_MISSING',
    phase: 'resolve',
    exitCode: 125,
    hint: `See those that are there: ${program} ps -a`,
  });
}

/** What the engine says of a failure: JSON with a `message`. */
function messageOf({ status, body }: Answer): string {
  const text = body.toString('utf8');
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // Old engines write plain text.
  }
  return text.trim() || `status ${status}`;
}
