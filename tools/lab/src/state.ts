import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the lab keeps what is slow to make: images, Vagrant's home, logs. */
export function stateDir(...below: readonly string[]): string {
  const root = process.env['NEARHAND_LAB_STATE'] ?? join(homedir(), '.cache/nearhand-lab');
  const dir = join(root, ...below);
  mkdirSync(dir, { recursive: true });
  return dir;
}
