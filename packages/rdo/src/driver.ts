import type { Client, ClientIo } from './client.ts';
import type { Plan, Transport } from './plan.ts';

/** What a driver makes of a plan: a client for the machine, and how to speak to it there. */
export interface Reached {
  readonly client: Client;
  /**
   * What to do when the connection fails in a way that stale facts explain (a Vagrant machine that was made
   * anew): finds the facts again and gives another client, or undefined when they are the same.
   */
  readonly refresh?: (() => Promise<Client | undefined>) | undefined;
}

export interface DriverContext {
  readonly plan: Plan;
  readonly io: ClientIo;
  /** Shows what a machine says while it is started. */
  readonly progress: (text: string) => void;
}

/** A driver finds the machine (starting it where it may) and makes the client that reaches it. */
export type Driver<D extends Transport['driver']> = (
  transport: Extract<Transport, { readonly driver: D }>,
  context: DriverContext,
) => Promise<Reached>;
