import { isNullDevice } from '@nearhand/core/process';
import type { ClientIo } from '../client.ts';

/** Whether stdin is /dev/null, as for many a script: then it needs no stream, which takes Node a millisecond to make. */
export function readsNothing(io: ClientIo): boolean {
  return io.ownDescriptors && isNullDevice(0);
}
