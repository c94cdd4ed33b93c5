import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { flagTable, type CommandLine } from '@nearhand/core/cli';
import type { WorkspacePackage } from './workspace.ts';

const SECTION = /(<!-- flags -->\n)([^]*?)(\n<!-- \/flags -->)/;

/** A README, and the same with the flag table that its option table gives now. */
export async function withFlagTable({
  path,
}: WorkspacePackage): Promise<{ file: string; text: string; expected: string }> {
  const file = join(path, 'README.md');
  const text = readFileSync(file, 'utf8');
  if (!SECTION.test(text))
    throw new Error(`${file} has no <!-- flags --> ... <!-- /flags --> section`);
  const { commandLine } = (await import(pathToFileURL(join(path, 'dist/cli.cjs')).href)) as {
    commandLine: CommandLine;
  };
  const table = flagTable(commandLine).trim();
  return {
    file,
    text,
    expected: text.replace(SECTION, (_, open, _old, close) => `${open}\n${table}\n${close}`),
  };
}
