import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const require = createRequire(import.meta.url);

/** Every module that a file loads at once, in the built packages. */
function loaded(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  for (const [, name] of source.matchAll(/^(?:import|export)\b[^;]*?\bfrom\s*["']([^"']+)["']/gm)) {
    if (name!.startsWith('.')) loaded(join(dirname(file), name!), seen);
    else if (name!.startsWith('@nearhand/')) loaded(require.resolve(name!), seen);
    else seen.add(name!);
  }
  return seen;
}

test('the library loads nothing of Node, and nothing of others', () => {
  const files = loaded(join(import.meta.dirname, '../../dist/index.js'));
  expect([...files].filter((file) => !file.startsWith('/') && !/^[A-Z]:/.test(file))).toEqual([]);
  expect(files.size).toBeGreaterThan(3);
  for (const file of files) {
    // Nor does it reach for what only Node has.
    expect(readFileSync(file, 'utf8'), file).not.toMatch(/\bprocess\.|\bBuffer\.|\brequire\(/);
  }
});
