import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The texts of a folder's XML files, by name. */
export function readFolderTexts(dir: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (!entry.name.endsWith('.xml') || entry.isDirectory()) continue;
    texts.set(entry.name, readFileSync(join(dir, entry.name), 'utf8'));
  }
  return texts;
}
