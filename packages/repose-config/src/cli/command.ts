import type { CliContext, Options, SubcommandSpec } from '@nearhand/core/cli';
import type { Outcome } from '@nearhand/core/process';
import type { World } from '@nearhand/core/report';

/** What each file in this folder that is named after a command exports. */
export interface Subcommand {
  readonly spec: SubcommandSpec;
  run(context: CliContext<Options>): Promise<Outcome | number>;
}

/** Writes data to stdout; a pipe that is closed ends the tool quietly. */
export function print(world: World, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (text === '') resolve();
    else world.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
