import { once } from 'node:events';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { tempDir } from '@nearhand/test-kit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startPreview, type PreviewEvent, type PreviewOptions } from '../../src/preview/preview.ts';
import type { Finding } from '../../src/finding.ts';
import { file, folder, type Given } from '../simulate/helpers.ts';
import { ask, origin } from './origin.ts';

const broken: Finding = {
  code: 'x',
  severity: 'error',
  file: 'a.xml',
  start: { line: 1, column: 1 },
  end: { line: 1, column: 1 },
  message: 'is broken',
};
/** Stands in for the real check: a folder with the word BROKEN in it has an error. */
const check: PreviewOptions['check'] = (texts) =>
  [...texts.values()].some((text) => text.includes('BROKEN')) ? [broken] : [];

function to(port: number, attributes = ''): string {
  return `<endpoint id="o" protocol="http" hostname="127.0.0.1" port="${port}" default="true" ${attributes}/>`;
}

function write(dir: string, given: Given): void {
  for (const [name, text] of folder(given)) writeFileSync(join(dir, name), text);
}

async function preview(given: Given, options: Partial<PreviewOptions> = {}) {
  const dir = options.dir ?? tempDir();
  write(dir, given);
  const events: PreviewEvent[] = [];
  const listeners: (() => void)[] = [];
  const running = await startPreview({
    dir,
    check,
    port: 0,
    onEvent: (event) => {
      events.push(event);
      for (const listener of listeners.splice(0)) listener();
    },
    ...options,
  });
  onTestFinished(() => running.close());
  const until = async (kind: PreviewEvent['kind']): Promise<void> => {
    while (!events.some((event) => event.kind === kind)) {
      await new Promise<void>((resolve) => listeners.push(resolve));
    }
  };
  return { dir, running, url: running.urls[0]!, events, until };
}

const header = (value: string) => ({
  filters: '<filter name="add-header"/>',
  files: {
    'add-header.cfg.xml': file(
      'add-headers',
      'add-header/v1.0',
      `<request><header name="X-Seen">${value}</header></request><response><header name="X-Back">${value}</header></response>`,
    ),
  },
});

describe('proxying', () => {
  test('filters change the request on its way and the answer on its way back', async () => {
    const { port } = await origin((request, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.end(
        `${request.method} ${request.url} ${String(request.headers['x-seen'])} ${request.headers.host}`,
      );
    });
    const { url } = await preview({
      ...header('one'),
      destinations: to(port, 'root-path="/root"'),
    });
    const answer = await ask(`${url}/a?x=%2F`, { method: 'DELETE' });
    expect(answer.body).toBe(`DELETE /root/a?x=%2F one 127.0.0.1:${port}`);
    expect(answer.headers['x-back']).toBe('one');
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(answer.headers.via).toBe('1.1 Repose (Repose/9)');
  });

  test('the path arrives as it was written', async () => {
    const { port } = await origin((request, response) => response.end(request.url));
    const { url } = await preview({ destinations: to(port) });
    const path = '/a//b/../c/%7e/;p=1?x=%2F&y=\'|"';
    expect((await ask(url, { path })).body).toBe(path);
  });

  test('bodies stream both ways, before either has ended', async () => {
    const { port } = await origin((request, response) => {
      request.on('data', (chunk: Buffer) => response.write(`<${chunk.toString()}>`));
      request.on('end', () => response.end('.'));
    });
    const { url } = await preview({ destinations: to(port) });
    const sent = httpRequest(url, { method: 'POST', headers: { 'Transfer-Encoding': 'chunked' } });
    sent.write('one');
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(String((await once(response, 'data'))[0])).toBe('<one>');
    sent.write('two');
    expect(String((await once(response, 'data'))[0])).toBe('<two>');
    sent.end();
    expect(String((await once(response, 'data'))[0])).toBe('.');
  });

  test('a large body comes back whole', async () => {
    const { port } = await origin((request, response) => void request.pipe(response));
    const { url } = await preview({ destinations: to(port) });
    const body = 'x'.repeat(5_000_000);
    expect((await ask(url, { method: 'PUT', body })).body.length).toBe(body.length);
  });

  test('content-type-stripper looks at the body and loses none of it', async () => {
    const { port } = await origin((request, response) => {
      response.setHeader('Seen', request.headers['content-type'] ?? 'none');
      request.pipe(response);
    });
    const { url } = await preview({
      filters: '<filter name="content-type-stripper"/>',
      destinations: to(port),
    });
    const post = (body: string) =>
      ask(url, { method: 'POST', headers: { 'Content-Type': 'a/b' }, body });
    expect(await post('{"a": "long enough"}')).toMatchObject({
      headers: { seen: 'a/b' },
      body: '{"a": "long enough"}',
    });
    expect(await post('  ')).toMatchObject({ headers: { seen: 'none' }, body: '  ' });
    expect(await post('')).toMatchObject({ headers: { seen: 'none' }, body: '' });
  });

  test('HEAD, 204 and 304 have no body', async () => {
    const { port } = await origin((request, response) => {
      response.statusCode = Number(request.url!.slice(1)) || 200;
      response.setHeader('ETag', '"x"');
      response.end();
    });
    const { url } = await preview({ destinations: to(port) });
    expect(await ask(url, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    expect(await ask(`${url}/204`)).toMatchObject({ status: 204, body: '' });
    expect(await ask(`${url}/304`)).toMatchObject({ status: 304, body: '' });
  });

  test('a redirect is not followed; where it names the service, it leads through here', async () => {
    const { port } = await origin((request, response) => {
      const elsewhere = request.url === '/root/away';
      const location = elsewhere
        ? 'https://elsewhere.test/x'
        : `http://127.0.0.1:${port}/root/new?a=b`;
      response.writeHead(302, { Location: location }).end();
    });
    const { url } = await preview({ destinations: to(port, 'root-path="/root"') });
    expect(await ask(`${url}/old`)).toMatchObject({
      status: 302,
      headers: { location: `${url}/new?a=b` },
    });
    expect((await ask(`${url}/away`)).headers.location).toBe('https://elsewhere.test/x');
  });

  test('a service that is not there gives 502 and an event', async () => {
    const { port, server } = await origin(() => {});
    server.close();
    const { url, events } = await preview({ destinations: to(port) });
    expect(await ask(`${url}/a`)).toMatchObject({
      status: 502,
      body: 'Error communicating with origin service',
    });
    expect(events).toMatchObject([
      { kind: 'origin-error', request: `GET /a -> http://127.0.0.1:${port}/a` },
    ]);
  });

  test('a service that breaks off breaks off here too', async () => {
    const { port } = await origin((_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('some');
      setImmediate(() => response.destroy());
    });
    const { url } = await preview({ destinations: to(port) });
    await expect(ask(url)).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  });

  test('a connection to a client is kept open, and one that the service closed is replaced', async () => {
    const { port, server } = await origin((_request, response) => response.end('ok'));
    const { url } = await preview({ destinations: to(port) });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const ports = new Set<number | undefined>();
    for (let i = 0; i < 5; i++) {
      const sent = httpRequest(url, { agent });
      sent.end();
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      ports.add(response.socket.localPort);
      expect(response.statusCode).toBe(200);
      response.resume();
      await once(response, 'end');
      server.closeIdleConnections();
    }
    expect(ports.size).toBe(1);
  });

  test('a filter can answer by itself', async () => {
    const limits =
      '<limit-group id="g" groups="" default="true"><limit id="l" uri="*" uri-regex="/.*" value="1" unit="DAY"/></limit-group>';
    const { port } = await origin((_request, response) => response.end('ok'));
    const { url } = await preview({
      filters: '<filter name="ip-user"/><filter name="rate-limiting"/>',
      files: {
        'ip-user.cfg.xml': file('ip-user', 'ip-user/v1.0', ''),
        'rate-limiting.cfg.xml': file('rate-limiting', 'rate-limiting/v1.0', limits),
      },
      destinations: to(port),
    });
    expect((await ask(url)).status).toBe(200);
    const refused = await ask(url);
    expect(refused.status).toBe(413);
    expect(refused.headers['retry-after']).toMatch(/GMT$/);
  });
});

describe('websockets', () => {
  /** A server that accepts any upgrade and sends back what it gets. */
  async function echo(): Promise<number> {
    const server = createServer((socket) => {
      socket.once('data', (head: Buffer) => {
        const seen = /X-Seen: (\S+)/.exec(head.toString())?.[1];
        socket.write(
          `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Got: ${seen}\r\n\r\nhello `,
        );
        socket.pipe(socket);
      });
      socket.on('error', () => {});
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return (server.address() as AddressInfo).port;
  }

  test('pass through the filters, and then both ways', async () => {
    const { url } = await preview({ ...header('ws'), destinations: to(await echo()) });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      'GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const until = async (part: string) => {
      while (!text.includes(part)) await once(socket, 'data');
    };
    await until('hello ');
    expect(text).toMatch(/^HTTP\/1\.1 101 /);
    expect(text).toContain('X-Got: ws');
    expect(text).toContain('X-Back: ws');
    socket.write('ping');
    await until('hello ping');
    socket.end();
    await once(socket, 'close');
  });

  test('a service that refuses the upgrade is heard', async () => {
    const { port } = await origin((_request, response) => response.writeHead(403).end('no'));
    const { url } = await preview({ destinations: to(port) });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const chunks: string[] = [];
    for await (const chunk of socket) chunks.push(String(chunk));
    expect(chunks.join('')).toMatch(/^HTTP\/1\.1 403 [^]*no$/);
  });
});

describe('a change in the folder', () => {
  test('counts from then on', async () => {
    const { port } = await origin((request, response) => response.end(request.headers['x-seen']));
    const given = { ...header('one'), destinations: to(port) };
    const { dir, url, until } = await preview(given);
    expect((await ask(url)).body).toBe('one');
    write(dir, { ...header('two'), destinations: to(port) });
    await until('reloaded');
    expect((await ask(url)).body).toBe('two');
  });

  test('with an error is refused, and the last good configuration stays', async () => {
    const { port } = await origin((request, response) => response.end(request.headers['x-seen']));
    const { dir, url, until, events } = await preview({ ...header('one'), destinations: to(port) });
    writeFileSync(join(dir, 'add-header.cfg.xml'), 'BROKEN');
    await until('refused');
    expect(events.at(-1)).toMatchObject({ findings: [{ message: 'is broken' }] });
    expect((await ask(url)).body).toBe('one');
  });

  test('of the ports opens the new one, closes the old one, and cuts nothing off', async () => {
    let release = (): void => {};
    const { port } = await origin((request, response) => {
      if (request.url === '/slow') {
        response.write('a');
        release = () => response.end('b');
      } else response.end('ok');
    });
    const ports = await Promise.all([origin(() => {}), origin(() => {})]);
    for (const { server } of ports) server.close();
    const [first, second] = ports.map((taken) => taken.port);
    const texts = (at: number | undefined) => {
      const model = folder({ destinations: to(port) }).get('system-model.cfg.xml')!;
      return model.replace('http-port="8080"', `http-port="${at}"`);
    };
    const dir = tempDir();
    writeFileSync(join(dir, 'system-model.cfg.xml'), texts(first));
    const events: PreviewEvent[] = [];
    const running = await startPreview({ dir, check, onEvent: (event) => events.push(event) });
    onTestFinished(() => running.close());
    const slow = ask(`http://127.0.0.1:${first}/slow`);
    while ((await ask(`http://127.0.0.1:${first}/`)).body !== 'ok');
    writeFileSync(join(dir, 'system-model.cfg.xml'), texts(second));
    await running.reload();
    expect(running.urls).toEqual([`http://127.0.0.1:${second}`]);
    expect((await ask(`http://127.0.0.1:${second}/`)).body).toBe('ok');
    release();
    expect((await slow).body).toBe('ab');
    await expect(ask(`http://127.0.0.1:${first}/`)).rejects.toThrow('ECONNREFUSED');
  });

  test('judges the files that are there now, whatever else came and went', async () => {
    const { port } = await origin((_, response) => response.end());
    const seen: (readonly string[])[] = [];
    const { dir, running, events } = await preview(
      { ...header('1'), destinations: to(port) },
      {
        check: (texts, others) => {
          seen.push([...texts.keys(), ...others]);
          return texts.has('add-header.cfg.xml') ? [] : [broken];
        },
      },
    );
    // As editors make them: no change of the configuration.
    writeFileSync(join(dir, '.x.swp'), '');
    await running.reload();
    expect(seen.at(-1)).toContain('.x.swp');
    expect(events).toEqual([]);
    rmSync(join(dir, 'add-header.cfg.xml'));
    await running.reload();
    expect(seen.at(-1)).not.toContain('add-header.cfg.xml');
    expect(events).toMatchObject([{ kind: 'refused', findings: [{ message: 'is broken' }] }]);
  });

  test('refuses what is no text, in one finding', async () => {
    const { port } = await origin((_, response) => response.end());
    const { dir, running, events } = await preview({ ...header('1'), destinations: to(port) });
    const text = header('2').files['add-header.cfg.xml'];
    writeFileSync(join(dir, 'add-header.cfg.xml'), Buffer.from(`\ufeff${text}`, 'utf16le'));
    await running.reload();
    expect(events).toMatchObject([
      { kind: 'refused', findings: [{ file: 'add-header.cfg.xml', code: 'xml/utf-16' }] },
    ]);
  });

  test('follows the file that a symbolic link leads to', async () => {
    const { port } = await origin((request, response) => response.end(request.headers['x-seen']));
    const { dir, url, running, until } = await preview({ ...header('1'), destinations: to(port) });
    const real = join(tempDir(), 'real.xml');
    writeFileSync(real, header('2').files['add-header.cfg.xml']);
    rmSync(join(dir, 'add-header.cfg.xml'));
    symlinkSync(real, join(dir, 'add-header.cfg.xml'));
    await until('reloaded');
    expect((await ask(url)).body).toBe('2');
    expect(running.urls).toEqual([url]);
    writeFileSync(real, header('3').files['add-header.cfg.xml']);
    while ((await ask(url)).body !== '3');
  });

  test('fails no request of those that are sent meanwhile', async () => {
    const { port } = await origin((request, response) => response.end(request.headers['x-seen']));
    const { dir, url, events } = await preview({ ...header('0'), destinations: to(port) });
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    onTestFinished(() => agent.destroy());
    let sent = 0;
    const changes = new AbortController();
    const failures: unknown[] = [];
    const seen = new Set<string>();
    const client = async (): Promise<void> => {
      while (!changes.signal.aborted) {
        sent += 1;
        const { status, body } = await ask(url, { agent }).catch((error: unknown) => ({
          status: 0,
          body: String(error),
        }));
        if (status === 200) seen.add(body);
        else failures.push(body);
      }
    };
    const clients = Array.from({ length: 8 }, client);
    for (let change = 1; change <= 10; change++) {
      const bad = change % 3 === 0;
      const text = bad ? 'BROKEN' : header(String(change)).files['add-header.cfg.xml'];
      const before = events.length;
      writeFileSync(join(dir, 'add-header.cfg.xml'), text);
      while (events.length === before) await new Promise((resolve) => setImmediate(resolve));
    }
    changes.abort();
    await Promise.all(clients);
    expect(failures).toEqual([]);
    expect(sent).toBeGreaterThan(50);
    expect([...seen].filter((value) => Number(value) % 3 === 0 && value !== '0')).toEqual([]);
  });
});

describe('at the start', () => {
  test('a folder with errors is refused', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'a.xml'), 'BROKEN');
    await expect(startPreview({ dir, check })).rejects.toMatchObject({
      code: 'FOLDER_HAS_ERRORS',
      hint: 'a.xml: is broken',
    });
  });

  test('an address that this machine has not is said', async () => {
    const host = '192.0.2.1';
    const dir = tempDir();
    write(dir, {});
    await expect(startPreview({ dir, check, host, port: 0 })).rejects.toMatchObject({
      code: 'CANNOT_LISTEN',
      message: `cannot listen at ${host}: this machine has no such address`,
      hint: expect.stringContaining('--host'),
    });
  });

  test('a port that is taken is said', async () => {
    const { port } = await origin(() => {});
    const dir = tempDir();
    write(dir, {});
    await expect(startPreview({ dir, check, port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: `cannot listen at 127.0.0.1:${port}: something else does`,
    });
  });
});
