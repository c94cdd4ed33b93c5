import { ToolError } from '@nearhand/core/errors';
import { EXIT_CANNOT_RUN, EXIT_NOT_FOUND } from '@nearhand/core/process';
import type { World } from '@nearhand/core/report';
import { realFileSystem } from '../fs.ts';
import { missingHints } from '../missing.ts';
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
    const again = /interpreter|nowhere/.test(program.why);
    return new ToolError(`${program.file}: ${program.why}`, {
      code: 'PROGRAM_CANNOT_RUN',
      exitCode: EXIT_CANNOT_RUN,
      hint: again
        ? 'The environment was moved, or what it was made with is gone: xe bootstrap -c makes it again.'
        : undefined,
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
