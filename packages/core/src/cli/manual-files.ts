import type { CommandLine } from './table.ts';

/**
 * The man page and the completion scripts that a package ships: file name to text, each named as man
 * and the shells look for it. Loaded when it is asked for, since no run of a tool needs it.
 *
 * @throws TypeError for a table that nobody could use
 */
export async function manualFiles(table: CommandLine): Promise<ReadonlyMap<string, string>> {
  const { checkTable } = await import('./check-table.ts');
  checkTable(table);
  const { completionScript } = await import('./completion.ts');
  const { manPage } = await import('./man-page.ts');
  const { name } = table;
  return new Map([
    [`man/${name}.1`, manPage(table)],
    [`completions/${name}.bash`, completionScript(table, 'bash')],
    [`completions/_${name}`, completionScript(table, 'zsh')],
    [`completions/${name}.fish`, completionScript(table, 'fish')],
  ]);
}
