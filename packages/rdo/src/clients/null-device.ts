import { fstatSync, statSync } from 'node:fs';
import type { ClientIo } from '../client.ts';

/** Whether stdin is /dev/null, as for many a script: then it needs no stream, which takes Node a millisecond to make. */
export function readsNothing(io: ClientIo): boolean {
  if (!io.ownDescriptors) return false;
  try {
    const stdin = fstatSync(0);
    return stdin.isCharacterDevice() && stdin.rdev === statSync('/dev/null').rdev;
  } catch {
    return false;
  }
}
