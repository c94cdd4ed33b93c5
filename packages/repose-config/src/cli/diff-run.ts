import type { CliContext, Options } from '@nearhand/core/cli';
import type { World } from '@nearhand/core/report';
import { diffFolders, formatChange } from '../diff/diff.ts';
import { openFolder, type Folder } from '../folder/folder.ts';
import { unreadable } from '../node/read.ts';
import { print } from './command.ts';
import { usage } from './folder-io.ts';
import { readInput } from './read-input.ts';

export async function runDiff({
  world,
  report,
  rest,
  commandValues,
}: CliContext<Options>): Promise<number> {
  const [a, b, ...more] = rest;
  if (a === undefined || b === undefined || more.length > 0)
    throw usage('diff takes two folders, or two files');
  const [first, second] = [await open(world, a), await open(world, b)];
  if (first.kind !== second.kind) {
    throw usage(`${first.kind === 'file' ? a : b} is a file, and the other one is a folder`);
  }
  const changes = diffFolders(first.folder, second.folder);
  if (commandValues['json'] === true)
    await print(world, `${JSON.stringify({ version: 1, changes }, null, 2)}\n`);
  else await print(world, changes.map((change) => `${formatChange(change)}\n`).join(''));
  if (changes.length === 0) report.note('no difference in meaning');
  return changes.length > 0 && commandValues['exit-code'] === true ? 1 : 0;
}

async function open(
  world: World,
  name: string,
): Promise<{ kind: 'file' | 'folder'; folder: Folder }> {
  const { kind, texts, findings } = await readInput(name, world, 'two folders, or two files');
  const [bad] = findings;
  if (bad) throw unreadable(bad);
  if (kind === 'folder') return { kind, folder: openFolder(texts) };
  // Two files are compared whatever their names are.
  const [text = ''] = texts.values();
  return { kind, folder: openFolder({ 'file.xml': text }) };
}
