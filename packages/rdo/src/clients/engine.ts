/**
 * Channels that are execs of a Docker engine, by its API: the program `docker` takes longer to start than
 * the engine takes to run a command, and a run would start it twice.
 */
import type { Client, ClientIo } from '../client.ts';
import { engineAt } from './engine/api.ts';
import { openExec } from './engine/channel.ts';

export interface EngineClientOptions {
  /** The engine's socket; see `engineSocket`. */
  readonly socketPath: string;
  readonly container: string;
  readonly user: string | undefined;
  readonly io: ClientIo;
  /**
   * Makes the client over the program `docker`, for what it does better: a terminal is its business, and so
   * is an engine that only imitates Docker's.
   */
  readonly program: () => Promise<Client>;
}

export function createEngineClient(options: EngineClientOptions): Client {
  const { socketPath, io } = options;
  const engine = engineAt(socketPath, io.signal);
  let made: Promise<Client> | undefined;
  const program = (): Promise<Client> => (made ??= options.program());
  return {
    name: 'docker',
    ownsTerminal: io.isTerminal(0) && io.isTerminal(1),
    async open(request) {
      const channel = request.tty ? undefined : await openExec(request, { ...options, engine });
      return channel ?? (await program()).open(request);
    },
    async close() {
      await (await made)?.close();
    },
  };
}
