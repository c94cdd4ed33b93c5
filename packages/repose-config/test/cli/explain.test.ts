import { runBin } from '@nearhand/test-kit';
import { describe, expect, test } from 'vitest';
import { configTypes } from '../../src/index.ts';
import { explain } from '../../src/reference/explain.ts';
import { find, pathsOf } from '../../src/reference/find.ts';

const run = (...args: string[]) =>
  runBin('repose-config', ['explain', ...args], { env: { PATH: process.env['PATH'] } });

describe('repose-config explain', () => {
  test('an attribute', async () => {
    const { stdout, code } = await run('system-model/destinations/endpoint/@port');
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'system-model/destinations/endpoint/@port',
        'The port of the service; 0 means the usual one of the protocol.',
        '',
        'Value:    a whole number from 0 to 65535',
        'Default:  0',
        '',
      ].join('\n'),
    );
  });

  test('a type by its filter, its file and its root; a filter without a file', async () => {
    const byName = (await run('validator')).stdout;
    expect(byName).toContain('validator.cfg.xml\nRefuses requests that the WADL');
    for (const name of [
      'api-validator',
      'validators',
      'validator.cfg.xml',
      'validator/validators',
    ]) {
      expect((await run(name)).stdout).toBe(byName);
    }
    expect((await run('derp')).stdout).toMatch(/It reads\s+no\s+file\./);
  });

  test('all types and filters', async () => {
    const { stdout } = await run();
    for (const { name } of configTypes) expect(stdout).toContain(`  ${name} `);
    expect(stdout).toContain('  tenant-culling ');
  });

  test.each([
    ['rate-limit', 'Did you mean "rate-limiting"?'],
    ['system-model/node', 'Did you mean "nodes"?'],
    ['metrics/@enable', 'Did you mean "@enabled"?'],
    ['http-port', 'What has that name: system-model/nodes/node/@http-port, container/'],
    ['rate-limiting/limit', ', rate-limiting/limit-group/limit.'],
    ['metrics/zzzzzz', 'It is one of: graphite, @enabled.'],
  ])('%s is not known', async (path, hint) => {
    const { code, stdout, stderr } = await run(path);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(hint);
  });

  test('offers the shell what a path can go on with, one level at a time', async () => {
    const offered = async (word: string) =>
      (await run('--complete', word)).stdout.split('\n').slice(0, -1);
    expect(await offered('rate')).toEqual(['rate-limiting']);
    expect(await offered('system-model/no')).toEqual(['system-model/nodes']);
    expect(await offered('system-model/nodes/node/@h')).toEqual([
      'system-model/nodes/node/@hostname',
      'system-model/nodes/node/@http-port',
      'system-model/nodes/node/@https-port',
    ]);
    expect(await offered('nonsense/')).toEqual([]);
  });

  test('every path of every type is found again, and explained', () => {
    const paths = configTypes.flatMap(pathsOf);
    expect(paths.length).toBeGreaterThan(600);
    for (const path of paths) {
      const found = find(path);
      if (found.kind === 'unknown') throw new Error(path);
      expect(explain(found, { columns: 60 }).split('\n').length, path).toBeGreaterThan(3);
    }
  });
});
