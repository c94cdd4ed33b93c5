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
export function shownOptions(options: Options): [name: string, spec: OptionSpec][] {
  return Object.entries(options).filter(([, spec]) => !spec.hidden);
}

/** With a capital at the start, as a sentence. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** What an option does, and its default. */
export function shortDescription(spec: OptionSpec): string {
  return withNotes(spec, [
    spec.choices && spec.value !== undefined ? spec.choices.join(', ') : undefined,
    spec.defaultText === undefined ? undefined : `default: ${spec.defaultText}`,
  ]);
}

/** What an option does, and all that is to know about its value. */
export function described(spec: OptionSpec): string {
  return withNotes(spec, [
    // A value's name that lists the choices need not be followed by them.
    spec.choices && spec.value !== undefined ? `one of ${spec.choices.join(', ')}` : undefined,
    spec.type === 'list' ? 'may be given more than once' : undefined,
    spec.defaultText === undefined ? undefined : `default: ${spec.defaultText}`,
  ]);
}

function withNotes({ describe }: OptionSpec, notes: readonly (string | undefined)[]): string {
  const given = notes.filter((note) => note !== undefined);
  return given.length > 0 ? `${describe} (${given.join('; ')})` : describe;
}
