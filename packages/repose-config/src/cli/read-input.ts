import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isSystemError, systemReason, ToolError } from '@nearhand/core/errors';
import type { World } from '@nearhand/core/report';
import type { Finding } from '../finding.ts';
import { decodeFile, readFiles } from '../node/read.ts';

/** What one operand of `check` stands for. */
export interface Input {
  readonly kind: 'folder' | 'file';
  /** As the user wrote it. */
  readonly name: string;
  /** The folder, or the one that holds the file. */
  readonly dir: string;
  /** By the name of the file: in a folder its name there, else as the user wrote it. */
  readonly texts: ReadonlyMap<string, string>;
  /** Names of further files in the folder. */
  readonly others: readonly string[];
  /** Files that hold no text or can't be read. */
  readonly findings: readonly Finding[];
}

/**
 * Reads a folder, a file, or stdin (`-`).
 *
 * @param wanted - what the user could name, for the message that there is nothing of that name
 */
export async function readInput(
  operand: string,
  world: World,
  wanted = 'a folder, the files to check, or "-" for stdin',
): Promise<Input> {
  if (operand === '-') {
    const chunks: Buffer[] = [];
    for await (const chunk of world.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
    return fileInput('<stdin>', world.cwd, Buffer.concat(chunks));
  }
  const path = resolve(world.cwd, operand);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) {
    throw new ToolError(`there is no file or folder ${JSON.stringify(operand)}`, {
      code: 'NOT_FOUND',
      hint: `Name ${wanted}.`,
    });
  }
  if (!found.isDirectory())
    return fileInput(operand, resolve(path, '..'), readBytes(path, operand));
  return folderInput(operand, path);
}

function folderInput(name: string, dir: string): Input {
  const { texts, others, findings } = readFiles(dir);
  if (texts.size === 0 && findings.length === 0) {
    throw new ToolError(`there is no XML file in ${JSON.stringify(name)}`, {
      code: 'NO_FILES',
      hint: 'Name the folder that system-model.cfg.xml is in, often /etc/repose. "repose-config init DIR" makes a new one.',
    });
  }
  const named = findings.map((one) => ({ ...one, file: join(name, one.file) }));
  return { kind: 'folder', name, dir, texts, others, findings: named };
}

function fileInput(name: string, dir: string, bytes: Uint8Array): Input {
  const read = decodeFile(bytes, name);
  return {
    kind: 'file',
    name,
    dir,
    texts: new Map('text' in read ? [[name, read.text]] : []),
    others: [],
    findings: 'text' in read ? [] : [read],
  };
}

function readBytes(path: string, shown: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw new ToolError(`cannot read ${shown}: ${systemReason(cause)}`, {
      code: 'UNREADABLE',
      cause,
    });
  }
}
