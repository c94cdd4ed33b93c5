import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `work` while no other process on this machine runs work of that `name`.
 *
 * The lock is an abstract socket, which the kernel takes back when its owner dies: a killed run
 * leaves no lock behind. Linux only.
 */
export async function withLock<T>(name: string, work: () => Promise<T> | T): Promise<T> {
  let server = await tryLock(name);
  while (!server) {
    await sleep(50);
    server = await tryLock(name);
  }
  try {
    return await work();
  } finally {
    server.close();
  }
}

function tryLock(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(`\0nearhand-lab-${name}`, () => resolve(server));
  });
}
