import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type { CliContext, Options } from '@nearhand/core/cli';
import { ToolError } from '@nearhand/core/errors';
import type { World } from '@nearhand/core/report';
import { unifiedDiff } from '../edit/index.ts';
import type { Folder } from '../folder/folder.ts';
import { migrate, versionOf, type Migration, type MigrationNote } from '../migrate/index.ts';
import { writeFolder } from '../node/write.ts';
import { print } from './command.ts';
import {
  colouredDiff,
  judge,
  loadFolder,
  usage,
  whileLocked,
  type LoadedFolder,
} from './folder-io.ts';

export async function runMigrate(context: CliContext<Options>): Promise<number> {
  const { world, report, rest, commandValues } = context;
  if (rest.length > 1) throw usage('migrate takes one folder');
  const to = commandValues['to'] as string | undefined;
  const { loaded, result } =
    to === undefined
      ? await whileLocked(context, rest[0], migrated)
      : await besides(world, rest[0]);
  const { from } = result;
  if (from === '9') {
    report.note('this folder is for Repose 9 already');
    return 0;
  }
  if (to !== undefined) writeElsewhere(context, loaded, { result, to });
  await print(
    world,
    commandValues['json'] === true
      ? `${JSON.stringify({ version: 1, from, to: '9', notes: result.notes }, null, 2)}\n`
      : colouredDiff(world, diffOf(loaded, result)),
  );
  const person = result.notes.filter(({ kind }) => kind === 'person');
  for (const note of result.notes) if (note.kind === 'done') report.note(line(note));
  for (const note of person) report.warn(`for you to decide: ${line(note)}`);
  return 0;
}

function migrated(folder: Folder): Migration & { readonly from: '7' | '8' | '9' } {
  const from = versionOf(folder);
  if (from !== undefined) return { from, ...migrate(folder, { check: judge }) };
  throw new ToolError('there is no system model that tells which version this folder is for', {
    code: 'UNKNOWN_VERSION',
    hint: '"repose-config check" says what is wrong with system-model.cfg.xml.',
  });
}

/** The old folder stays as it is, so that nobody else is kept from it. */
async function besides(world: World, name: string | undefined) {
  const loaded = await loadFolder(world, name);
  return { loaded, result: migrated(loaded.folder) };
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
    if (!`${target}${sep}`.startsWith(`${file}${sep}`))
      cpSync(file, join(target, name), { recursive: true });
  }
  writeFolder(target, result.texts);
}
