import { spawnSync } from 'node:child_process';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { tempDir } from '@nearhand/test-kit';

/** A socket in front of the real engine, so that its connections can fail without it. */
export interface EngineDoor {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Breaks every connection. */
  drop(): void;
  connections(): number;
  close(): Promise<void>;
}

export interface DoorOptions {
  /** Changes what the engine answers, chunk by chunk. */
  readonly answer?: (text: string) => string;
  /** Answers in place of the engine, and resets the connection behind it. */
  readonly refuse?: (request: string) => string | undefined;
}

export async function openDoor(options: DoorOptions = {}): Promise<EngineDoor> {
  const path = join(tempDir(), 'engine.sock');
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const engine = connect({ path: '/var/run/docker.sock', allowHalfOpen: true });
    for (const socket of [client, engine]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => open.delete(socket));
    }
    client.once('close', () => engine.destroy());
    engine.once('close', () => client.end());
    let first = true;
    client.on('data', (chunk: Buffer) => {
      const refusal = first ? options.refuse?.(chunk.toString('latin1')) : undefined;
      first = false;
      if (refusal === undefined) {
        if (!engine.write(chunk)) {
          client.pause();
          engine.once('drain', () => client.resume());
        }
      } else {
        engine.destroy();
        client.end(refusal);
      }
    });
    client.once('end', () => engine.end());
    if (options.answer) {
      const change = options.answer;
      engine.on('data', (chunk: Buffer) =>
        client.write(Buffer.from(change(chunk.toString('latin1')), 'latin1')),
      );
      engine.once('end', () => client.end());
    } else engine.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const drop = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    host: `unix://${path}`,
    drop,
    connections: () => open.size / 2,
    async close() {
      drop();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** The socket of an engine that was killed: the file is there, and nobody listens. */
export function deadSocket(): string {
  const path = join(tempDir(), 'engine.sock');
  const script = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script, path]);
  return `unix://${path}`;
}
