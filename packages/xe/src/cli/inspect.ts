import { toDisplay } from '@nearhand/core/quote';
import { painter, print, visible, wantsColour, type Paint } from '@nearhand/core/report';
import type { Reason, Resolution } from '../types.ts';
import { resolveIn, type Context } from './context.ts';
import { envText } from './env-text.ts';
import { cannotRun } from './failure.ts';
import { usage } from './usage.ts';

/** The version of the JSON that --which, --explain and --env print. */
const FORMAT = 1;

/** Answers --which, --explain and --env. Runs nothing. */
export async function inspect(
  context: Context,
  mode: 'which' | 'explain' | 'env',
): Promise<number> {
  const { rest, world, values } = context;
  const words = context.command === undefined ? rest : [context.command, ...rest];
  if (mode === 'env' && words.length > 0) {
    throw usage('--env takes no command', `To run one: xe ${words.join(' ')}`);
  }
  if (mode === 'which' && words.length === 0) throw usage('--which needs the name of a command');
  const resolution = resolveIn(context, words.length > 0 ? words : undefined);
  if (mode === 'env') {
    for (const key of resolution.untrusted) context.report.warn(untrustedLine(key));
    const { envDiff } = resolution;
    await print(
      world,
      values.json === true ? json({ ...envDiff }) : envText(envDiff, values.shell ?? 'sh'),
    );
    return 0;
  }
  if (mode === 'which') {
    if (resolution.program?.kind !== 'found') throw cannotRun(words[0]!, resolution, world);
    const { file, from } = resolution.program;
    const { argv, remote } = resolution;
    await print(world, values.json === true ? json({ file, from, argv, remote }) : `${file}\n`);
    return 0;
  }
  if (values.json === true) await print(world, json(summary(resolution)));
  else {
    const paint = painter(wantsColour(world.env, { isTTY: world.isTerminal(1) }));
    await print(world, explanation(resolution, words, paint));
  }
  return 0;
}

function json(value: object): string {
  return `${JSON.stringify({ format: FORMAT, ...value }, undefined, 2)}\n`;
}

/** What --explain --json prints. */
function summary(resolution: Resolution): object {
  const { cwd, root, layers, path, envDiff, argv, program, remote, untrusted, warnings, why } =
    resolution;
  return {
    cwd,
    root: root ?? null,
    layers,
    path,
    envDiff,
    argv: argv ?? null,
    program: program ?? null,
    remote,
    untrusted,
    warnings,
    why,
  };
}

const untrustedLine = (key: Resolution['untrusted'][number]): string =>
  `${key.key} is left out: ${key.file} is not trusted (it ${key.effect})`;

function explanation(resolution: Resolution, words: readonly string[], paint: Paint): string {
  const { why, untrusted, warnings, root } = resolution;
  const of = (topic: Reason['topic']) => why.filter((reason) => reason.topic === topic);
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0
      ? []
      : // What is quoted may be a cloned repository's: it must hide nothing on a terminal.
        [
          paint('bold', title),
          ...lines.map((line) => `  ${visible(line).replaceAll('\n', String.raw`\u000a`)}`),
        ];
  const line = (reason: Reason): string => {
    const label = reason.what === undefined ? '' : ` (${reason.what})`;
    return reason.verdict === 'used'
      ? `${paint('green', '+')} ${reason.subject}${label}: ${reason.because}`
      : `${paint('dim', '-')} ${reason.subject}${label}: ${reason.because}`;
  };
  const rootLines = of('root').map(({ subject, because }) =>
    root === undefined ? `none: ${because}` : `${subject}: ${because}`,
  );
  const variables = of('variable').map((reason) =>
    reason.verdict === 'set'
      ? `${reason.subject}=${reason.what}  ${paint('dim', `from ${reason.because}`)}`
      : `${reason.subject} removed: ${reason.because}`,
  );
  const settings = resolution.settings.files.map((file) => file);
  const lines = [
    ...section('root', rootLines),
    ...section(
      'layers',
      of('layer').map(({ subject, because }) => `${subject}: ${because}`),
    ),
    ...section('configuration', settings),
    ...section('candidates', of('candidate').map(line)),
    ...section('first on PATH', resolution.path),
    ...section('variables', variables),
    ...section('not trusted', untrusted.map(untrustedLine)),
    ...section('warnings', warnings),
  ];
  if (words.length > 0) {
    const { program, argv } = resolution;
    const steps = of('command').map(({ subject, because }) => `${subject}: ${because}`);
    const end = argv
      ? [`runs: ${toDisplay(argv)}`]
      : program?.kind === 'cannot-run'
        ? [`${program.file} cannot be run: ${program.why}`]
        : [`${words[0]}: not found`];
    lines.push(...section('command', [...steps, ...end]));
  }
  return `${lines.join('\n')}\n`;
}
