import { withBuiltIn } from '../parse.ts';
import { shownOptions, valueName } from '../shown.ts';
import type { CommandLine, Completion, Options, OptionSpec } from '../table.ts';

/** What a word is completed with. */
export type Source =
  | { readonly kind: 'none' }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file' }
  | { readonly kind: 'directory' }
  | { readonly kind: 'command' }
  | { readonly kind: 'lines'; readonly argv: readonly string[] };

export interface OptionModel {
  readonly long: string;
  readonly letter: string | undefined;
  readonly takesValue: boolean;
  readonly again: boolean;
  readonly what: string;
  readonly valueName: string;
  readonly source: Source;
}

export interface CommandModel {
  readonly name: string;
  readonly what: string;
  readonly options: readonly OptionModel[];
  readonly source: Source;
  readonly passThrough: boolean;
}

export interface CompletionModel {
  readonly tool: string;
  /** A name that every shell takes for a function. */
  readonly functionName: string;
  readonly runner: boolean;
  readonly options: readonly OptionModel[];
  readonly commands: readonly CommandModel[];
  readonly source: Source;
}

/** What all completion scripts have to know of a tool. */
export function completionModel(table: CommandLine): CompletionModel {
  const runner = table.runner === true;
  return {
    tool: table.name,
    functionName: `_${table.name.replaceAll(/\W/g, '_')}`,
    runner,
    options: optionModels(withBuiltIn(table.options)),
    commands: Object.entries(table.commands ?? {}).map(([name, spec]) => ({
      name,
      what: spec.summary,
      options: optionModels(spec.options ?? {}),
      source: sourceOf(spec.complete),
      passThrough: spec.passThrough === true,
    })),
    source: sourceOf(table.complete ?? (runner ? 'command' : undefined)),
  };
}

function optionModels(options: Options): OptionModel[] {
  return shownOptions(options).map(([name, spec]) => ({
    long: name,
    letter: spec.alias,
    takesValue: spec.type !== 'boolean',
    again: spec.type === 'list',
    what: spec.describe,
    valueName: spec.value ?? (spec.choices ? 'value' : valueName(spec)),
    source: valueSource(spec),
  }));
}

function valueSource(spec: OptionSpec): Source {
  return spec.choices ? { kind: 'words', words: spec.choices } : sourceOf(spec.complete);
}

function sourceOf(completion: Completion | undefined): Source {
  if (completion === undefined) return { kind: 'none' };
  if (typeof completion === 'string') return { kind: completion };
  return { kind: 'lines', argv: completion };
}
