import { afterAll, beforeAll, describe } from 'vitest';
import { LOGIN_SHELLS, type LabUser, type Sshd } from '@nearhand/lab';
import { needSshd } from '@nearhand/lab/need';
import { contract } from './contract.ts';
import type { Machine } from './machine.ts';
import { sshMachine, startSshd, type SshMachineOptions } from './ssh-machines.ts';

/** The contract over login shells of a real sshd (all, unless named), for one of the clients. */
export function sshContract(
  title: string,
  options: SshMachineOptions,
  shells: readonly LabUser[] = LOGIN_SHELLS,
): void {
  describe.skipIf(!needSshd().met)(title, () => {
    let sshd: Sshd;
    beforeAll(async () => {
      sshd = await startSshd();
    });
    afterAll(() => sshd?.stop());

    describe.each(shells)('login shell %s', (user) => {
      let machine: Machine;
      beforeAll(() => {
        machine = sshMachine(sshd, user, options);
      });
      afterAll(() => machine?.stop());
      contract(() => machine);
    });
  });
}
