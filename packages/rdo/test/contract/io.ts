import { PassThrough } from 'node:stream';
import type { ClientIo } from '../../src/client.ts';

/** The local side of a client in a test: no terminal, nothing on stdin. */
export function testIo(env: NodeJS.ProcessEnv = process.env): ClientIo {
  const stdin = new PassThrough();
  stdin.end();
  return {
    env,
    cwd: process.cwd(),
    stdin,
    stdout: new PassThrough().resume(),
    stderr: new PassThrough().resume(),
    isTerminal: () => false,
    ownDescriptors: false,
  };
}
