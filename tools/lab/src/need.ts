import { need, type Need } from '@nearhand/test-kit';
import { whyNoDocker } from './docker/engine.ts';
import { whyNoPodman } from './docker/podman.ts';
import { whyNoSshd } from './sshd.ts';
import { missingShells } from './users.ts';
import { whyNoVagrant } from './vagrant.ts';

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

/** For `describe.skipIf(!needDocker().met)`: an engine that runs or can be started, and debootstrap. */
export function needDocker(): Need {
  const why = whyNoDocker();
  return need(why?.what ?? 'Docker', why?.how ?? '', () => why === undefined);
}

/** For `describe.skipIf(!needPodman().met)`: podman, what `--init` needs, and debootstrap. */
export function needPodman(): Need {
  const why = whyNoPodman();
  return need(why?.what ?? 'podman', why?.how ?? '', () => why === undefined);
}

/** For `describe.skipIf(!needVagrant().met)`: Vagrant, over Docker. */
export function needVagrant(): Need {
  const why = whyNoVagrant();
  return need(why?.what ?? 'Vagrant', why?.how ?? '', () => why === undefined);
}
