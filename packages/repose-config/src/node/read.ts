import { lstatSync, readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isSystemError, systemReason, ToolError } from '@nearhand/core/errors';
import type { Finding } from '../finding.ts';
import { openFolder, type Folder } from '../folder/folder.ts';
import { decodeXml, positions } from '../xml/index.ts';

/** What a folder on the disk holds. Names are those of the files in it. */
export interface FolderFiles {
  /** The text of every XML file, by its name. */
  readonly texts: ReadonlyMap<string, string>;
  /** The names of all else: folders, what is no XML, and what `findings` are about. */
  readonly others: readonly string[];
  /** XML files that hold no text or can't be read: each is an error. */
  readonly findings: readonly Finding[];
}

/**
 * Reads the files of a folder, in the order of their names.
 *
 * @throws what Node throws where the folder itself can't be read
 */
export function readFiles(dir: string): FolderFiles {
  const texts = new Map<string, string>();
  const others: string[] = [];
  const findings: Finding[] = [];
  for (const name of readdirSync(dir).toSorted()) {
    const read = name.endsWith('.xml') ? readEntry(join(dir, name), name) : 'other';
    if (read === 'gone') continue;
    if (read !== 'other' && 'text' in read) {
      texts.set(name, read.text);
      continue;
    }
    others.push(name);
    if (read !== 'other') findings.push(read);
  }
  return { texts, others, findings };
}

/**
 * Reads a configuration folder from the disk. Folders in it, and what is no XML, are known by their
 * names only.
 *
 * @throws ToolError `UNREADABLE` where a file can't be read as text, and what Node throws where the folder can't
 */
export function readFolder(dir: string): Folder {
  const { texts, others, findings } = readFiles(dir);
  const [first] = findings;
  if (first) throw unreadable({ ...first, file: join(dir, first.file) });
  return openFolder(texts, { others });
}

/** What is wrong with a file, as an error for whoever needs all files. */
export function unreadable({ file, message, hint, start }: Finding): ToolError {
  return new ToolError(message, { code: 'UNREADABLE', hint, place: { file, ...start } });
}

/** The text of a file's bytes, or why they are none. */
export function decodeFile(bytes: Uint8Array, file: string): { text: string } | Finding {
  const decoded = decodeXml(bytes);
  if (decoded.kind === 'text') return { text: decoded.text };
  const { code, message, hint, start } = decoded.problem;
  const place = positions(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))(start);
  return { code: `xml/${code}`, severity: 'error', message, hint, file, start: place, end: place };
}

function readEntry(path: string, name: string): { text: string } | Finding | 'gone' {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return deadLink(path, name);
    if (stat.isDirectory()) {
      return finding(
        name,
        `"${name}" is a folder, and Repose reads files of such names`,
        'Remove the folder, or name it otherwise. Docker makes one where it is told to mount a file that is not there.',
      );
    }
    // A pipe or a device may never come to an end.
    if (!stat.isFile()) {
      return finding(name, `"${name}" is no ordinary file`, 'Put a file with text in its place.');
    }
    return decodeFile(readFileSync(path), name);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return error.code === 'ENOENT'
      ? 'gone'
      : finding(
          name,
          `"${name}" cannot be read: ${systemReason(error)}`,
          'See that you, and the user whom Repose runs as, may read it ("ls -l" shows who may).',
        );
  }
}

/** A name that is there, but leads to no file; or one that was removed just now. */
function deadLink(path: string, name: string): Finding | 'gone' {
  if (!lstatSync(path, { throwIfNoEntry: false })) return 'gone';
  return finding(
    name,
    `"${name}" is a symbolic link to "${readlinkSync(path)}", and nothing is there`,
    'Let the link lead to a file, or remove it.',
  );
}

function finding(file: string, message: string, hint: string): Finding {
  const start = { line: 1, column: 1 };
  return {
    code: 'folder/unreadable-file',
    severity: 'error',
    message,
    hint,
    file,
    start,
    end: start,
  };
}
