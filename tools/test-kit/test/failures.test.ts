import { readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runFile, tempDir, writeTree } from '../src/index.ts';

const require = createRequire(import.meta.url);

it('names everything that failed in a run, with its place', async () => {
  const dir = tempDir();
  const settings = fileURLToPath(new URL('../src/vitest.ts', import.meta.url));
  const vitest = dirname(require.resolve('vitest/package.json'));
  writeTree(dir, {
    'package.json': '{"type": "module"}',
    'node_modules/': '',
    'vitest.config.ts': `import { testConfig } from ${JSON.stringify(settings)};\nexport default testConfig();\n`,
    'test/bad.test.ts': `import { afterAll, beforeAll, describe, expect, it } from 'vitest';
describe('numbers', () => {
  it('are equal', () => {
    expect([1, 2]).toEqual([1, 3]);
  });
  it('are numbers', () => {});
});
describe('a set-up', () => {
  beforeAll(() => {
    throw new Error('it broke');
  });
  it('never runs', () => {});
});
`,
    'test/load.test.ts': `import './missing.ts';\n`,
    'test/late.test.ts': `import { it } from 'vitest';
it('waits for nothing', async () => {
  void Promise.reject(new Error('too late'));
  await new Promise((resolve) => setImmediate(resolve));
});
`,
  });
  symlinkSync(vitest, join(dir, 'node_modules/vitest'));
  const { code } = await runFile(process.execPath, [join(vitest, 'vitest.mjs'), 'run'], {
    cwd: dir,
    timeout: 100_000,
    // Not those of the run that this test belongs to.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
  });
  expect(code).toBe(1);
  const failures = JSON.parse(readFileSync(join(dir, 'test-results/failures.json'), 'utf8')) as {
    name: string;
  }[];
  failures.sort((a, b) => (a.name < b.name ? -1 : 1));
  const says = (text: RegExp) => expect.stringMatching(text) as string;
  expect(failures).toEqual([
    { kind: 'unhandled', name: 'an error that no test waited for', message: says(/too late/) },
    {
      kind: 'set-up',
      name: 'test/bad.test.ts > a set-up',
      message: `Error: it broke\nat ${dir}/test/bad.test.ts:10:11`,
    },
    {
      kind: 'test',
      name: 'test/bad.test.ts > numbers > are equal',
      message: says(
        /^AssertionError: expected .*\nat .*\/test\/bad\.test\.ts:4:20\n- Expected\n\+ Received\n/,
      ),
    },
    { kind: 'file', name: 'test/load.test.ts', message: says(/Cannot find module/) },
  ]);
}, 120_000);
