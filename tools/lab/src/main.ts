import { spawnSync } from 'node:child_process';
import { ensureDocker } from './docker/container.ts';
import { engineAnswers, engineIsOurs, whyNoDocker } from './docker/engine.ts';
import { IMAGE } from './docker/image.ts';
import {
  ensurePodman,
  podmanIsReady,
  removePodmanContainers,
  whyNoPodman,
} from './docker/podman.ts';
import { anyLease, dropStandingLease, takeStandingLease } from './leases.ts';
import { standingSshd, startStandingSshd, stopStandingSshd, whyNoSshd } from './sshd.ts';
import { stateDir } from './state.ts';
import { destroySharedVagrant, sharedVagrant, whyNoVagrant } from './vagrant.ts';

interface Machine {
  whyNot(): { readonly what: string; readonly how: string } | undefined;
  /** Brings it up, and says how to reach it. */
  up(): Promise<string>;
  down(): Promise<void>;
  status(): string;
}

const machines: Readonly<Record<string, Machine>> = {
  sshd: {
    whyNot: whyNoSshd,
    async up() {
      const { sshConfig } = await startStandingSshd();
      return `ssh -F ${sshConfig} lab-bash   (or -dash -zsh -ksh -fish -tcsh -ash -plain -nologin)`;
    },
    down: stopStandingSshd,
    status: () => (standingSshd() ? 'up' : 'down'),
  },
  docker: {
    whyNot: whyNoDocker,
    async up() {
      await ensureDocker();
      takeStandingLease('docker');
      return `docker run --rm -it ${IMAGE} bash`;
    },
    async down() {
      dropStandingLease('docker');
      if (engineIsOurs() && !anyLease()) console.log('docker: dockerd ends in a few seconds');
    },
    status() {
      if (!engineAnswers()) return 'down';
      return engineIsOurs() ? 'up, started by the lab' : 'up, not started by the lab';
    },
  },
  podman: {
    whyNot: whyNoPodman,
    async up() {
      const { env, image } = await ensurePodman();
      const names = ['CONTAINERS_CONF', 'CONTAINERS_STORAGE_CONF'] as const;
      const settings = names.map((name) => `${name}=${env[name]}`);
      return `${settings.join(' ')} podman run --rm -it ${image} bash`;
    },
    down: removePodmanContainers,
    status: () => (podmanIsReady() ? 'up' : 'down'),
  },
  vagrant: {
    whyNot: whyNoVagrant,
    async up() {
      const { dir, env } = await sharedVagrant();
      takeStandingLease('vagrant');
      return `cd ${dir} && VAGRANT_HOME=${env['VAGRANT_HOME']} vagrant ssh`;
    },
    async down() {
      if (engineAnswers()) await destroySharedVagrant();
      dropStandingLease('vagrant');
    },
    status() {
      const words = ['ps', '--filter', `volume=${stateDir('vagrant', 'project')}`, '--quiet'];
      const { status, stdout } = spawnSync('docker', words, { encoding: 'utf8' });
      return status === 0 && stdout.trim() !== '' ? 'up' : 'down';
    },
  },
};

/** `lab up|down|status [MACHINE ...]`; without names, all that can run here. */
export async function main(argv: readonly string[]): Promise<number> {
  const [verb, ...names] = argv;
  const unknown = names.find((name) => !Object.hasOwn(machines, name));
  if (!['up', 'down', 'status'].includes(verb ?? '') || unknown !== undefined) {
    if (unknown !== undefined) console.error(`lab: unknown machine ${JSON.stringify(unknown)}`);
    console.error(`usage: lab up|down|status [${Object.keys(machines).join('|')} ...]`);
    return 2;
  }
  const chosen = names.length > 0 ? names : Object.keys(machines);
  // Vagrant's machine runs in Docker: it goes first.
  if (verb === 'down') chosen.reverse();
  let status = 0;
  for (const name of chosen) {
    const machine = machines[name]!;
    const why = machine.whyNot();
    if (verb === 'status') console.log(`${name}: ${machine.status()}`);
    else if (verb === 'down') await machine.down();
    else if (why === undefined) console.log(`${name}: ${await machine.up()}`);
    else {
      console.error(`lab: no ${name}: ${why.what} is missing; ${why.how}`);
      if (names.length > 0) status = 1;
    }
  }
  return status;
}
