import { formatError, isToolError, ToolError } from '@nearhand/core/errors';
import { exitStatus, forwardSignals, type Outcome } from '@nearhand/core/process';
import { painter, wantsColour, type Style } from '@nearhand/core/report';
import type { RdoContext } from '../cli.ts';
import { loadConfig, selectTarget } from '../config.ts';
import { planCommand } from '../plan.ts';
import { prefixedLines } from '../prefix.ts';
import { runPlan, type Stoppable } from '../run.ts';
import { requireTrust } from '../trusting.ts';
import { commandBytes } from './raw-argv.ts';
import { clientIo } from './run-command.ts';

const STYLES: readonly Style[] = ['cyan', 'magenta', 'yellow', 'green', 'blue', 'red'];

/**
 * `--on a,b` and `--all`: the command on several targets at once, each line behind its target's name.
 * Ends with the worst exit status. One Ctrl-C goes to all.
 */
export async function severalCommand(
  context: RdoContext,
  argv: readonly string[],
): Promise<Outcome | number> {
  const { values, rest, world, report } = context;
  const config = loadConfig(world);
  const names = chosenNames(values, config.targets);
  if (values.tty) {
    throw new ToolError('several targets share no terminal', {
      code: 'USAGE',
      exitCode: 125,
      hint: 'Leave -t out, or choose one target: -e NAME',
    });
  }
  // Everything that can be wrong is found before the first command starts.
  const plans = [];
  for (const name of names) {
    const settings = selectTarget(config, {
      value: name,
      origin: { kind: 'option', option: '--on' },
    });
    requireTrust(settings, world.env);
    const request = {
      argv: commandBytes(rest, argv),
      tty: false,
      // One stdin cannot go to several commands.
      noStdin: true,
      setEnv: values['set-env'],
      map: values.map,
      noSync: values['no-sync'],
    };
    plans.push({ name, plan: planCommand(settings, request, world) });
  }
  const abort = new AbortController();
  const sessions = new Set<Stoppable>();
  let signalled: NodeJS.Signals | undefined;
  const stop = forwardSignals(
    (signal) => {
      signalled ??= signal;
      for (const session of sessions) session.signal(signal);
      if (sessions.size < plans.length) abort.abort();
    },
    { shared: false },
  );
  const width = Math.max(...names.map((name) => name.length));
  const results = await Promise.all(
    plans.map(async ({ name, plan }, index) => {
      const style = STYLES[index % STYLES.length]!;
      const streams = [world.stdout, world.stderr].map((stream) => {
        const paint = painter(wantsColour(world.env, stream));
        return prefixedLines(`${paint(style, `${name.padEnd(width)} |`)} `, stream);
      });
      const [stdout, stderr] = streams as [(typeof streams)[0], (typeof streams)[0]];
      const started = Date.now();
      let outcome: Outcome;
      let pullError: ToolError | undefined;
      try {
        outcome = await runPlan(plan, {
          io: clientIo(world, () => abort.signal),
          stdout,
          stderr,
          progress: (text) => stderr.write(text),
          onSyncWarning: (text) => stderr.write(`${text}\n`),
          onPullError: (error) => (pullError = error),
          onSession: (session) => {
            sessions.add(session);
            if (signalled !== undefined) session.signal(signalled);
          },
        });
      } catch (error) {
        if (!isToolError(error)) throw error;
        outcome = { kind: 'not-started', error };
      }
      if (outcome.kind === 'not-started') stderr.write(`${formatError(outcome.error)}\n`);
      if (pullError) stderr.write(`${formatError(pullError)}\n`);
      if (pullError && exitStatus(outcome) === 0) outcome = { kind: 'exit', code: 125 };
      await Promise.all(
        streams.map((stream) => new Promise((resolve) => stream.end(() => resolve(undefined)))),
      );
      return { name, outcome, seconds: (Date.now() - started) / 1000 };
    }),
  ).finally(stop);
  const lines = results.map(({ name, outcome, seconds }) => {
    return `${name.padEnd(width)}  ${verdict(outcome)}  ${seconds.toFixed(1)} s`;
  });
  const failures = results.filter(({ outcome }) => exitStatus(outcome) !== 0).length;
  const head =
    failures === 0 ? `all ${results.length} succeeded` : `${failures} of ${results.length} failed`;
  report.note([head, ...lines].join('\n'));
  if (signalled !== undefined) return { kind: 'signal', signal: signalled };
  return Math.max(...results.map(({ outcome }) => exitStatus(outcome)));
}

function chosenNames(values: RdoContext['values'], targets: readonly string[]): readonly string[] {
  if (values.all) {
    // `default` only holds what the others share, where there are others.
    return targets.length > 1 ? targets.filter((name) => name !== 'default') : targets;
  }
  const names = (values.on ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) {
    throw new ToolError('--on names no target', {
      code: 'USAGE',
      exitCode: 125,
      hint: `As in: --on ${targets.slice(0, 2).join(',')}`,
    });
  }
  return [...new Set(names)];
}

function verdict(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'exit':
      return outcome.code === 0 ? 'ok' : `exit status ${outcome.code}`;
    case 'signal':
      return `ended by ${outcome.signal}`;
    case 'not-started':
      return `failed (exit status ${exitStatus(outcome)})`;
  }
}
