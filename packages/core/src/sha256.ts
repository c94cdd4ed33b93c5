/**
 * SHA-256 (FIPS 180-4) of something small, without `node:crypto`: loading that costs a run 4 to 7 ms, more
 * than hashing 64 KiB in JavaScript.
 */
import { sha256 as digest } from '@noble/hashes/sha2.js';

/**
 * The SHA-256 of these bytes, or of a text's UTF-8. For more than some 64 KiB `node:crypto` is quicker; from a few
 * KiB on it takes less memory, because V8 compiles what is hot (7 MiB, beside 4 for `node:crypto`).
 */
export function sha256(data: Uint8Array | string): Buffer {
  const { buffer, byteOffset, length } = digest(
    typeof data === 'string' ? Buffer.from(data, 'utf8') : data,
  );
  return Buffer.from(buffer, byteOffset, length);
}
