import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';
import { dirOption } from './options.ts';

export const spec = {
  usage: 'trace METHOD URL',
  summary: 'say what happens to a request: which filters run, what each changes, where it goes',
  options: {
    dir: dirOption,
    header: {
      type: 'list',
      alias: 'H',
      value: 'NAME: VALUE',
      describe: 'a header of the request',
    },
    from: {
      type: 'string',
      value: 'ADDRESS',
      describe: 'the address that the client has',
      defaultText: '127.0.0.1',
    },
    json: { type: 'boolean', describe: 'print JSON' },
  },
  examples: [
    ['repose-config trace GET /v1/things', 'a path on the first node'],
    ["repose-config trace POST http://localhost:8080/ -H 'X-PP-User: ann'", 'with a header'],
  ],
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<number> {
  const { runTrace } = await import('./trace-run.ts');
  return runTrace(context);
}
