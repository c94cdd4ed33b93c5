import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import type ignoreFunction from 'ignore';
import type { Ignore } from 'ignore';
import { formatSystemError, isSystemError } from '@nearhand/core/errors';
import { pathOf, syncError } from './context.ts';

export interface WalkOptions {
  /** Patterns that come before those of the .gitignore files. */
  readonly exclude: readonly string[];
  readonly ignore: typeof ignoreFunction;
}

/** The data of version control, which no .gitignore names. */
const NEVER = new Set(['.git', '.hg', '.svn', '.jj']);

/** The names below `root` that no .gitignore there names, by git's rules; for where git can't be asked. */
export function walk(root: string, { exclude, ignore }: WalkOptions): readonly string[] {
  const names: string[] = [];
  const first = exclude.map((pattern) => Buffer.from(pattern, 'utf8').toString('latin1'));
  const rulesOf = (patterns: readonly string[]): Ignore =>
    ignore({ ignorecase: false, allowRelativePaths: true }).add([...patterns, ...first]);
  const visit = (folder: string, above: readonly string[], rulesAbove: Ignore): void => {
    const entries = entriesOf(root, folder);
    const own = entries.some(({ name }) => name.toString('latin1') === '.gitignore')
      ? patternsFor(folder, readText(root, `${folder}.gitignore`))
      : [];
    const patterns = own.length > 0 ? [...above, ...own] : above;
    // The last pattern that matches decides, so those further down come later.
    const rules = own.length > 0 ? rulesOf(patterns) : rulesAbove;
    for (const entry of entries) {
      const base = entry.name.toString('latin1');
      const name = folder + base;
      const isFolder = entry.isDirectory();
      if (NEVER.has(base) || rules.ignores(isFolder ? `${name}/` : name)) continue;
      if (isFolder) visit(`${name}/`, patterns, rules);
      else if (entry.isFile() || entry.isSymbolicLink()) names.push(name);
    }
  };
  visit('', [], rulesOf([]));
  return names;
}

/** The patterns of a .gitignore as they would stand in that of the root. */
function patternsFor(folder: string, text: string): readonly string[] {
  const prefix = `/${folder.replaceAll(/[*?[\\]/g, '\\$&')}`;
  return text
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const not = line.startsWith('!') ? '!' : '';
      const pattern = line.slice(not.length).replace(/^\\(?=[#!])/, '');
      const anchored = pattern.trimEnd().replace(/\/$/, '').includes('/');
      return `${not}${prefix}${anchored ? '' : '**/'}${pattern.replace(/^\//, '')}`;
    });
}

function entriesOf(root: string, folder: string): readonly Dirent<Buffer>[] {
  try {
    return readdirSync(pathOf(root, folder), { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw syncError(`sync: ${formatSystemError(error)}`, undefined, error);
  }
}

function readText(root: string, name: string): string {
  try {
    return readFileSync(pathOf(root, name), 'latin1');
  } catch {
    // A folder of that name, or one that can't be read: git takes it as empty, too.
    return '';
  }
}
