import { isSystemError, systemReason, ToolError } from '@nearhand/core/errors';

/**
 * `WHAT: REASON` for an error of the system, with the system's own code (`ENOSPC` and the like) as the
 * code of the error. Any other error is given back as it is.
 */
export function systemError(what: string, cause: unknown, hint?: string): Error {
  if (!isSystemError(cause)) return cause as Error;
  return new ToolError(`${what}: ${systemReason(cause)}`, {
    code: cause.code ?? 'EIO',
    hint,
    cause,
  });
}

/** Whether the system refused for one of these reasons. */
export function failedWith(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && codes.includes((error as NodeJS.ErrnoException).code ?? '');
}
