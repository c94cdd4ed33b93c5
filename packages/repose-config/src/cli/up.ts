import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';
import type { Outcome } from '@nearhand/core/process';
import { dryRunOption, programOption, timeoutOption } from './docker-options.ts';
import { hostOption, portOption } from './options.ts';

export const spec = {
  usage: 'up [DIR]',
  summary: 'run the folder in the real Repose, with Docker or podman',
  complete: 'directory',
  options: {
    port: {
      ...portOption,
      describe: 'publish the first port of the system model as this one; 0: a free port',
    },
    host: {
      ...hostOption,
      describe: 'the address to publish at; 0.0.0.0 lets other machines in',
      defaultText: "127.0.0.1, or every one of a remote engine's machine",
    },
    version: {
      type: 'string',
      value: 'VERSION',
      describe: 'the version of Repose',
      defaultText: 'latest',
    },
    image: {
      type: 'string',
      value: 'IMAGE',
      describe: 'another image that reads /etc/repose',
      defaultText: 'rackerlabs/repose:VERSION',
    },
    build: {
      type: 'boolean',
      describe: 'build the image from the Dockerfile in the folder (init --docker writes one)',
    },
    env: {
      type: 'list',
      alias: 'e',
      value: 'NAME[=VALUE]',
      describe: 'a variable for Repose, such as JAVA_OPTS or a placeholder of a template',
    },
    watch: {
      type: 'boolean',
      alias: 'w',
      describe: 'stay, show the log, and check every change of the folder',
    },
    timeout: timeoutOption,
    program: programOption,
    'dry-run': dryRunOption,
  },
  examples: [
    ['repose-config up', 'the current folder, with the newest image'],
    ['repose-config up conf --port 9090 --watch', 'at another port, and see every change judged'],
    ['repose-config init --docker && repose-config up --build', 'with an image of your own'],
  ],
} as const satisfies SubcommandSpec;

export async function run(context: CliContext<Options>): Promise<Outcome | number> {
  const { runUp } = await import('./up-run.ts');
  return runUp(context);
}
