import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CliContext, Options } from '@nearhand/core/cli';
import { ToolError } from '@nearhand/core/errors';
import { defaultFolder } from '../init/default-folder.ts';
import { writeFolder } from '../node/write.ts';
import { print } from './command.ts';
import { usage } from './folder-io.ts';

/** Writes what isn't there yet; what is there stays as it is. */
export async function runInit({
  world,
  report,
  rest,
  commandValues,
}: CliContext<Options>): Promise<number> {
  const [name = '.', ...more] = rest;
  if (more.length > 0) throw usage('init takes one folder');
  const wanted = ((commandValues['with'] as readonly string[] | undefined) ?? []).flatMap((list) =>
    list.split(/[,\s]+/).filter(Boolean),
  );
  const dir = resolve(world.cwd, name);
  const all = defaultFolder({ with: wanted });
  const there = [...all.keys()].filter((file) => existsSync(join(dir, file)));
  // A chain without its files, or files without their chain, would be no default folder.
  if (there.includes('system-model.cfg.xml')) {
    throw new ToolError(`${join(name, 'system-model.cfg.xml')} is there already`, {
      code: 'FILE_THERE',
      hint: 'Name another folder; or add to this one with "repose-config add filter NAME".',
    });
  }
  const texts = new Map([...all].filter(([file]) => !there.includes(file)));
  if (commandValues['dry-run'] !== true) {
    mkdirSync(dir, { recursive: true });
    writeFolder(dir, texts, {
      expected: new Map([...texts.keys()].map((file) => [file, undefined])),
    });
  }
  await print(
    world,
    [...texts.keys()]
      .toSorted()
      .map((file) => `${join(name, file)}\n`)
      .join(''),
  );
  for (const file of there)
    report.note(`${join(name, file)} was there already, and stays as it is`);
  return 0;
}
