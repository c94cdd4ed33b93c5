import { inOriginal } from '../edit/plan.ts';
import { applyEdits, type TextEdit } from '../edit/text-edit.ts';
import type { Finding } from '../finding.ts';
import { withTexts, type ConfigFile, type Folder, type OpenFolderOptions } from './folder.ts';
import { xmlFixes } from './xml-fixes.ts';

export interface Fixed {
  readonly folder: Folder;
  /** By file name, the new text. */
  readonly texts: ReadonlyMap<string, string>;
  /** What was done: one sentence for each, with its file. */
  readonly done: readonly { readonly file: string; readonly message: string }[];
}

/** One mend can bring the next problem to light, but not without end. */
const mostRounds = 20;

/**
 * Makes every change that is safe to make without asking: of what keeps files from being well-formed,
 * and of the findings that carry a fix.
 *
 * @param check - finds what is wrong with a folder
 */
export function fixFolder(
  folder: Folder,
  check: (folder: Folder) => readonly Finding[],
  options: Pick<OpenFolderOptions, 'read'> = {},
): Fixed {
  const done: { file: string; message: string }[] = [];
  const texts = new Map<string, string>();
  let current = folder;
  for (let round = 0; round < mostRounds; round += 1) {
    const changes = new Map<string, string>();
    const findings = check(current);
    for (const file of current.files.values()) {
      const edits = nextEdits(file, findings);
      if (edits.length === 0) continue;
      changes.set(
        file.name,
        applyEdits(
          file.text,
          edits.map(({ edit }) => edit),
        ),
      );
      done.push(...edits.map(({ message }) => ({ file: file.name, message })));
    }
    if (changes.size === 0) break;
    for (const [name, text] of changes) texts.set(name, text);
    current = withTexts(current, changes, options);
  }
  return { folder: current, texts, done };
}

/** The edits that can be made at once: those that overlap an earlier one wait for the next round. */
function nextEdits(
  file: ConfigFile,
  findings: readonly Finding[],
): { edit: TextEdit; message: string }[] {
  const mends = xmlFixes(file.document).map(({ problem, edit }) => ({
    edit: inOriginal(edit, file),
    message: problem.message,
  }));
  const wanted = findings
    .filter((finding) => finding.file === file.name && finding.fix)
    .flatMap(({ fix }) => fix!.edits.map((edit) => ({ edit, message: fix!.message })));
  const chosen: { edit: TextEdit; message: string }[] = [];
  let end = -1;
  for (const one of [...mends, ...wanted].toSorted((a, b) => a.edit.start - b.edit.start)) {
    if (one.edit.start < end) continue;
    chosen.push(one);
    end = Math.max(one.edit.end, one.edit.start + 1);
  }
  return chosen;
}
