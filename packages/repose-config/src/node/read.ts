import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from '@nearhand/core/errors';
import { openFolder, type Folder } from '../folder/folder.ts';
import { decodeXml, positions } from '../xml/index.ts';

/**
 * Reads a configuration folder from the disk. Folders in it, and what is no XML, are known by their
 * names only.
 *
 * @throws ToolError `UNREADABLE` where a file is not UTF-8, and what Node throws where it can't be read
 */
export function readFolder(dir: string): Folder {
  const texts = new Map<string, string>();
  const others: string[] = [];
  for (const name of readdirSync(dir).toSorted()) {
    const file = join(dir, name);
    if (!name.endsWith('.xml') || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      others.push(name);
      continue;
    }
    const bytes = readFileSync(file);
    const decoded = decodeXml(bytes);
    if (decoded.kind === 'refused') {
      const { message, hint, start } = decoded.problem;
      const place = { file, ...positions(new TextDecoder().decode(bytes))(start) };
      throw new ToolError(message, { code: 'UNREADABLE', hint, place });
    }
    texts.set(name, decoded.text);
  }
  return openFolder(texts, { others });
}
