import { startEmbedded, type EmbeddedServer } from '@nearhand/lab';
import { afterAll, beforeAll, describe } from 'vitest';
import { contract } from './contract.ts';
import type { Machine } from './machine.ts';
import { embeddedMachine } from './ssh-machines.ts';

// Needs no system package: this runs on every machine.
describe('the SSH server inside the process', () => {
  let server: EmbeddedServer;
  let machine: Machine;
  beforeAll(async () => {
    server = await startEmbedded();
    machine = embeddedMachine(server, { client: 'builtin' });
  });
  afterAll(async () => {
    await machine?.stop();
    await server?.stop();
  });
  contract(() => machine);
});
