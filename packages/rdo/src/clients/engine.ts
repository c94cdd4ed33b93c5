/**
 * Channels that are execs of a Docker engine, by its API: the program `docker` takes longer to start than
 * the engine takes to run a command, and a run would start it twice.
 */
import type { Channel, Client, ClientIo } from '../client.ts';
import { engineAt } from './engine/api.ts';
import { openExec, type ExecOptions } from './engine/channel.ts';

export interface EngineClientOptions {
  /** The engine's socket; see `engineSocket`. */
  readonly socketPath: string;
  readonly container: string;
  readonly user: string | undefined;
  readonly io: ClientIo;
  /** Makes the client over the program `docker`: a terminal is its business. */
  readonly program: () => Promise<Client>;
}

/** A guard, and the command that was opened right behind it. */
interface Pair {
  guard?: Promise<Channel>;
  command?: Promise<unknown>;
}

export function createEngineClient(options: EngineClientOptions): Client {
  const { io } = options;
  const engine = engineAt(options.socketPath, io.signal);
  let made: Promise<Client> | undefined;
  let last: Pair | undefined;

  // Engines start the processes of a container one after another. The command goes first, and reads its
  // first line only when the engine has taken the guard's request: from then on nothing holds it up.
  const openGuard = (exec: ExecOptions): Promise<Channel> => {
    const pair: Pair = {};
    last = pair;
    const before = async (): Promise<void> => {
      // The command is opened in this very turn, but behind us.
      await Promise.resolve();
      await pair.command;
    };
    pair.guard = openExec({ ...exec, before });
    pair.guard.catch(() => {});
    return pair.guard;
  };
  const openCommand = (exec: ExecOptions): Promise<Channel> => {
    const pair = last;
    last = undefined;
    let opening: Promise<Channel> | undefined;
    const started = new Promise<void>((resolve) => {
      opening = openExec({ ...exec, onStarted: resolve, behind: pair?.guard });
    });
    // Where it never starts, its own error ends the wait.
    if (pair) pair.command = Promise.race([started, opening]);
    pair?.command?.catch(() => {});
    return opening!;
  };
  return {
    name: 'docker',
    ownsTerminal: io.isTerminal(0) && io.isTerminal(1),
    guardComesLater: true,
    async open(request) {
      if (request.tty) return (await (made ??= options.program())).open(request);
      const exec = { ...options, engine, request };
      return request.role === 'guard' ? openGuard(exec) : openCommand(exec);
    },
    async close() {
      await (await made)?.close();
    },
  };
}
