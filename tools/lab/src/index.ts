export { makeKey, writeKey, type KeyPair, type KeyType } from './keys.ts';
export { startSshd, whyNoSshd, type Sshd } from './sshd.ts';
export { hostAlias, type SshdOptions } from './sshd-files.ts';
export type { LabProcess } from './processes.ts';
export { homeOf, LAB_USERS, LOGIN_SHELLS, NOISE, userName, type LabUser } from './users.ts';
export { startEmbedded, type EmbeddedOptions, type EmbeddedServer } from './embedded/server.ts';
export {
  ensureDocker,
  startContainer,
  type Container,
  type ContainerOptions,
} from './docker/container.ts';
export { whyNoDocker } from './docker/engine.ts';
export { ensurePodman, startPodmanContainer, type Podman } from './docker/podman.ts';
export {
  sharedVagrant,
  whyNoVagrant,
  writeVagrantProject,
  type VagrantProject,
} from './vagrant.ts';
