import type { ToolError } from '@nearhand/core/errors';
import type { Client, ClientIo } from './client.ts';
import type { Plan, Transport } from './plan.ts';

/** What a driver makes of a plan: a client for the machine, and how to speak to it there. */
export interface Reached {
  readonly client: Client;
  /**
   * Asked when the command did not start: looks at the machine (which costs more than a run, so never
   * before) and gives a client to try once more with, or undefined when the error stands.
   *
   * @throws ToolError that says better what is wrong, such as a machine that isn't running
   */
  readonly recover?: ((error: ToolError) => Promise<Client | undefined>) | undefined;
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
