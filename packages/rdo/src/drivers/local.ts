import { createProcessClient } from '../clients/process.ts';
import type { Driver } from '../driver.ts';

/** The same rules on this machine: for configurations that vary by machine, and for tests. */
export const local: Driver<'local'> = async (_transport, { io }) => ({
  client: createProcessClient({
    name: 'local',
    io,
    ownsTerminal: io.isTerminal(0) && io.isTerminal(1),
    command: ({ argv: [program = 'sh', ...words] }) => [program, ...words],
  }),
});
