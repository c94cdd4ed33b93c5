import type { CommandLine } from './table.ts';

/** The Markdown table of options that the README shows. */
export function flagTable(table: CommandLine): string {
  throw new Error(`not written yet: ${table.name}`);
}
