import { afterAll, beforeAll, describe } from 'vitest';
import { type Sshd } from '@nearhand/lab';
import { needSshd } from '@nearhand/lab/need';
import { contract } from './contract.ts';
import type { Machine } from './machine.ts';
import { sshMachine, startSshd } from './ssh-machines.ts';

describe.skipIf(!needSshd().met)('the built-in client', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd?.stop());

  // Each call connects anew, so not every shell: what differs between them is the same text for all clients.
  describe.each(['bash', 'fish', 'tcsh'] as const)('login shell %s', (user) => {
    let machine: Machine;
    beforeAll(() => {
      machine = sshMachine(sshd, user, { client: 'builtin' });
    });
    afterAll(() => machine?.stop());
    contract(() => machine);
  });
});
