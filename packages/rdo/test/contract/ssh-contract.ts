import { afterAll, beforeAll, describe } from 'vitest';
import { LOGIN_SHELLS, type Sshd } from '@nearhand/lab';
import { needSshd } from '@nearhand/lab/need';
import { contract } from './contract.ts';
import type { Machine } from './machine.ts';
import { sshMachine, startSshd, type SshMachineOptions } from './ssh-machines.ts';

/** The contract over every login shell of a real sshd, for one of the clients. */
export function sshContract(title: string, client: SshMachineOptions['client']): void {
  describe.skipIf(!needSshd().met)(title, () => {
    let sshd: Sshd;
    beforeAll(async () => {
      sshd = await startSshd();
    });
    afterAll(() => sshd?.stop());

    describe.each(LOGIN_SHELLS)('login shell %s', (user) => {
      let machine: Machine;
      beforeAll(() => {
        machine = sshMachine(sshd, user, { client });
      });
      afterAll(() => machine?.stop());
      contract(() => machine);
    });
  });
}
