import { join } from 'node:path';
import { runFile } from '@nearhand/test-kit';
import { expect, test } from 'vitest';
import { root } from '../src/workspace.ts';

test('no file, dependency or export is unused', async () => {
  const knip = join(root, 'tools/checks/node_modules/.bin/knip');
  const words = ['--no-progress', '--no-config-hints'];
  const result = await runFile(knip, words, { cwd: root, timeout: 120_000 });
  expect(result.stdout + result.stderr).toBe('');
  expect(result.code).toBe(0);
}, 150_000);
