import { sshContract } from './ssh-contract.ts';

sshContract('OpenSSH', 'openssh');
