import { hrtime } from 'node:process';
import { ToolError } from '@nearhand/core/errors';
import type { Outcome } from '@nearhand/core/process';
import { copy } from '../copy.ts';
import { dropDraft, openDraft } from '../draft.ts';
import { finish } from '../finish.ts';
import { checkSource, openSource } from '../source.ts';
import type { Context } from './act.ts';
import { compileNoFurther } from './compile-no-further.ts';
import { judge } from './judge.ts';
import { fate, tell, warnOfLeftovers } from './output.ts';
import { openSinks } from './run-sinks.ts';
import type { Settings } from './settings.ts';
import { catchEnding } from './signals.ts';

/** Saves what comes in on stdin. */
export async function saveInput(settings: Settings, context: Context): Promise<Outcome | number> {
  const { report } = context;
  checkSource(0);
  const started = hrtime();
  const ending = catchEnding();
  const draft = openDraft(settings.name, { ...settings.style, time: settings.time });
  if (!settings.quiet) await warnOfLeftovers(report, draft);
  const along = settings.tee ? 1 : undefined;
  const sinks = await openSinks(draft, { settings, context, along }).catch((error: unknown) => {
    dropDraft(draft);
    throw error;
  });
  let readError: unknown;
  try {
    await copy(openSource(0), sinks.all, { stop: ending.stop, onLong: compileNoFurther });
  } catch (error) {
    readError = error;
  }
  await sinks.end();
  const signal = ending.caught();
  const { bytes, storedBytes, error: writeError } = sinks;
  const { message, ...judged } = judge({ settings, bytes, signal, readError, writeError });
  const finished = await finish(
    draft,
    { ...judged, bytes, storedBytes, sha256: sinks.digest(), durationMs: elapsed(started) },
    settings,
  );
  if (message !== undefined) {
    const hint = fate(finished, { bytes, storedBytes, writeError });
    report.error(new ToolError(message, { code: 'INCOMPLETE', hint }));
  }
  const trouble = await tell(finished, settings, context);
  ending.release();
  if (signal) return { kind: 'signal', signal };
  return message === undefined && !sinks.teeFailed ? trouble : 1;
}

/** Milliseconds since a reading of the monotonic clock. */
export function elapsed(since: [number, number]): number {
  const [seconds, nanoseconds] = hrtime(since);
  return seconds * 1000 + nanoseconds / 1e6;
}
