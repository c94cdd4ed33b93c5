import { need, type Need } from '@nearhand/test-kit';
import { whyNoSshd } from './sshd.ts';
import { missingShells } from './users.ts';

/** For `describe.skipIf(!needSshd().met)`: root, OpenSSH's server and client, and every login shell. */
export function needSshd(): Need {
  const why = whyNoSshd();
  if (why) return need(why.what, why.how, () => false);
  const missing = missingShells();
  if (missing.length > 0) {
    return need(missing.join(', '), 'apt-get install zsh ksh fish tcsh busybox', () => false);
  }
  return need('ssh client', 'apt-get install openssh-client', 'ssh');
}
