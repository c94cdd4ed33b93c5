import type { Run } from '../runs.ts';
import { showMoment, showSize, showSpan } from '../units.ts';
import { toDisplay } from '@nearhand/core/quote';

/** The runs as a table, oldest first; the numbers are those that --diff takes. */
export function listTable(runs: readonly Run[], utc: boolean): string {
  const rows = [
    ['#', 'time', 'size', 'exit', 'took', 'file'],
    ...runs.map((run, index) => [
      String(index + 1),
      showMoment(run.time, utc),
      showSize(run.bytes),
      exitOf(run),
      run.durationMs === undefined ? '-' : showSpan(run.durationMs),
      `${toDisplay(['tsf', run.path]).slice('tsf '.length)}${remark(run)}`,
    ]),
  ];
  const widths = rows[0]!.map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, row[column]!.length), 0),
  );
  // Numbers and sizes stand at the right, words at the left.
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 0 || column === 2
          ? cell.padStart(widths[column]!)
          : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  return `${rows.map(line).join('\n')}\n`;
}

function exitOf(run: Run): string {
  if (run.timedOut) return 'time';
  if (run.signal !== undefined) return printable(run.signal.replace(/^SIG/, ''));
  return run.exitCode === undefined ? '-' : String(run.exitCode);
}

function remark(run: Run): string {
  const remarks = [
    run.status === 'unchanged' ? 'unchanged' : '',
    run.modified ? 'changed since' : '',
    run.recorded ? '' : 'not recorded',
    run.status === 'partial' && run.reason !== undefined ? printable(run.reason) : '',
  ].filter((text) => text !== '');
  return remarks.length === 0 ? '' : `  (${remarks.join(', ')})`;
}

/** The runs as JSON. Its shape is described in the README; `version` changes when it does. */
export function listJson(name: string, runs: readonly Run[]): string {
  const shownRuns = runs.map(({ time, ...run }) => ({
    time: new Date(time).toISOString(),
    ...run,
  }));
  return `${JSON.stringify({ version: 1, name, runs: shownRuns }, null, 2)}\n`;
}

/** Text of the record, which others may write to, as it is safe for a terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '?');
}
