import { rmSync } from 'node:fs';
import { ToolError } from '@nearhand/core/errors';
import { exitStatus, runProgram, type Outcome } from '@nearhand/core/process';
import { toDisplay } from '@nearhand/core/quote';
import { planBootstrap, type Step } from '../bootstrap.ts';
import { realFileSystem } from '../fs.ts';
import { resolve } from '../resolve.ts';
import { rulesOf } from '../rules.ts';
import type { Resolution } from '../types.ts';
import { resolveIn, type Context } from './context.ts';
import { cannotRun } from './failure.ts';
import { runWords, settleTrust } from './run.ts';
import { isTrusted } from '@nearhand/core/trust';
import { usage } from './usage.ts';

/** Makes the project's environment: shows each step, runs it, and stops at the first that fails. */
export async function bootstrap(context: Context): Promise<Outcome | number> {
  const { world, rest, values, commandValues, report } = context;
  const first = resolveIn(context, undefined);
  if (Object.hasOwn(first.settings.commands, 'bootstrap')) {
    return runWords(context, ['bootstrap', ...rest]);
  }
  if (rest.length > 0) throw usage(`bootstrap takes no ${JSON.stringify(rest[0])}`);
  if (first.root === undefined) {
    throw new ToolError('there is no project here or above to make an environment for', {
      code: 'NO_PROJECT',
    });
  }
  const resolution = await settleTrust(context, first, []);
  const index = commandValues['index'];
  const steps = planBootstrap(resolution, {
    fs: realFileSystem,
    rules: rulesOf(world.platform),
    clean: commandValues['clean'] === true,
    index: typeof index === 'string' ? index : undefined,
  });
  if (steps.length === 0) {
    report.note(`${first.root} declares nothing that xe knows how to install`);
    return 0;
  }
  for (const step of steps) {
    const line = lineOf(step);
    if (values['dry-run'] === true) {
      world.stdout.write(`${line}\n`);
      continue;
    }
    report.note(`${line}  (${step.why})`);
    const outcome = await take(step, context);
    if (exitStatus(outcome) !== 0) return outcome;
  }
  return 0;
}

/** A step as a line for sh. */
function lineOf(step: Step): string {
  if (step.kind === 'remove') return toDisplay(['rm', '-rf', step.path]);
  return `${toDisplay(['cd', step.cwd])} && ${toDisplay(step.words)}`;
}

async function take(step: Step, { world }: Context): Promise<Outcome> {
  if (step.kind === 'remove') {
    // A link is removed and not what it leads to.
    rmSync(step.path, { recursive: true, force: true });
    return { kind: 'exit', code: 0 };
  }
  // Looked at again for every step: the one before may have made what this one runs in.
  const resolution: Resolution = resolve({
    cwd: step.cwd,
    command: step.words,
    env: world.env,
    platform: world.platform,
    literal: true,
    isTrusted: (file, text) => isTrusted(file, text, world.env),
  });
  if (!resolution.argv) throw cannotRun(step.words[0]!, resolution, world);
  const [file, ...args] = resolution.argv as [string, ...string[]];
  return runProgram(file, args, { cwd: step.cwd, env: { ...resolution.env, PWD: step.cwd } });
}
