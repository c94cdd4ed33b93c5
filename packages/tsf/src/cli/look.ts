import { toDisplay } from '@nearhand/core/quote';
import { ToolError } from '@nearhand/core/errors';
import type { Outcome } from '@nearhand/core/process';
import { linkAgain } from '../publish.ts';
import { existsSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pruneFolder } from '../prune.ts';
import { goneAt, listRuns, placeOf, runAt, type ListOptions, type Run } from '../runs.ts';
import { findLeftovers } from '../temporary.ts';
import { parseMoment, showMoment, showSize } from '../units.ts';
import type { Context, Look } from './act.ts';
import { listJson, listTable } from './list.ts';
import { print } from '@nearhand/core/report';
import { shown } from './output.ts';
import { limitsOf, misuse } from './settings.ts';

export interface LookGiven {
  readonly name: string;
  readonly operands: readonly string[];
  readonly context: Context;
}

/** Answers --list, --at, --diff, --prune and --recover. */
export async function lookBack(look: Look, given: LookGiven): Promise<Outcome | number> {
  const { operands, context } = given;
  const { values } = context;
  if (look !== 'diff' && operands.length > 0) {
    throw misuse(`--${look} takes one NAME, and then came ${JSON.stringify(operands[0])}`);
  }
  if (values.json && look !== 'list' && look !== 'prune') {
    throw misuse('--json goes with --list or --prune');
  }
  if (values['dry-run'] && look !== 'prune') throw misuse('--dry-run goes with --prune');
  return { list, at, diff, prune: pruneNow, recover }[look](given);
}

function listOptions({ values }: Context): ListOptions {
  return { directory: values.directory, utc: values.utc };
}

function runsOf({ name, context }: LookGiven): readonly Run[] {
  return listRuns(name, listOptions(context));
}

async function list(given: LookGiven): Promise<number> {
  const { name, context } = given;
  const { values, world } = context;
  const runs = runsOf(given);
  if (values.json) await print(world, listJson(name, runs));
  else if (runs.length === 0) throw await noRuns(given);
  else await print(world, listTable(runs, values.utc ?? false));
  return 0;
}

async function noRuns({ name, context }: LookGiven): Promise<ToolError> {
  const { folder, base } = placeOf(name, listOptions(context));
  const where = folder === '.' ? 'here' : `in ${shown(folder)}`;
  const hint = context.values.directory ? undefined : 'Files made with -d are found with -d.';
  return new ToolError(`there are no files of ${JSON.stringify(base)} ${where}`, {
    code: 'NO_RUNS',
    hint,
  });
}

async function at(given: LookGiven): Promise<number> {
  const { context } = given;
  const { values, world } = context;
  const time = moment(values.at!, given, '--at');
  const runs = runsOf(given);
  const run = runAt(runs, time);
  const gone = goneAt(placeOf(given.name, listOptions(context)), time, run);
  if (gone !== undefined) {
    throw new ToolError(`the file of then is gone: ${shown(gone)}`, {
      code: 'GONE',
      hint: run && `The last one before it that is there is ${shown(run.path)}`,
    });
  }
  if (runs.length === 0) throw await noRuns(given);
  if (!run) {
    throw new ToolError(`there was no file yet at ${showMoment(time, values.utc)}`, {
      code: 'NO_RUNS',
      hint: `The first one is of ${showMoment(runs[0]!.time, values.utc)}.`,
    });
  }
  await print(world, `${run.path}\n`);
  return 0;
}

function moment(text: string, { context }: LookGiven, what: string): number {
  const time = parseMoment(text, what, { utc: context.values.utc, now: Date.now() });
  // A time without parts of a second means the whole of that second.
  return /[.,]\d+|^\d{17}/.test(text) || text === 'now' ? time : time + 999;
}

async function diff(given: LookGiven): Promise<Outcome> {
  const { operands, context } = given;
  if (operands.length === 1 || operands.length > 2) {
    throw misuse(
      `--diff takes two files to compare, and not ${operands.length}`,
      'each is a time, or a number as --list counts: 1 is the first, -1 the last; before a number with a minus put --',
    );
  }
  const runs = runsOf(given).filter((run) => run.status !== 'partial' || operands.length > 0);
  if (runs.length === 0) throw await noRuns(given);
  if (operands.length === 0 && runs.length < 2) {
    throw new ToolError('there is one file only, and nothing to compare it with', {
      code: 'NO_RUNS',
      exitCode: 2,
    });
  }
  const [from, to] =
    operands.length === 0
      ? [runs.at(-2)!, runs.at(-1)!]
      : operands.map((operand) => chosen(operand, runs, given));
  const { compare } = await import('./compare.ts');
  return compare(from!, to!, context);
}

function chosen(operand: string, runs: readonly Run[], given: LookGiven): Run {
  const number = /^-?\d{1,7}$/.test(operand) ? Number(operand) : undefined;
  const run =
    number === undefined
      ? runAt(runs, moment(operand, given, '--diff'))
      : runs.at(number > 0 ? number - 1 : number);
  if (run && number !== 0) return run;
  throw new ToolError(`there is no file ${JSON.stringify(operand)} among the ${runs.length}`, {
    code: 'NO_RUNS',
    exitCode: 2,
    hint: `'${toDisplay(['tsf', '--list', given.name])}' shows them.`,
  });
}

async function pruneNow(given: LookGiven): Promise<number> {
  const { name, context } = given;
  const { values, world, report } = context;
  const limits = limitsOf(values);
  if (!limits) throw misuse('--prune needs --keep, --keep-for or --max-size');
  const place = placeOf(name, listOptions(context));
  const dryRun = values['dry-run'];
  const { removed, kept, foreign, failures } = await pruneFolder(place, limits, { dryRun });
  for (const failure of failures) report.error(failure);
  const status = failures.length > 0 ? 1 : 0;
  if (values.json) {
    const paths = (runs: readonly Run[]) => runs.map((run) => run.path);
    const lists = { removed: paths(removed), kept: paths(kept), foreign: paths(foreign) };
    await print(
      world,
      `${JSON.stringify({ version: 1, dryRun: dryRun ?? false, ...lists }, null, 2)}\n`,
    );
    return status;
  }
  for (const run of removed) {
    const line = dryRun ? toDisplay(['rm', '--', run.path]) : `removed ${shown(run.path)}`;
    await print(world, `${line}\n`);
  }
  const bytes = removed.reduce((sum, run) => sum + run.storedBytes, 0);
  report.note(
    `${dryRun ? 'would remove' : 'removed'} ${removed.length} (${showSize(bytes)}), keeps ${kept.length}`,
  );
  if (foreign.length > 0) {
    report.note(
      `left alone ${foreign.length} more, such as ${shown(foreign[0]!.path)}: not recorded, or changed since`,
    );
  }
  return status;
}

async function recover(given: LookGiven): Promise<number> {
  const { name, context } = given;
  const { world, report } = context;
  const place = placeOf(name, listOptions(context));
  const leftovers = findLeftovers(place.folder, place.base);
  for (const { path, keepAs } of leftovers) {
    const whole = basename(keepAs).slice(0, -'.partial'.length);
    const named = linkAgain(path, dirname(path), (clash) =>
      clash === 0 ? `${whole}.partial` : `${whole}.${clash}.partial`,
    );
    // A writer that only seemed to be gone, on another machine, may have finished.
    if (named === undefined && !existsSync(path)) continue;
    if (named === undefined) {
      report.warn(`this file system has no links: ${toDisplay(['mv', '-n', '--', path, keepAs])}`);
      continue;
    }
    unlinkSync(path);
    await print(world, `${join(named)}\n`);
  }
  if (leftovers.length === 0) report.note('no killed run left anything behind');
  return 0;
}
