import type { Sourced } from '@nearhand/core/config';

/** A named command: words, or a line for the shell. */
export type NamedCommand =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'shell'; readonly line: string };

/** What the `.xerc` files of a project say, the inner one first in every list. Paths are absolute. */
export interface Settings {
  /** The files that were read, inner first. */
  readonly files: readonly string[];
  readonly venv?: Sourced<string> | undefined;
  readonly testRunner?: Sourced<readonly string[]> | undefined;
  readonly djangoManage?: Sourced<string> | undefined;
  readonly useRdo?: Sourced<boolean> | undefined;
  readonly rdoCommands?: Sourced<readonly string[]> | undefined;
  readonly withenvDefault?: Sourced<readonly string[]> | undefined;
  readonly path: readonly Sourced<string>[];
  /** Variables to set, or with null to remove. */
  readonly env: Readonly<Record<string, Sourced<string | null>>>;
  readonly commands: Readonly<Record<string, Sourced<NamedCommand>>>;
}

/** One `.xerc` as read. */
export interface Xerc extends Settings {
  readonly file: string;
  readonly dir: string;
  readonly text: string;
  /** `root: true` ends the search here, `root: false` makes the folder a layer and no root. */
  readonly root?: boolean | undefined;
}

export const NO_SETTINGS: Settings = { files: [], path: [], env: {}, commands: {} };

/** Joins the files of nested projects: the inner one wins, and lists start with its entries. */
export function mergeSettings(files: readonly Xerc[]): Settings {
  let merged: Settings = NO_SETTINGS;
  for (const outer of files) {
    merged = {
      files: [...merged.files, outer.file],
      venv: merged.venv ?? outer.venv,
      testRunner: merged.testRunner ?? outer.testRunner,
      djangoManage: merged.djangoManage ?? outer.djangoManage,
      useRdo: merged.useRdo ?? outer.useRdo,
      rdoCommands: merged.rdoCommands ?? outer.rdoCommands,
      withenvDefault: merged.withenvDefault ?? outer.withenvDefault,
      path: [...merged.path, ...outer.path],
      env: { ...outer.env, ...merged.env },
      commands: { ...outer.commands, ...merged.commands },
    };
  }
  return merged;
}
