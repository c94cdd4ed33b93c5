import { sshContract } from './ssh-contract.ts';

sshContract('OpenSSH', { client: 'openssh' });

// Only the program can forward an agent: then it stands behind each session.
sshContract(
  'OpenSSH, its program for each session',
  { client: 'openssh', extra: 'forward_agent = yes', trusted: true },
  ['fish'],
);
