/**
 * A 64-bit FNV-1a hash as 16 hex digits: for names of files. `node:crypto` would cost more than the rest of a
 * warm run's own work; nothing that matters for safety is decided by this (trust uses SHA-256).
 */
export function shortHash(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text, 'utf8')) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
