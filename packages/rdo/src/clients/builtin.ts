import type { ChannelRequest, CreateSshClient } from '../client.ts';

/**
 * The SSH client that needs no `ssh` program: the ssh2 library, with OpenSSH's own files
 * (`~/.ssh/config`, known_hosts, keys, the agent) read as OpenSSH reads them. What it can't honour it
 * refuses, and says so.
 *
 * ssh2 is loaded by the first `open`. Every process makes a connection of its own.
 */
export const createBuiltinClient: CreateSshClient = (target, io) => {
  const load = () => import('./builtin/connect.ts');
  type Loaded = Awaited<ReturnType<typeof load>>;
  let connection: ReturnType<Loaded['connect']> | undefined;
  return {
    name: 'builtin',
    async open(request: ChannelRequest) {
      connection ??= load().then(({ connect }) => connect(target, io));
      const connected = await connection;
      const { openChannel } = await import('./builtin/channel.ts');
      return openChannel(connected, request, io);
    },
    async close() {
      const connected = await connection?.catch(() => undefined);
      await connected?.close();
    },
  };
};
