import { closeSync, openSync, readSync } from 'node:fs';

/** 128 random bits in hex. Read from the kernel, because loading `node:crypto` costs more than a short run. */
export function newNonce(): string {
  const bytes = Buffer.alloc(16);
  try {
    const fd = openSync('/dev/urandom', 'r');
    try {
      if (readSync(fd, bytes, 0, 16, null) === 16) return bytes.toString('hex');
    } finally {
      closeSync(fd);
    }
  } catch {
    // Windows has no such file.
  }
  return Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(16))).toString('hex');
}
