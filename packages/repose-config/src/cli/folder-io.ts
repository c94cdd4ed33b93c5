// Reading, judging and writing the folder that a command changes.
import { join, resolve } from 'node:path';
import type { CliContext, Options } from '@nearhand/core/cli';
import { ToolError } from '@nearhand/core/errors';
import { painter, wantsColour } from '@nearhand/core/report';
import type { World } from '@nearhand/core/report';
import { checkFolder } from '../check/index.ts';
import { edit, type EditRequest } from '../edit/index.ts';
import type { Finding } from '../finding.ts';
import { openFolder, type Folder } from '../folder/folder.ts';
import { newFiles } from '../init/default-folder.ts';
import { unreadable } from '../node/read.ts';
import { writeFolder } from '../node/write.ts';
import { print } from './command.ts';
import { formatText } from './format-text.ts';
import { lockFolder } from './lock-folder.ts';
import { readInput } from './read-input.ts';

export interface LoadedFolder {
  /** As the user named it. */
  readonly name: string;
  readonly dir: string;
  readonly folder: Folder;
}

/** Reads a folder. Files that are no text make it unfit to be changed. */
export async function loadFolder(world: World, name = '.'): Promise<LoadedFolder> {
  const input = await readInput(name, world, 'the folder that system-model.cfg.xml is in');
  if (input.kind !== 'folder') {
    throw new ToolError(`${name} is a file, and a folder is wanted here`, {
      code: 'NOT_A_FOLDER',
      hint: 'Name the folder that system-model.cfg.xml is in.',
    });
  }
  const [first] = input.findings;
  if (first) throw unreadable(first);
  return { name, dir: input.dir, folder: openFolder(input.texts, { others: input.others }) };
}

/** All findings about a folder: of each file, and of all together. */
export function judge(folder: Folder): readonly Finding[] {
  const texts = new Map([...folder.files].map(([name, file]) => [name, file.text]));
  return checkFolder(texts, { others: folder.names }).findings;
}

/**
 * Shows the errors of a folder and stops, or gives the findings that are none.
 *
 * @param therefore - ends the message: `so nobody can say what Repose would do`
 * @throws ToolError `FOLDER_HAS_ERRORS`
 */
export async function refuseErrors(
  world: World,
  { name, folder }: LoadedFolder,
  therefore: string,
): Promise<readonly Finding[]> {
  const findings = judge(folder);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return findings;
  await showFindings(world, name, { folder, findings: errors });
  throw new ToolError(`the folder has errors, ${therefore}`, {
    code: 'FOLDER_HAS_ERRORS',
    hint: 'Mend what stands above, and try again.',
  });
}

/** Makes changes, shows them as a diff, and writes them unless they would break the folder. */
export async function applyEdits(
  context: CliContext<Options>,
  requests: readonly EditRequest[],
): Promise<number> {
  const { world, report, commandValues } = context;
  const { loaded, result } = await whileLocked(
    context,
    commandValues['dir'] as string | undefined,
    (folder) => edit(folder, requests, { check: judge, newFiles }),
  );
  if (result.kind === 'unchanged') {
    report.note('nothing to change: it is so already');
    return 0;
  }
  if (result.kind === 'refused') {
    await showFindings(world, loaded.name, result);
    report.error(
      new ToolError('nothing was changed: the folder would no longer be right', {
        code: 'EDIT_REFUSED',
        hint: 'The findings above are those that the change would bring.',
      }),
    );
    return 1;
  }
  await print(world, colouredDiff(world, result.diff));
  for (const line of result.summary) report.note(line);
  if (commandValues['dry-run'] === true) report.note('nothing was written (--dry-run)');
  return 0;
}

/** Reads a folder and writes what is made of it, all files or none, with no other repose-config in between. */
export function whileLocked<T extends object>(
  { world, commandValues }: CliContext<Options>,
  name: string | undefined,
  change: (folder: Folder) => T,
): Promise<{ readonly loaded: LoadedFolder; readonly result: T }> {
  const dryRun = commandValues['dry-run'] === true;
  const run = async () => {
    const loaded = await loadFolder(world, name);
    const { dir, folder } = loaded;
    const result: T & { readonly texts?: ReadonlyMap<string, string | undefined> } = change(folder);
    if (!dryRun && result.texts) {
      const expected = new Map(
        [...result.texts.keys()].map((file) => [
          file,
          folder.files.get(file)?.text ?? folder.others.get(file),
        ]),
      );
      writeFolder(dir, result.texts, { expected });
    }
    return { loaded, result };
  };
  return dryRun ? run() : lockFolder(resolve(world.cwd, name ?? '.'), run);
}

export function colouredDiff(world: World, diff: string): string {
  if (!wantsColour(world.env, world.stdout)) return diff;
  const paint = painter(true);
  return diff.replace(/^.+$/gm, (line) => {
    if (/^(?:---|\+\+\+) /.test(line)) return paint('bold', line);
    if (line.startsWith('@@')) return paint('cyan', line);
    return line.startsWith('+')
      ? paint('green', line)
      : line.startsWith('-')
        ? paint('red', line)
        : line;
  });
}

/** Shows findings about a folder that isn't on the disk, on stderr. */
export function showFindings(
  world: World,
  name: string,
  { folder, findings }: { readonly folder: Folder; readonly findings: readonly Finding[] },
): Promise<void> {
  const named = findings.map((finding) => ({ ...finding, file: join(name, finding.file) }));
  const texts = new Map(
    [...folder.files.values()].map((file) => [join(name, file.name), file.text]),
  );
  const paint = painter(wantsColour(world.env, world.stderr));
  const text = formatText({ findings: named, texts }, { paint, columns: world.stderr.columns });
  return new Promise((done, failed) => {
    world.stderr.write(text, (error) => (error ? failed(error) : done()));
  });
}

/** A mistake in the words of a command. */
export function usage(message: string, hint?: string): ToolError {
  return new ToolError(message, { code: 'USAGE', hint });
}

/** The value of `--host`: a name that is empty would let every machine in. */
export function givenHost(host: string | undefined): string | undefined {
  if (host?.trim() !== '') return host;
  throw usage('--host is empty', 'Leave it out for this machine alone; 0.0.0.0 lets others in.');
}
