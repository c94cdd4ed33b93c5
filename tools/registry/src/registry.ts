import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

export interface Registry {
  readonly url: string;
  /** Bytes of a `.npmrc` that lets npm and pnpm publish there. */
  readonly npmrc: string;
  stop(): Promise<void>;
}

const require = createRequire(import.meta.url);

/**
 * Starts a verdaccio on loopback with an empty storage in `dir`. Packages of other people come
 * through from `uplink`; ours exist only once they are published.
 */
export async function startRegistry(dir: string, uplink: string): Promise<Registry> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const config = join(dir, 'verdaccio.yaml');
  mkdirSync(dir, { recursive: true });
  writeFileSync(
    config,
    JSON.stringify({
      storage: join(dir, 'storage'),
      uplinks: { public: { url: uplink, cache: true, timeout: '60s', max_fails: 100 } },
      packages: {
        '@nearhand/*': { access: '$all', publish: '$all' },
        '**': { access: '$all', proxy: 'public' },
      },
      auth: { htpasswd: { file: join(dir, 'htpasswd'), max_users: -1 } },
      server: { keepAliveTimeout: 60 },
      web: { enable: false },
      max_body_size: '50mb',
      log: { type: 'stdout', format: 'json', level: 'error' },
    }),
  );
  const manifestFile = require.resolve('verdaccio/package.json');
  const { bin } = require(manifestFile) as { bin: string | { verdaccio: string } };
  const program = join(dirname(manifestFile), typeof bin === 'string' ? bin : bin.verdaccio);
  const child = spawn(
    process.execPath,
    [program, '--config', config, '--listen', `127.0.0.1:${port}`],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const ended = once(child, 'exit');
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`${url}-/ping`).catch(() => undefined);
    if (answer?.ok) break;
    if (child.exitCode !== null || tries > 300) {
      child.kill();
      throw new Error(`the registry did not start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    // The clients insist on a token, and this registry asks for none.
    npmrc: `registry=${url}\n//127.0.0.1:${port}/:_authToken=none\nprovenance=false\n`,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
