import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new folder (its real path), removed when the running test ends. */
export function tempDir(prefix = 'nearhand-'): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/**
 * Writes files below `dir`: a key is a relative path, and one that ends in `/` an empty folder. A text
 * that starts with `#!` is made executable.
 */
export function writeTree(
  dir: string,
  tree: Readonly<Record<string, string | Uint8Array>>,
): string {
  for (const [name, content] of Object.entries(tree)) {
    const file = join(dir, name);
    if (name.endsWith('/')) {
      mkdirSync(file, { recursive: true });
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    if (typeof content === 'string' && content.startsWith('#!')) chmodSync(file, 0o755);
  }
  return dir;
}
