import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';
import { need, tempDir } from '@nearhand/test-kit';
import { describe, expect, test } from 'vitest';

const chromium = need('Chromium', 'apt-get install chromium', 'chromium');

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
};

/**
 * Serves the files of this package on loopback, and hears what the page has to say.
 *
 * @param policy - a Content-Security-Policy of every file, so of the page and of the worker
 */
async function serve(policy?: string) {
  let heard: (text: string) => void;
  const result = new Promise<string>((resolve) => {
    heard = resolve;
  });
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      void text(request).then((said) => {
        response.end();
        heard(said);
      });
      return;
    }
    const path = normalize(new URL(request.url!, 'http://x').pathname);
    readFile(join(process.cwd(), path)).then(
      (content) => {
        response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
        if (policy) response.setHeader('content-security-policy', policy);
        response.end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { port: (server.address() as AddressInfo).port, result, server };
}

/** What a page and a worker of it say. */
async function browse(policy?: string): Promise<string> {
  const { port, result, server } = await serve(policy);
  const browser = spawn(
    'chromium',
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--user-data-dir=${tempDir()}`,
      `http://127.0.0.1:${port}/test/fixtures/page.html`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = Promise.all([once(browser, 'close'), text(browser.stderr)]);
  // A browser that doesn't start says why.
  const said = await Promise.race([result, ended.then(([, trouble]) => `no page: ${trouble}`)]);
  browser.kill();
  await ended;
  server.close();
  server.closeAllConnections();
  return said;
}

describe.skipIf(!chromium.met)('in Chromium', () => {
  test('a page and a worker import the built files as they are', { timeout: 90_000 }, async () => {
    const passed = 'every check passed, with WebAssembly';
    expect(await browse()).toBe(`page: ${passed}; worker: ${passed}; 400 different`);
  });

  test('and get the same where a policy forbids WebAssembly', { timeout: 90_000 }, async () => {
    const passed = 'every check passed, with JavaScript';
    expect(await browse("script-src 'self' 'unsafe-inline'")).toBe(
      `page: ${passed}; worker: ${passed}; 400 different`,
    );
  });
});
