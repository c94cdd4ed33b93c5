import { sshContract } from './ssh-contract.ts';

sshContract('the built-in client', { client: 'builtin' });
