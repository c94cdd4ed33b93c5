import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CliContext, Options } from '@nearhand/core/cli';
import { ToolError } from '@nearhand/core/errors';
import { composeFile, dockerfile, dockerignore } from '../docker/files.ts';
import { listenersOf } from '../docker/listeners.ts';
import { defaultFolder } from '../init/default-folder.ts';
import { writeFolder } from '../node/write.ts';
import { readChain } from '../simulate/index.ts';
import { print } from './command.ts';
import { loadFolder, usage } from './folder-io.ts';

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
  const { docker = false, compose = false } = commandValues as {
    readonly docker?: boolean;
    readonly compose?: boolean;
  };
  // Beside a configuration that is there, Docker's files are all that is asked for.
  const begun = (docker || compose) && existsSync(join(dir, 'system-model.cfg.xml'));
  if (begun && wanted.length > 0) {
    throw usage(
      `--with is for a new folder, and ${name} is begun`,
      'repose-config add filter NAME',
    );
  }
  const config = begun
    ? new Map(
        [...(await loadFolder(world, name)).folder.files].map(([file, { text }]) => [file, text]),
      )
    : defaultFolder({ with: wanted });
  const all = new Map(begun ? [] : config);
  if (docker) all.set('Dockerfile', dockerfile).set('.dockerignore', dockerignore);
  if (compose) {
    const listeners = listenersOf(readChain(config));
    all.set('compose.yaml', composeFile({ listeners, build: docker, version: 'latest' }));
  }
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
