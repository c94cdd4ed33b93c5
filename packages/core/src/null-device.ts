import { fstatSync, statSync } from 'node:fs';

/** Whether a descriptor is `/dev/null`, as stdin is for many a script: it needs no stream, and is no terminal. */
export function isNullDevice(fd: number): boolean {
  try {
    const device = fstatSync(fd);
    return device.isCharacterDevice() && device.rdev === statSync('/dev/null').rdev;
  } catch {
    return false;
  }
}
