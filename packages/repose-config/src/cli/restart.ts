import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';
import type { Outcome } from '@nearhand/core/process';
import { dryRunOption, programOption, timeoutOption } from './docker-options.ts';

export const spec = {
  usage: 'restart [DIR]',
  summary: 'check the folder, restart its container, and wait until Repose is ready',
  complete: 'directory',
  options: { timeout: timeoutOption, program: programOption, 'dry-run': dryRunOption },
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<Outcome | number> {
  const { runRestart } = await import('./restart-run.ts');
  return runRestart(context);
}
