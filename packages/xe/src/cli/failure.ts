import { ToolError } from '@nearhand/core/errors';
import { EXIT_CANNOT_RUN, EXIT_NOT_FOUND } from '@nearhand/core/process';
import { toDisplay } from '@nearhand/core/quote';
import type { World } from '@nearhand/core/report';
import { realFileSystem } from '../fs.ts';
import { missingHints } from '../missing.ts';
import { rulesOf } from '../rules.ts';
import type { Resolution } from '../types.ts';

/** The error for a command that can't be run, with everything that may help. */
export function cannotRun(
  typed: string,
  resolution: Resolution,
  world: Pick<World, 'platform'>,
): ToolError {
  const { program, words } = resolution;
  const name = words?.[0] ?? typed;
  if (program?.kind === 'cannot-run') {
    return new ToolError(`${program.file}: ${program.why}`, {
      code: 'PROGRAM_CANNOT_RUN',
      exitCode: EXIT_CANNOT_RUN,
      hint: brokenHint(program, resolution, world),
    });
  }
  if (resolution.remote) {
    return new ToolError('rdo: command not found', {
      code: 'PROGRAM_NOT_FOUND',
      exitCode: EXIT_NOT_FOUND,
      hint: `.xerc hands ${typed} to rdo, which is not installed: npm install -g @nearhand/rdo`,
    });
  }
  if (name === 'we' && typed !== 'we') {
    return new ToolError('we: command not found', {
      code: 'PROGRAM_NOT_FOUND',
      exitCode: EXIT_NOT_FOUND,
      hint: 'WITHENV_DEFAULT in .xerc puts it in front of every command: install withenv.',
    });
  }
  if (name.includes('/')) {
    return new ToolError(`${name}: no such file`, {
      code: 'PROGRAM_NOT_FOUND',
      exitCode: EXIT_NOT_FOUND,
    });
  }
  const hints = missingHints(name, resolution, { fs: realFileSystem, platform: world.platform });
  return new ToolError(`${name}: command not found`, {
    code: 'PROGRAM_NOT_FOUND',
    exitCode: EXIT_NOT_FOUND,
    hint: hints.length > 0 ? hints.join('\n') : undefined,
  });
}

/** What to do about a program that is there and cannot be run. */
function brokenHint(
  { file, why }: { readonly file: string; readonly why: string },
  { env }: Resolution,
  { platform }: Pick<World, 'platform'>,
): string | undefined {
  if (/CRLF/.test(why))
    return `To take the carriage returns out: sed -i 's/\\r$//' ${toDisplay([file])}`;
  if (!/interpreter|nowhere/.test(why)) return undefined;
  const rules = rulesOf(platform);
  const environment = [env['VIRTUAL_ENV'], env['CONDA_PREFIX']].find(
    (folder) => folder !== undefined && rules.within(folder, file),
  );
  if (environment !== undefined) {
    return 'The environment was moved, or what it was made with is gone: xe bootstrap -c makes it again.';
  }
  return /[/\\]node_modules[/\\]\.bin[/\\]/.test(file)
    ? 'The package that it belongs to is gone: xe bootstrap installs it again.'
    : undefined;
}
