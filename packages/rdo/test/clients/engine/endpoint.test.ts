import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tempDir, writeTree } from '@nearhand/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineSocket } from '../../../src/clients/engine/endpoint.ts';

describe('the socket of the engine', () => {
  const dir = mkdtempSync(join(tmpdir(), 'rdo-engine-'));
  const socket = join(dir, 'engine.sock');
  let server: Server;
  beforeAll(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
  });
  afterAll(() => {
    server.close();
    rmSync(dir, { recursive: true });
  });

  const home = (files: Record<string, unknown>): string => {
    const root = tempDir();
    for (const [name, value] of Object.entries(files)) {
      writeTree(root, { [name]: typeof value === 'string' ? value : JSON.stringify(value) });
    }
    return root;
  };
  const host = `unix://${socket}`;
  const context = (name: string, to: string) => ({
    [`.docker/contexts/meta/${'ab'.repeat(32)}/meta.json`]: {
      Name: name,
      Endpoints: { docker: { Host: to } },
    },
  });

  it('is the one of DOCKER_HOST, whatever the context', () => {
    const HOME = home({ '.docker/config.json': { currentContext: 'remote' } });
    expect(engineSocket({ HOME, DOCKER_HOST: host })).toBe(socket);
  });

  it.each([
    ['another kind of host', { DOCKER_HOST: 'tcp://127.0.0.1:2375' }],
    ['a host by ssh', { DOCKER_HOST: 'ssh://me@there' }],
    ['a relative path', { DOCKER_HOST: 'unix://docker.sock' }],
    ['no socket there', { DOCKER_HOST: 'unix:///nowhere/docker.sock' }],
    ['a version of the API', { DOCKER_HOST: 'unix://SOCKET', DOCKER_API_VERSION: '1.30' }],
    ['TLS', { DOCKER_HOST: 'unix://SOCKET', DOCKER_TLS_VERIFY: '1' }],
    ['headers of its own', { DOCKER_HOST: 'unix://SOCKET', DOCKER_CUSTOM_HEADERS: 'a=b' }],
    ['a context that is not known', { DOCKER_CONTEXT: 'unknown' }],
  ])('is left to the program with %s', (_what, given) => {
    const env = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value.replace('SOCKET', socket)]),
    );
    expect(engineSocket({ HOME: home({}), ...env })).toBeUndefined();
  });

  it('is the one of the current context', () => {
    const files = context('rootless', host);
    const current = home({ ...files, '.docker/config.json': { currentContext: 'rootless' } });
    expect(engineSocket({ HOME: current })).toBe(socket);
    expect(engineSocket({ HOME: home(files), DOCKER_CONTEXT: 'rootless' })).toBe(socket);
    const elsewhere = join(home(files), '.docker');
    const chosen = { HOME: home({}), DOCKER_CONTEXT: 'rootless', DOCKER_CONFIG: elsewhere };
    expect(engineSocket(chosen)).toBe(socket);
  });

  it('is left to the program where the context is reached by TCP', () => {
    const HOME = home(context('remote', 'tcp://192.0.2.1:2376'));
    expect(engineSocket({ HOME, DOCKER_CONTEXT: 'remote' })).toBeUndefined();
  });

  it('is left to the program where the configuration says more, or cannot be read', () => {
    const DOCKER_CONTEXT = 'rootless';
    const files = context('rootless', host);
    const headers = home({ ...files, '.docker/config.json': { HttpHeaders: { a: 'b' } } });
    expect(engineSocket({ HOME: headers, DOCKER_CONTEXT })).toBeUndefined();
    const broken = home({ ...files, '.docker/config.json': '{' });
    expect(engineSocket({ HOME: broken, DOCKER_CONTEXT })).toBeUndefined();
    const folder = home(files);
    mkdirSync(join(folder, '.docker/config.json'));
    expect(engineSocket({ HOME: folder, DOCKER_CONTEXT })).toBeUndefined();
  });
});
