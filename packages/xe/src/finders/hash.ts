import { createRequire } from 'node:module';
import type * as Crypto from 'node:crypto';

/** The first `length` characters of the URL-safe base64 of a text's SHA-256. */
export function shortHash(text: string, length: number): string {
  // node:crypto takes 3 ms to load: only projects of poetry and pipenv pay them.
  const { createHash } = createRequire(import.meta.url)('node:crypto') as typeof Crypto;
  const base64 = createHash('sha256').update(text).digest('base64');
  return base64.replaceAll('+', '-').replaceAll('/', '_').slice(0, length);
}
