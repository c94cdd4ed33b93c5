import { print } from '@nearhand/core/report';
import {
  canBeReplacedBy,
  canExecReplace,
  execReplace,
  runProgram,
  type Outcome,
} from '@nearhand/core/process';
import type { Resolution } from '../types.ts';
import { resolveIn, type Context } from './context.ts';
import { usage } from './usage.ts';

/** Runs the command line's own command. */
export async function runCommand(context: Context): Promise<Outcome | number> {
  if (context.rest.length === 0) {
    throw usage('no command is given', 'As in: xe python -V');
  }
  if (context.rest[0] === '') throw usage('the command is an empty word');
  const cache = context.values['shim-cache'];
  if (cache !== undefined) return (await import('./shim-run.ts')).runForShim(context, cache);
  return runWords(context, context.rest);
}

/** Resolves words, asks for trust where they need it, and runs them. */
export async function runWords(
  context: Context,
  words: readonly string[],
): Promise<Outcome | number> {
  const resolution = await settleTrust(context, resolveIn(context, words), words);
  return runResolved(context, resolution, words[0]!);
}

/** The resolution once the user has said what is trusted, where it needs that. */
export async function settleTrust(
  context: Context,
  resolution: Resolution,
  words: readonly string[],
): Promise<Resolution> {
  let settled = resolution;
  // Again if the file was changed while the user read it: what was trusted is another text then.
  while (settled.untrusted.length > 0) {
    const { askTrust } = await import('./trust.ts');
    await askTrust(context, settled.untrusted);
    settled = resolveIn(context, words);
  }
  return settled;
}

/** Runs what was resolved: by exec where that surely works, else as a child. */
export async function runResolved(
  context: Context,
  resolution: Resolution,
  typed: string,
): Promise<Outcome | number> {
  const { argv, env, program } = resolution;
  for (const warning of resolution.warnings) context.report.warn(warning);
  if (!argv || program?.kind !== 'found') {
    const { cannotRun } = await import('./failure.ts');
    throw cannotRun(typed, resolution, context.world);
  }
  if (context.values['dry-run'] === true) {
    const { planLine } = await import('./env-text.ts');
    await print(context.world, `${planLine(resolution)}\n`);
    return 0;
  }
  const [file, ...args] = argv as [string, ...string[]];
  // A program sees the name that a shell would give it.
  const argv0 = resolution.words?.[0] ?? file;
  if (canExecReplace().kind === 'yes') {
    const sure = canBeReplacedBy(file, { argv: [argv0, ...args], env });
    if (sure.kind === 'yes') execReplace(file, [argv0, ...args], env);
  }
  if (context.world.platform === 'win32') {
    const { runOnWindows } = await import('./windows.ts');
    return runOnWindows(file, args, env);
  }
  return runProgram(file, args, { env, argv0 });
}
