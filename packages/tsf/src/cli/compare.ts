import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ToolError } from '@nearhand/core/errors';
import { runProgram, type Outcome } from '@nearhand/core/process';
import { decompressor } from '../compress.ts';
import type { Run } from '../runs.ts';
import { systemError } from '../system-error.ts';
import type { Context } from './act.ts';

/** Shows how two files differ, by `diff -u`, and ends as diff does: 0 the same, 1 different, 2 trouble. */
export async function compare(from: Run, to: Run, { world, report }: Context): Promise<Outcome> {
  let folder: string | undefined;
  const plain = async (run: Run, index: number): Promise<string> => {
    const unpack = await decompressor(run.compression);
    if (unpack.length === 0) return run.path;
    folder ??= mkdtempSync(join(world.env['TMPDIR'] || tmpdir(), 'tsf-'));
    const path = join(folder, `${index}-${basename(run.file)}`);
    try {
      await pipeline([createReadStream(run.path), ...unpack, createWriteStream(path)]);
    } catch (cause) {
      throw unpackError(run, cause);
    }
    return path;
  };
  try {
    const paths = [await plain(from, 0), await plain(to, 1)];
    const labels = ['--label', from.path, '--label', to.path];
    const colour = world.isTerminal(1) && !world.env['NO_COLOR'] ? ['--color=auto'] : [];
    const outcome = await runProgram('diff', ['-u', ...colour, ...labels, '--', ...paths]);
    if (outcome.kind !== 'not-started') return outcome;
    report.error(outcome.error);
    return { kind: 'exit', code: 2 };
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function unpackError({ path, compression }: Run, cause: unknown): Error {
  if (!String((cause as NodeJS.ErrnoException).code).startsWith('Z')) {
    return systemError(`cannot unpack ${JSON.stringify(path)}`, cause);
  }
  return new ToolError(`${JSON.stringify(path)} is no whole ${compression} file`, {
    code: 'UNPACK',
    exitCode: 2,
    cause,
  });
}
