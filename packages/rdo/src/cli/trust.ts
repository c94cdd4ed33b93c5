import { distrust, trust } from '@nearhand/core/trust';
import type { RdoContext } from '../cli.ts';
import { loadConfig, selectTarget } from '../config.ts';
import { trustWishes } from '../trusting.ts';

/** `--trust` and `--untrust`: the user's word on the configuration as it is now. */
export function trustCommand({ values, world, report }: RdoContext): number {
  const config = loadConfig(world);
  if (values.untrust) {
    const count = distrust(config.file, world.env);
    report.note(
      count > 0 ? `no longer trusted: ${config.file}` : `was not trusted: ${config.file}`,
    );
    return 0;
  }
  const wishes = new Set(
    config.targets.flatMap((name) => {
      const chosen = { value: name, origin: { kind: 'default' } } as const;
      return trustWishes(selectTarget(config, chosen), world.env).map(({ what, place }) =>
        place?.line === undefined ? what : `${what} (line ${place.line})`,
      );
    }),
  );
  trust(config.file, config.text, world.env);
  const lines = [...wishes].map((what) => `- ${what}`);
  report.note(
    [
      `trusted, until it changes: ${config.file}`,
      ...(lines.length > 0 ? lines : ['It asks for nothing that needs trust.']),
    ].join('\n'),
  );
  return 0;
}
