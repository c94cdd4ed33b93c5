import type { OptionSpec, Options } from './table.ts';

/** `--env NAME`, `--dry-run`: how an option is shown, without its letter. */
export function shownName(name: string, spec: OptionSpec): string {
  return spec.type === 'boolean' ? `--${name}` : `--${name} ${valueName(spec)}`;
}

/** What stands for the value of an option that takes one. */
export function valueName(spec: OptionSpec): string {
  if (spec.value !== undefined) return spec.value;
  if (spec.choices) return spec.choices.join('|');
  return spec.type === 'number' ? 'N' : 'TEXT';
}

/** The options that are shown, in the table's own order. */
export function sortedOptions(options: Options): [name: string, spec: OptionSpec][] {
  return Object.entries(options).filter(([, spec]) => !spec.hidden);
}
