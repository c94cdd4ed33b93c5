import { createRequire } from 'node:module';
import type * as Trust from '@nearhand/core/trust';

/** Asks core's store, which is loaded only now: it needs node:crypto. */
export function isTrustedHere(
  file: string,
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  const require = createRequire(import.meta.url);
  return (require('@nearhand/core/trust') as typeof Trust).isTrusted(file, text, env);
}
