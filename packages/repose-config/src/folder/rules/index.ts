import type { FolderRule } from '../rule.ts';
import * as chain from './chain.ts';
import { linkedFile } from './linked-files.ts';
import * as nodes from './nodes.ts';
import * as references from './references.ts';

/** Every rule about a folder as a whole. */
export const folderRules: readonly FolderRule[] = [
  ...Object.values(chain),
  ...Object.values(nodes),
  ...Object.values(references),
  linkedFile,
];
