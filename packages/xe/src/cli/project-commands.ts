import { isTrusted } from '@nearhand/core/trust';
import { ToolError } from '@nearhand/core/errors';
import type { Outcome } from '@nearhand/core/process';
import { realFileSystem } from '../fs.ts';
import { testWords } from '../test-runner.ts';
import type { Resolution } from '../types.ts';
import { resolveIn, type Context } from './context.ts';
import { runWords } from './run.ts';
import { askTrust } from './trust.ts';

/** Runs `xe test` and `xe manage`, unless `.xerc` has a command of that name. */
export async function projectCommand(context: Context): Promise<Outcome | number> {
  const { command, rest } = context;
  const resolution = resolveIn(context, undefined);
  const { root, settings } = resolution;
  if (Object.hasOwn(settings.commands, command!)) return runWords(context, [command!, ...rest]);
  if (root === undefined) {
    throw new ToolError(`xe ${command} needs a project, and there is none here or above`, {
      code: 'NO_PROJECT',
    });
  }
  const words =
    command === 'test' ? await testCommand(context, resolution) : manageCommand(resolution);
  return runWords({ ...context, dashes: 0 }, [...words, ...rest]);
}

async function testCommand(context: Context, resolution: Resolution): Promise<readonly string[]> {
  const configured = resolution.settings.testRunner;
  if (configured) {
    const { origin, value } = configured;
    if (origin.kind === 'file') {
      const effect = `runs: ${value.join(' ')}`;
      await requireTrust(context, { ...origin, key: 'TEST_RUNNER', effect });
    }
    return value;
  }
  const found = testWords(resolution, realFileSystem);
  if (found) return found;
  throw new ToolError('this project has no tests that xe knows how to run', {
    code: 'NO_TEST_RUNNER',
    place: { file: resolution.root! },
    hint: 'Say how in .xerc, as in: TEST_RUNNER: pytest -q',
  });
}

async function requireTrust(
  context: Context,
  want: { file: string; line?: number | undefined; key: string; effect: string },
): Promise<void> {
  if (isTrusted(want.file, realFileSystem.read(want.file) ?? '', context.world.env)) return;
  await askTrust(context, [want]);
}

function manageCommand({ root, settings, layers }: Resolution): readonly string[] {
  const configured = settings.djangoManage;
  const folders = layers.map(({ dir }) => dir);
  const file = configured
    ? configured.value
    : folders.map((dir) => `${dir}/manage.py`).find((one) => realFileSystem.kind(one) === 'file');
  if (file !== undefined && realFileSystem.kind(file) === 'file') return ['python', file];
  const place =
    configured?.origin.kind === 'file' ? configured.origin : { file: `${root}/manage.py` };
  throw new ToolError(
    configured ? `DJANGO_MANAGE: ${file} does not exist` : 'there is no manage.py',
    {
      code: 'NO_MANAGE',
      place,
      hint: 'Say where it is in .xerc, as in: DJANGO_MANAGE: src/manage.py',
    },
  );
}
