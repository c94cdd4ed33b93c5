import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';
import type { Outcome } from '@nearhand/core/process';
import { hostOption, portOption } from './options.ts';

export const spec = {
  usage: 'preview [DIR]',
  summary: 'run the folder here, as a proxy that does what Repose would do, and follow its changes',
  options: {
    port: {
      ...portOption,
      describe: 'listen there in place of the first http-port of the system model; 0: a free port',
    },
    host: {
      ...hostOption,
      describe: 'the address to listen at; 0.0.0.0 lets other machines in',
      defaultText: '127.0.0.1',
    },
  },
  examples: [
    ['repose-config preview', 'the current folder'],
    ['repose-config preview /etc/repose --port 8080', 'another one, at that port'],
  ],
  complete: 'directory',
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<Outcome | number> {
  const { runPreview } = await import('./preview-run.ts');
  return runPreview(context);
}
