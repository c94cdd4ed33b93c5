import type { ConfigFile, Folder } from '../folder/folder.ts';
import { applyEdits, type TextEdit } from './text-edit.ts';

/** What a change does to a folder, before anything is written. */
export interface EditPlan {
  /** One sentence per thing that is done. */
  readonly summary: readonly string[];
  /** By file name, the whole new text; undefined where the file is to be removed. */
  readonly texts: ReadonlyMap<string, string | undefined>;
}

export interface FileEdits {
  readonly file: Pick<ConfigFile, 'name'>;
  readonly edits: readonly TextEdit[];
}

/** Makes a plan of edits to files that are there, and of new files. */
export function makePlan(
  folder: Folder,
  {
    summary,
    changes = [],
    created = [],
  }: {
    readonly summary: readonly string[];
    readonly changes?: readonly FileEdits[];
    readonly created?: readonly (readonly [name: string, text: string])[];
  },
): EditPlan {
  const texts = new Map<string, string | undefined>(created);
  for (const { file, edits } of changes) {
    const before = folder.files.get(file.name)!.text;
    const after = applyEdits(
      before,
      edits.map((one) => inOriginal(one, folder.files.get(file.name)!)),
    );
    if (after !== before) texts.set(file.name, after);
  }
  return { summary, texts };
}

/** The same edit in the text as it was given, before its templates were filled in. */
export function inOriginal(
  { start, end, text }: TextEdit,
  file: Pick<ConfigFile, 'originalOffset' | 'text'>,
): TextEdit {
  const from = file.originalOffset(start);
  // Not the offset of what follows: a template between the two would go with what is replaced.
  const to = end === start ? from : file.originalOffset(end - 1) + 1;
  return { start: from, end: to, text: text + tagsToKeep(file.text.slice(from, to)) };
}

/** The template tags in what is replaced, where some of them belong to others outside of it. */
function tagsToKeep(replaced: string): string {
  const tags = replaced.match(/\{%[^]*?%\}/g);
  if (!tags) return '';
  let depth = 0;
  let paired = true;
  for (const tag of tags) {
    const word = /^\{%\s*(\w+)/.exec(tag)?.[1];
    if (word === 'if') depth += 1;
    else if (depth === 0) paired = false;
    if (word === 'endif') depth -= 1;
  }
  if (paired && depth === 0) return '';
  return tags.join('') + (/\r\n$|\n$|\r$/.exec(replaced)?.[0] ?? '');
}
