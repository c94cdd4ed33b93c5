import { rmSync } from 'node:fs';

/** Results of an earlier run must never be read as those of this one. */
export default function setup(): void {
  rmSync('test-results', { recursive: true, force: true });
}
