import type { ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { hrtime } from 'node:process';
import { ToolError } from '@nearhand/core/errors';
import { runProgram, type Outcome } from '@nearhand/core/process';
import { signalsSeen } from '../copy.ts';
import { dropDraft, openDraft, type Draft } from '../draft.ts';
import { openFifos } from '../fifo.ts';
import { finish, type RunEnd } from '../finish.ts';
import { errorName } from '../name.ts';
import { parseSpan } from '../units.ts';
import type { Context } from './act.ts';
import { captureStream, type Capture } from './capture.ts';
import { judge, type Judgement } from './judge.ts';
import { fate, tell, warnOfLeftovers } from './output.ts';
import { elapsed } from './save-input.ts';
import { misuse, type Settings } from './settings.ts';
import { catchEnding, type Ending } from './signals.ts';

/** How long a command has to end after TERM before it gets KILL, in milliseconds. */
const GRACE = 5000;
/** The longest that a timer of Node can wait, in milliseconds; it takes a longer one for none at all. */
const LONGEST_WAIT = 2 ** 31 - 1;
/** The exit status of `timeout` and so of ours when the time is over. */
const EXIT_TIMED_OUT = 124;

interface CommandRun {
  readonly command: readonly string[];
  readonly context: Context;
}

/** Runs a command, saves what it writes, and ends as it ended. */
export async function runCommand(settings: Settings, given: CommandRun): Promise<Outcome> {
  let child: ChildProcess | undefined;
  // While the command runs, signals are passed on to it. They are caught here from the beginning to the
  // end all the same: changing who catches them in between could lose one, or be killed by it.
  const ending = catchEnding(() => child === undefined || hasEnded(child));
  try {
    return await runCaptured(settings, {
      ...given,
      ending,
      onStart: (started) => (child = started),
    });
  } finally {
    ending.release();
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

interface CapturedRun extends CommandRun {
  /** Requested by a signal that comes while the command doesn't run. */
  readonly ending: Ending;
  readonly onStart: (child: ChildProcess) => void;
}

async function runCaptured(
  settings: Settings,
  { command, context, ending, onStart }: CapturedRun,
): Promise<Outcome> {
  const { values, report, world } = context;
  const [file = '', ...args] = command;
  const limit = values.timeout === undefined ? undefined : timeLimit(values.timeout);
  const names = values.split
    ? [settings.name, errorName(settings.name, settings.style)]
    : [settings.name];
  const started = hrtime();
  const drafts = openDrafts(names, settings);
  if (!settings.quiet) {
    for (const draft of drafts) await warnOfLeftovers(report, draft);
  }
  const fifos = orDrop(drafts, () => openFifos(drafts.length, world.env['TMPDIR'] || tmpdir()));
  const captures = await Promise.all(
    drafts.map((draft, index) =>
      captureStream(fifos[index]!.reading, {
        draft,
        // There is one line for it: that of stdout.
        settings: index === 1 ? { ...settings, progress: false } : settings,
        context,
        along: settings.tee ? (index === 1 ? 2 : 1) : undefined,
      }),
    ),
  ).catch((error: unknown) => {
    for (const draft of drafts) dropDraft(draft);
    throw error;
  });
  const writing = fifos.map((fifo) => fifo.writing);
  const abandon = async (outcome: Outcome): Promise<Outcome> => {
    for (const fd of writing) closeSync(fd);
    await Promise.all(captures.map((capture) => capture.done));
    for (const draft of drafts) dropDraft(draft);
    return outcome;
  };
  await signalsSeen();
  const early = ending.caught();
  if (early) return abandon({ kind: 'signal', signal: early });
  const clock = limit === undefined ? undefined : timer(limit);
  const outcome = await runProgram(file, args, {
    stdio: [0, writing[0], writing.at(-1)],
    onStart(child) {
      onStart(child);
      // Ours would keep the pipes from ever ending.
      for (const fd of writing) closeSync(fd);
      clock?.start(child);
    },
  });
  clock?.stop();
  if (outcome.kind === 'not-started') return abandon(outcome);
  const interrupted = await drain(captures, { ending, atOnce: clock?.over ?? false });
  const failure = failureOf(outcome, clock?.over === true ? values.timeout : undefined);
  const ends = captures.map((capture, index) => {
    const judged = judgeCommand({
      capture,
      // A command that has nothing to complain of writes no stderr.
      settings: index === 1 ? { ...settings, minBytes: undefined } : settings,
      failure,
      interrupted,
      values,
    });
    const stream = values.split ? (index === 1 ? 'stderr' : 'stdout') : undefined;
    return { ...capture.result(), ...judged, ...howItEnded(outcome, clock?.over), stream } as const;
  });
  let trouble = 0;
  for (const [index, { message, ...end }] of ends.entries()) {
    const whole: RunEnd = { ...end, durationMs: elapsed(started) };
    const finished = await finish(drafts[index]!, whole, settings);
    if (message !== undefined) {
      const hint = fate(finished, { ...end, writeError: captures[index]!.writeError });
      // The failure of the command is one, however many files there are.
      if (index > 0 && message === failure) report.note(hint);
      else report.error(new ToolError(message, { code: 'INCOMPLETE', hint }));
      if (message !== failure) trouble = 125;
    }
    if ((await tell(finished, settings, context)) > 0 || captures[index]!.teeFailed) trouble = 125;
  }
  if (interrupted) return { kind: 'signal', signal: interrupted };
  if (clock?.over) return { kind: 'exit', code: EXIT_TIMED_OUT };
  return failure === undefined && trouble > 0 ? { kind: 'exit', code: trouble } : outcome;
}

function openDrafts(names: readonly string[], settings: Settings): readonly Draft[] {
  const drafts: Draft[] = [];
  try {
    for (const name of names)
      drafts.push(openDraft(name, { ...settings.style, time: settings.time }));
  } catch (error) {
    for (const draft of drafts) dropDraft(draft);
    throw error;
  }
  return drafts;
}

function orDrop<T>(drafts: readonly Draft[], act: () => T): T {
  try {
    return act();
  } catch (error) {
    for (const draft of drafts) dropDraft(draft);
    throw error;
  }
}

interface Timer {
  readonly over: boolean;
  start(child: ChildProcess): void;
  stop(): void;
}

/** Ends the child by TERM when the time is over, and by KILL when it doesn't mind that. */
function timer(limit: number): Timer {
  let pending: NodeJS.Timeout | undefined;
  const state = { over: false };
  const end = (child: ChildProcess): void => {
    state.over = true;
    child.kill('SIGTERM');
    // A stopped process gets TERM only when it goes on.
    child.kill('SIGCONT');
    pending = setTimeout(() => child.kill('SIGKILL'), GRACE);
  };
  const wait = (child: ChildProcess, left: number): void => {
    const now = Math.min(left, LONGEST_WAIT);
    pending = setTimeout(() => (left > now ? wait(child, left - now) : end(child)), now);
  };
  return Object.assign(state, {
    start: (child: ChildProcess) => wait(child, limit),
    stop() {
      clearTimeout(pending);
    },
  });
}

/**
 * Waits for the end of the pipes: a process that the command left behind may still write to them. Gives
 * the signal that cut this short, if one did.
 */
async function drain(
  captures: readonly Capture[],
  { ending, atOnce }: { readonly ending: Ending; readonly atOnce: boolean },
): Promise<NodeJS.Signals | undefined> {
  const stop = (): void => {
    for (const capture of captures) capture.stop();
  };
  if (atOnce) stop();
  ending.stop.onRequest(stop);
  await Promise.all(captures.map((capture) => capture.done));
  return ending.caught();
}

function timeLimit(text: string): number {
  const limit = parseSpan(text, '--timeout');
  if (limit > 0) return limit;
  throw misuse(`--timeout ${text} would end the command at once`, 'leave it out for no limit');
}

function failureOf(outcome: Outcome, limit: string | undefined): string | undefined {
  if (limit !== undefined) return `the command took longer than ${limit.trim()} and was ended`;
  if (outcome.kind === 'signal') return `the command was ended by ${outcome.signal}`;
  if (outcome.kind === 'exit' && outcome.code !== 0) {
    return `the command failed with exit code ${outcome.code}`;
  }
  return undefined;
}

function howItEnded(outcome: Outcome, timedOut: boolean | undefined) {
  return {
    exitCode: outcome.kind === 'exit' ? outcome.code : undefined,
    signal: outcome.kind === 'signal' ? outcome.signal : undefined,
    timedOut,
  };
}

interface CommandFindings {
  readonly capture: Capture;
  readonly settings: Settings;
  readonly failure: string | undefined;
  readonly interrupted: NodeJS.Signals | undefined;
  readonly values: Context['values'];
}

function judgeCommand(found: CommandFindings): Judgement {
  const { capture, settings, failure, interrupted, values } = found;
  const { bytes } = capture.result();
  const judged = judge({
    settings: failure === undefined ? settings : { ...settings, minBytes: undefined },
    bytes,
    signal: interrupted,
    readError: capture.readError,
    writeError: capture.writeError,
  });
  if (judged.message !== undefined || failure === undefined) return judged;
  const how = values['on-failure'] ?? 'partial';
  if (bytes === 0 && (settings.ifNonempty || how !== 'keep')) {
    return { verdict: 'discarded', message: failure };
  }
  return {
    verdict: ({ keep: 'complete', partial: 'partial', discard: 'discarded' } as const)[how],
    message: failure,
  };
}
