import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';
import { dirOption, dryRunOption } from './options.ts';

export const spec = {
  usage: 'set KEY VALUE | set endpoint URL',
  summary: 'give an attribute or an element another value',
  complete: ['repose-config', 'get', '--complete'],
  options: {
    dir: dirOption,
    'dry-run': dryRunOption,
    id: { type: 'string', value: 'ID', describe: 'which endpoint, if not the default one' },
  },
  examples: [
    ['repose-config set endpoint https://example.org:8443/v1', 'where requests go by default'],
    ['repose-config set system-model/nodes/node/http-port 9090', 'the port that Repose listens on'],
    [
      'repose-config set "rate-limiting/limit-group[everyone]/limit[all]/value" 500',
      'one of several',
    ],
  ],
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<number> {
  const { runSet } = await import('./edit-run.ts');
  return runSet(context);
}
