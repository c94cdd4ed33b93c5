import { formatOrigin } from '@nearhand/core/config';
import { findExecutable } from '@nearhand/core/process';
import type { RdoContext } from '../cli.ts';
import { describePlan } from '../describe.ts';
import { dryRunLine } from '../dry-run.ts';
import { planOf, settingsOf } from './request.ts';

/** `--dry-run` and `--explain`: what would happen, and why. Runs nothing. */
export async function explain(context: RdoContext, argv: readonly string[]): Promise<number> {
  const { values, world, report } = context;
  const settings = settingsOf(context);
  if (values.explain) {
    const rows = [
      ['target', settings.target, settings.config.file],
      ...[...settings.values].map(([key, { value, origin }]) => [
        key,
        Array.isArray(value) ? value.join(', ') : String(value),
        formatOrigin(origin),
      ]),
      ...(context.rest.length > 0 || world.isTerminal(1)
        ? describePlan(planOf(context, argv, settings))
        : []),
    ];
    const widths = [0, 1].map((i) => Math.min(40, Math.max(...rows.map((row) => row[i]!.length))));
    for (const [name = '', value = '', origin = ''] of rows) {
      world.stdout.write(
        `${name.padEnd(widths[0]!)}  ${value.padEnd(widths[1]!)}  ${origin}`.trimEnd(),
      );
      world.stdout.write('\n');
    }
    if (!values['dry-run']) return 0;
  }
  const plan = planOf(context, argv, settings);
  const has = (program: string): boolean => {
    const place = { path: world.env['PATH'] ?? '', cwd: world.cwd };
    return findExecutable(program, place).kind === 'found';
  };
  world.stdout.write(`${await dryRunLine(plan, { env: world.env, has })}\n`);
  if (plan.environment.length > 0) {
    const names = plan.environment.map(([name]) => name).join(', ');
    report.note(`not in this line: the values of ${names}`);
  }
  if (plan.sync) {
    const { previewPush, previewText } = await import('../sync/preview.ts');
    report.note(previewText(plan.sync, await previewPush(plan, plan.sync, world.env)));
  }
  return 0;
}
