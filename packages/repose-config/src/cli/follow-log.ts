import type { CliContext, Options } from '@nearhand/core/cli';
import { forwardSignals, runProgram, type Outcome } from '@nearhand/core/process';
import { toDisplay } from '@nearhand/core/quote';
import type { Finding } from '../finding.ts';
import type { Argv } from '../docker/plan.ts';
import { explainMissing } from '../docker/failure.ts';
import { watchFolder } from '../preview/watch-folder.ts';
import type { DockerContext } from './docker-io.ts';
import { judge, loadFolder, showFindings, type LoadedFolder } from './folder-io.ts';

/**
 * Shows a log until it ends or a signal comes; meanwhile every change of the folder is checked and
 * told at once. Repose looks for changes itself, some seconds later.
 */
export async function followLog(
  { world, report }: CliContext<Options>,
  { name }: DockerContext,
  { loaded, argv }: { readonly loaded: LoadedFolder | undefined; readonly argv: Argv },
): Promise<Outcome> {
  let before = loaded && textOf(loaded);
  let telling = Promise.resolve();
  const tell = async (): Promise<void> => {
    try {
      const now = await loadFolder(world, name);
      const text = textOf(now);
      if (text === before) return;
      before = text;
      const findings: readonly Finding[] = judge(now.folder);
      await showFindings(world, name, { folder: now.folder, findings });
      if (findings.some(({ severity }) => severity === 'error')) {
        report.warn('the change is wrong: Repose goes on with its last good configuration');
      } else report.note('the change is right: Repose takes it at its next look, within seconds');
    } catch (error) {
      before = undefined;
      report.error(error);
      report.warn('Repose goes on with its last good configuration');
    }
  };
  const watch =
    loaded &&
    watchFolder(loaded.dir, () => {
      telling = telling.then(tell);
    });
  if (watch) report.note(`checks every change of ${name}`);
  const [program = '', ...args] = argv;
  // Docker turns a signal into an exit status, and not always the same.
  let signal: NodeJS.Signals | undefined;
  const stopSignals = forwardSignals((given) => (signal = given), { shared: false });
  try {
    const outcome = await runProgram(program, args, {
      env: { ...world.env },
      cwd: world.cwd,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (outcome.kind === 'not-started') throw explainMissing(program, outcome.error, name);
    await telling;
    if (watch && signal) {
      report.note(`Repose goes on; to end it: ${words('down', name)}`);
    } else if (watch) {
      report.warn(`the log has ended; why: ${words('status', name)}`);
    }
    return signal ? { kind: 'signal', signal } : outcome;
  } finally {
    stopSignals();
    watch?.close();
  }
}

function words(command: string, folder: string): string {
  return toDisplay(['repose-config', command, folder]);
}

function textOf({ folder }: LoadedFolder): string {
  return JSON.stringify([...folder.files].map(([file, { text }]) => [file, text]));
}
