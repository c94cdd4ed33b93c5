import { afterAll, beforeAll, describe } from 'vitest';
import { LOGIN_SHELLS, type Sshd } from '@nearhand/lab';
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

  describe.each(LOGIN_SHELLS)('login shell %s', (user) => {
    let machine: Machine;
    beforeAll(() => {
      machine = sshMachine(sshd, user, { client: 'builtin' });
    });
    afterAll(() => machine?.stop());
    contract(() => machine);
  });
});
