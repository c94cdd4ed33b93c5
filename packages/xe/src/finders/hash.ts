import { sha256 } from '@nearhand/core/sha256';

/** The first `length` characters of the URL-safe base64 of a text's SHA-256. */
export function shortHash(text: string, length: number): string {
  return sha256(text).toString('base64url').slice(0, length);
}
