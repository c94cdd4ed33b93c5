import { basename, dirname, resolve } from 'node:path';
import type { CliContext, Options } from '@nearhand/core/cli';
import { check, checkFolder } from '../check/index.ts';
import { fixFolder } from '../folder/fix.ts';
import { openFolder, type Folder } from '../folder/folder.ts';
import { writeFolder } from '../node/write.ts';
import { usage } from './folder-io.ts';
import type { Input } from './read-input.ts';

/** Mends what is safe to mend in what was read, writes it, and gives what there is now. */
export function fixInput(
  input: Input,
  { world, report, commandValues }: CliContext<Options>,
): Input {
  if (input.name === '<stdin>') {
    throw usage('--fix changes files, and stdin is none', 'Name the file in place of "-".');
  }
  const ownFilters = commandValues['own-filter'] as readonly string[] | undefined;
  const isFolder = input.kind === 'folder';
  // A file outside a folder keeps the name that its type may be told by.
  const folder = isFolder
    ? openFolder(input.texts, { others: input.others })
    : openFolder(new Map([...input.texts].map(([name, text]) => [asXml(name), text])));
  const fixed = fixFolder(folder, (current) =>
    isFolder
      ? checkFolder(textsOf(current), { others: current.names, ownFilters }).findings
      : [...current.files.values()].flatMap(
          ({ name, text }) => check(text, { file: name }).findings,
        ),
  );
  if (fixed.texts.size === 0) return input;
  const names = new Map(
    [...input.texts.keys()].map((name) => [isFolder ? name : asXml(name), name]),
  );
  const texts = new Map(input.texts);
  const write = new Map<string, string>();
  const expected = new Map<string, string | undefined>();
  for (const [name, text] of fixed.texts) {
    const own = names.get(name)!;
    expected.set(isFolder ? own : basename(own), texts.get(own));
    write.set(isFolder ? own : basename(own), text);
    texts.set(own, text);
  }
  const [first = ''] = input.texts.keys();
  writeFolder(isFolder ? input.dir : dirname(resolve(world.cwd, first)), write, { expected });
  for (const { file, message } of fixed.done)
    report.note(`mended ${names.get(file) ?? file}: ${message}`);
  return { ...input, texts };
}

function asXml(name: string): string {
  return name.endsWith('.xml') ? name : `${name}.xml`;
}

function textsOf(folder: Folder): Map<string, string> {
  return new Map([...folder.files].map(([name, file]) => [name, file.text]));
}
