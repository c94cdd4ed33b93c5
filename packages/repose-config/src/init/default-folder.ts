/**
 * The folder to begin with: the files of a fresh Repose 9, each explained to someone who sees it for
 * the first time.
 */
import { addFilter } from '../edit/chain.ts';
import { attribute, elements, openFolder, withTexts, type Folder } from '../folder/folder.ts';
import { typeNamed } from '../model/index.ts';
import { commentedFile } from './commented.ts';
import { companions } from './companions.ts';
import { log4j2 } from './log4j2.ts';
import { systemModel } from './system-model.ts';

export interface DefaultFolderOptions {
  /** Filters to put into the chain, each where it belongs. */
  readonly with?: readonly string[] | undefined;
}

const generated = ['container', 'http-connection-pool', 'http-logging', 'uri-redaction'];

/**
 * The whole default folder, by file name.
 *
 * @throws ToolError for a filter that Repose does not have
 */
export function defaultFolder(options: DefaultFolderOptions = {}): Map<string, string> {
  const texts = new Map<string, string>([
    ['system-model.cfg.xml', systemModel],
    ['log4j2.xml', log4j2],
  ]);
  for (const name of generated) {
    const type = typeNamed(name)!;
    texts.set(type.fileName, commentedFile(type));
  }
  let folder = openFolder(texts);
  for (const name of options.with ?? []) {
    const plan = addFilter(folder, { name, files: newFiles });
    for (const [file, text] of plan.texts) texts.set(file, text!);
    folder = withTexts(folder, plan.texts);
  }
  return texts;
}

/** The files that a config type needs in a folder: its own, and those that its example names. */
export function newFiles(typeName: string, folder: Folder): [name: string, text: string][] {
  const type = typeNamed(typeName)!;
  const text = commentedFile(type, fitted(type.example, folder));
  const others = Object.entries(companions[typeName] ?? {});
  return [[type.fileName, text], ...others.filter(([name]) => !folder.names.has(name))];
}

/** The example with the destination that the folder has, where it names one. */
function fitted(example: string, folder: Folder): string {
  const root = folder.files.get('system-model.cfg.xml')?.document.root;
  const all = elements(elements(root, 'destinations')[0], 'endpoint');
  const first = all.find((one) => attribute(one, 'default') === 'true') ?? all[0];
  const id = attribute(first, 'id');
  if (id === undefined || /[&<"]/.test(id)) return example;
  return example
    .replace(/(<target id=)"[^"]*"/, (_all, head: string) => `${head}"${id}"`)
    .replace(/(pp-dest-id=)"[^"]*"/g, (_all, head: string) => `${head}"${id}"`);
}
