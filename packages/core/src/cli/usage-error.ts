import { ToolError } from '../errors.ts';

/**
 * A mistake in the command line. `runCli` gives it the exit status (2, or 125 in a runner) and adds
 * the line that names `--help`.
 *
 * @param hint - what to write instead, when that can be told
 */
export function usageError(message: string, hint?: string): ToolError {
  return new ToolError(message, { code: 'USAGE', hint });
}
