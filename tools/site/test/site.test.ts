import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { workspacePackages } from '@nearhand/checks/workspace';
import { configTypes } from '@nearhand/repose-config';
import { need, tempDir } from '@nearhand/test-kit';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSite } from '../src/build.ts';
import { deadLinks } from '../src/links.ts';

const browser = need('Chromium', 'apt-get install chromium', 'chromium');
const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};
let dir = '';
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'nearhand-site-test-'));
  await buildSite(dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('has a page for every package and for every entry that can be imported', () => {
  const pages = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  for (const { manifest } of workspacePackages('packages')) {
    expect(pages).toContain(`documents/${manifest.name.split('/')[1]}.html`);
  }
  expect(pages).toContain('documents/Repose_reference.html');
  const reference = readFileSync(join(dir, 'documents/Repose_reference.html'), 'utf8');
  for (const { name } of configTypes) expect(reference).toContain(`>${name}<`);
  expect(pages.filter((page) => page.startsWith('modules/')).length).toBeGreaterThanOrEqual(11);
});

test('has no dead link', () => {
  expect(deadLinks(dir)).toEqual([]);
});

test('a dead link and a dead anchor are found', () => {
  const pages = tempDir();
  writeFileSync(
    join(pages, 'a.html'),
    '<a href="b.html#there"></a><a href="b.html#gone"></a><a href="c.html"></a>',
  );
  writeFileSync(join(pages, 'b.html'), '<p id="there"></p>');
  expect(deadLinks(pages)).toEqual(['a.html -> b.html#gone', 'a.html -> c.html']);
});

describe.skipIf(!browser.met)('in a real browser', () => {
  test('leads to each package, and logs no error', async () => {
    const app = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      try {
        const body = readFileSync(join(dir, decodeURIComponent(path)));
        response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/html' }).end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/index.html`;
    try {
      const page = await app.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('response', (response) => {
        if (!response.ok()) errors.push(`${response.status()} ${response.url()}`);
      });
      for (const { manifest } of workspacePackages('packages')) {
        const name = manifest.name.split('/')[1]!;
        await page.goto(site);
        await page.locator(`a[href$="documents/${name}.html"]`).first().click();
        await page.waitForURL(`**/documents/${name}.html`);
        expect(await page.locator('h1').first().innerText()).toContain(name);
      }
      expect(errors).toEqual([]);
    } finally {
      await app.close();
      server.close();
    }
  });
});
