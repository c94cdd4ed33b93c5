import { fstatSync, statSync, type Stats } from 'node:fs';

/** Whether a descriptor is `/dev/null`, as stdin is for many a script: it needs no stream, and is no terminal. */
export function isNullDevice(fd: number): boolean {
  try {
    return isNull(fstatSync(fd));
  } catch {
    return false;
  }
}

/**
 * The same of what `fstat` said.
 *
 * @throws where there is no `/dev/null`
 */
export function isNull(device: Stats): boolean {
  return device.isCharacterDevice() && device.rdev === statSync('/dev/null').rdev;
}
