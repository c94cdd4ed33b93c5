import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { ToolError } from '@nearhand/core/errors';
import { distrust, trust } from '@nearhand/core/trust';
import { realFileSystem } from '../fs.ts';
import type { Untrusted } from '../types.ts';
import { resolveIn, type Context } from './context.ts';
import { usage } from './usage.ts';

/** Does --trust and --untrust for the `.xerc` files of the project. */
export async function changeTrust(context: Context, mode: 'trust' | 'untrust'): Promise<number> {
  const { world, rest, report, command } = context;
  const [word] = command === undefined ? rest : [command];
  if (word !== undefined) {
    throw usage(`--${mode} takes no command`, `For another project: xe --for ${word} --${mode}`);
  }
  const { settings } = resolveIn(context, undefined);
  if (settings.files.length === 0) {
    throw new ToolError('there is no .xerc here or above', { code: 'XERC_MISSING' });
  }
  for (const file of settings.files) {
    if (mode === 'trust') {
      trust(file, realFileSystem.read(file) ?? '', world.env);
      report.note(`${file} is trusted until it changes`);
    } else if (distrust(file, world.env) > 0) report.note(`${file} is no longer trusted`);
    else report.note(`${file} was not trusted`);
  }
  return 0;
}

/**
 * Asks on the terminal whether the files that want something are to be trusted.
 *
 * @throws ToolError `XERC_NOT_TRUSTED` when the answer isn't yes, and where nobody can be asked
 */
export async function askTrust(context: Context, untrusted: readonly Untrusted[]): Promise<void> {
  const { world, values, report } = context;
  const [first] = untrusted as readonly [Untrusted, ...Untrusted[]];
  const files = [...new Set(untrusted.map(({ file }) => file))];
  const wants = untrusted.map(({ key, effect, line }) => `line ${line}, ${key}: ${effect}`);
  const refused = new ToolError(`${files.join(' and ')} is not trusted`, {
    code: 'XERC_NOT_TRUSTED',
    place: { file: first.file, line: first.line, column: first.column },
    hint: [...wants, 'Read it; if that is what you want: xe --trust'].join('\n'),
  });
  if (!world.isTerminal(0) || !world.isTerminal(2) || values['dry-run'] === true) throw refused;
  const texts = files.map((file) => [file, realFileSystem.read(file) ?? ''] as const);
  report.warn([`${files.join(' and ')} is not trusted. It wants:`, ...wants].join('\n'));
  const asked = createInterface({ input: world.stdin, output: world.stderr });
  const closed = once(asked, 'close').then(() => '');
  const answer = await Promise.race([asked.question('Trust it, until it changes? [y/N] '), closed]);
  asked.close();
  // The command that follows reads the same terminal.
  world.stdin.pause();
  if (!/^y(?:es)?$/i.test(answer.trim())) throw refused;
  for (const [file, text] of texts) trust(file, text, world.env);
}
