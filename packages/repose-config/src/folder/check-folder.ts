import type { Finding } from '../finding.ts';
import type { Folder } from './folder.ts';
import { runRules, viewFolder, type Surroundings } from './rule.ts';
import { folderRules } from './rules/index.ts';

/**
 * Checks a folder as a whole: what would keep Repose from starting, and names that lead nowhere. Each
 * file by itself is `check`'s business; of a file that isn't well-formed nothing is said here.
 */
export function checkFolder(folder: Folder, around: Surroundings = {}): Finding[] {
  return runRules(folderRules, viewFolder(folder, around));
}
