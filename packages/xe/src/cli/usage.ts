import { ToolError } from '@nearhand/core/errors';

/** A mistake in the command line. */
export function usage(message: string, hint?: string): ToolError {
  return new ToolError(message, { code: 'USAGE', hint });
}
