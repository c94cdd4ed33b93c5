import { transportError, type CreateSshClient } from '../client.ts';

/** The client on the ssh2 library, for machines without OpenSSH. */
export const createBuiltinClient: CreateSshClient = (target) => {
  throw transportError('connect', `${target.program}: no such program here`, {
    hint: 'Install the OpenSSH client.',
  });
};
