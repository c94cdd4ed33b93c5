import { inOriginal } from '../edit/plan.ts';
import { applyEdits, type TextEdit } from '../edit/text-edit.ts';
import { withTexts, type ConfigFile, type Folder } from '../folder/folder.ts';
import { positions, type Position, type XmlAttribute, type XmlElement } from '../xml/index.ts';

/** One line of the report: what was done, or what a person has to decide. */
export interface MigrationNote {
  readonly kind: 'done' | 'person';
  /** The file's name in the folder that was given. */
  readonly file: string;
  /** In the folder as it was before this step; undefined: the file as a whole. */
  readonly place: Position | undefined;
  readonly message: string;
}

export interface Step {
  readonly folder: Folder;
  readonly file: (name: string) => ConfigFile | undefined;
  readonly note: (
    kind: MigrationNote['kind'],
    at: readonly [ConfigFile, XmlElement | XmlAttribute] | string,
    message: string,
  ) => void;
  readonly edit: (file: ConfigFile, ...edits: readonly TextEdit[]) => void;
  /** Writes a whole file; undefined takes it away. */
  readonly write: (name: string, text: string | undefined) => void;
}

/** One change between two versions, made on a folder that the steps before have changed already. */
export type MigrationStep = (step: Step) => void;

/** Runs one step, and gives the folder after it. */
export function runStep(folder: Folder, run: MigrationStep, notes: MigrationNote[]): Folder {
  const edits = new Map<ConfigFile, TextEdit[]>();
  const texts = new Map<string, string | undefined>();
  run({
    folder,
    file(name) {
      const file = folder.files.get(name);
      return file && file.document.problems.length === 0 ? file : undefined;
    },
    note(kind, at, message) {
      if (typeof at === 'string') notes.push({ kind, file: at, place: undefined, message });
      else {
        const [file, part] = at;
        const place = positions(file.text)(file.originalOffset(part.start));
        notes.push({ kind, file: file.name, place, message });
      }
    },
    edit(file, ...more) {
      edits.set(file, [...(edits.get(file) ?? []), ...more]);
    },
    write: (name, text) => texts.set(name, text),
  });
  for (const [file, list] of edits) {
    texts.set(
      file.name,
      applyEdits(
        file.text,
        list.map((one) => inOriginal(one, file)),
      ),
    );
  }
  return withTexts(folder, texts);
}
