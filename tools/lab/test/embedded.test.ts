import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import * as pty from '@lydell/node-pty';
import { need, runFile } from '@nearhand/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded, type EmbeddedServer } from '../src/index.ts';

const client = need('ssh client', 'apt-get install openssh-client', 'ssh');

describe.skipIf(!client.met)('the embedded server, as OpenSSH sees it', () => {
  let server: EmbeddedServer;
  beforeAll(async () => {
    server = await startEmbedded();
  });
  afterAll(() => server.stop());

  const words = (...options: string[]) => ['-F', server.sshConfig, ...options, 'lab-embedded'];
  const ssh = (command: string, options = {}) => runFile('ssh', [...words(), command], options);

  it('runs a command, with its streams apart and its exit status', async () => {
    const result = await ssh('cat; echo problem >&2; exit 255', { input: 'a\0b\n' });
    expect(result).toMatchObject({ code: 255, stdout: 'a\0b\n', stderr: 'problem\n' });
  });

  it('tells the signal that ended a command', async () => {
    const result = await runFile('ssh', [...words('-v'), 'kill -TERM $$']);
    expect(result.code).toBe(255);
    expect(result.stderr).toContain('rtype exit-signal');
  });

  it('passes megabytes both ways, byte for byte, and lets a reader stop early', async () => {
    const input = Buffer.alloc(20 << 20, Buffer.from(Array.from({ length: 251 }, (_, i) => i)));
    const echo = await ssh('cat', { input });
    expect(echo.stdoutBytes.equals(input)).toBe(true);
    expect(await ssh('head -c 3', { input })).toMatchObject({ code: 0, stdout: '\0\u0001\u0002' });
  });

  it('gives a terminal, whose size follows', async () => {
    const outer = pty.spawn('ssh', words(), { cols: 100, rows: 30 });
    const ended = new Promise((resolve) => outer.onExit(({ exitCode }) => resolve(exitCode)));
    let screen = '';
    outer.onData((text) => (screen += text));
    const shown = async (text: string) => {
      while (!screen.includes(text)) await sleep(20);
    };
    outer.write('stty size\r');
    await shown('30 100\r\n');
    outer.resize(90, 20);
    // The size travels beside the keys: the shell sees it a moment later.
    outer.write('while [ "$(stty size)" != "20 90" ]; do sleep 0.02; done; echo now; exit 7\r');
    await shown('now\r\n');
    expect(await ended).toBe(7);
  });

  it('serves many channels of one connection', async () => {
    const socket = `${server.dir}/control`;
    const options = [
      '-o',
      `ControlPath=${socket}`,
      '-o',
      'ControlMaster=auto',
      '-o',
      'ControlPersist=10',
    ];
    await runFile('ssh', [...words(...options), 'true']);
    const runs = Array.from({ length: 12 }, (_, i) =>
      runFile('ssh', [...words(...options), `cat; exit ${i}`], { input: String(i) }),
    );
    const results = await Promise.all(runs);
    expect(results.map((result) => result.code)).toEqual(results.map((_, i) => i));
    expect(results.map((result) => result.stdout)).toEqual(results.map((_, i) => String(i)));
    await runFile('ssh', [...words(...options, '-O', 'exit')]);
  });

  it('hangs up a terminal whose connection breaks', async () => {
    const child = spawn('ssh', [...words('-tt'), 'exec sleep 4321'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const sleeping = () => server.processes().some((p) => p.argv.join(' ') === 'sleep 4321');
    while (!sleeping()) await sleep(20);
    server.drop();
    await once(child, 'exit');
    while (sleeping()) await sleep(20);
  });
});

describe('the embedded server', () => {
  it('lets its password in, and nothing else, where it is told to', async () => {
    const server = await startEmbedded({ key: false, password: 'open sesame' });
    try {
      expect(await offered(server, 'open sesame')).toBe('ready');
      expect(await offered(server, 'wrong')).toMatch(/authentication methods failed/);
    } finally {
      await server.stop();
    }
  });
});

async function offered(server: EmbeddedServer, password: string): Promise<string> {
  const { Client } = (await import('ssh2')).default;
  return new Promise((resolve) => {
    const connection = new Client();
    connection.once('ready', () => {
      connection.end();
      resolve('ready');
    });
    connection.on('error', (error) => resolve(error.message));
    connection.connect({ host: server.host, port: server.port, username: 'demo', password });
  });
}
