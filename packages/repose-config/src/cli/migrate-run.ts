import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CliContext, Options } from '@nearhand/core/cli';
import { ToolError } from '@nearhand/core/errors';
import { unifiedDiff } from '../edit/index.ts';
import { migrate, versionOf, type Migration, type MigrationNote } from '../migrate/index.ts';
import { writeFolder } from '../node/write.ts';
import { print } from './command.ts';
import { judge, loadFolder, usage, writeChanges, type LoadedFolder } from './folder-io.ts';

export async function runMigrate(context: CliContext<Options>): Promise<number> {
  const { world, report, rest, commandValues } = context;
  if (rest.length > 1) throw usage('migrate takes one folder');
  const loaded = await loadFolder(world, rest[0]);
  const from = versionOf(loaded.folder);
  if (from === undefined) {
    throw new ToolError('there is no system model that tells which version this folder is for', {
      code: 'UNKNOWN_VERSION',
      hint: '"repose-config check" says what is wrong with system-model.cfg.xml.',
    });
  }
  if (from === '9') {
    report.note('this folder is for Repose 9 already');
    return 0;
  }
  const result = migrate(loaded.folder, { check: judge });
  const diff = diffOf(loaded, result);
  const to = commandValues['to'] as string | undefined;
  const json = commandValues['json'] === true;
  if (to !== undefined) writeElsewhere(context, loaded, { result, to });
  if (to === undefined && !json) await writeChanges(context, loaded, { texts: result.texts, diff });
  else if (!json) await print(world, diff);
  else {
    if (to === undefined && commandValues['dry-run'] !== true)
      writeFolder(loaded.dir, result.texts);
    await print(
      world,
      `${JSON.stringify({ version: 1, from, to: '9', notes: result.notes }, null, 2)}\n`,
    );
  }
  const person = result.notes.filter(({ kind }) => kind === 'person');
  for (const note of result.notes) if (note.kind === 'done') report.note(line(note));
  for (const note of person) report.warn(`for you to decide: ${line(note)}`);
  return 0;
}

function line({ file, place, message }: MigrationNote): string {
  return `${file}${place ? `:${place.line}` : ''}: ${message}`;
}

function diffOf({ folder }: LoadedFolder, { texts }: Migration): string {
  return [...texts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) =>
      unifiedDiff(folder.files.get(name)?.text, text, { before: `a/${name}`, after: `b/${name}` }),
    )
    .join('');
}

/** Copies the folder as it is, and writes what changed over the copy. */
function writeElsewhere(
  { world, commandValues }: CliContext<Options>,
  { dir }: LoadedFolder,
  { result, to }: { readonly result: Migration; readonly to: string },
): void {
  const target = resolve(world.cwd, to);
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new ToolError(`${to} is there already, and is not empty`, {
      code: 'FILE_THERE',
      hint: 'Name a folder that is not there yet.',
    });
  }
  if (commandValues['dry-run'] === true) return;
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(dir)) {
    const file = join(dir, name);
    // The new folder may lie in the old one.
    if (!target.startsWith(file)) cpSync(file, join(target, name), { recursive: true });
  }
  writeFolder(target, result.texts);
}
