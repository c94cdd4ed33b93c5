import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ToolError } from '@nearhand/core/errors';
import type { World } from '@nearhand/core/report';
import type { Finding } from '../finding.ts';
import { decodeXml } from '../xml/index.ts';

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
  /** Files whose bytes are no text. */
  readonly findings: readonly Finding[];
}

/** Reads a folder, a file, or stdin (`-`). */
export async function readInput(operand: string, world: World): Promise<Input> {
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
      hint: 'Name a folder, the files to check, or "-" for stdin.',
    });
  }
  if (!found.isDirectory())
    return fileInput(operand, resolve(path, '..'), readBytes(path, operand));
  return readFolder(operand, path);
}

function readFolder(name: string, dir: string): Input {
  const texts = new Map<string, string>();
  const others: string[] = [];
  const findings: Finding[] = [];
  const entries = readdirSync(dir, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(dir, entry.name);
    if (!entry.name.endsWith('.xml') || !statSync(path, { throwIfNoEntry: false })?.isFile()) {
      others.push(entry.name);
      continue;
    }
    const shown = join(name, entry.name);
    const text = decode(readBytes(path, shown), shown);
    if (typeof text === 'string') texts.set(entry.name, text);
    else {
      findings.push(text);
      others.push(entry.name);
    }
  }
  if (texts.size === 0 && findings.length === 0) {
    throw new ToolError(`there is no XML file in ${JSON.stringify(name)}`, {
      code: 'NO_FILES',
      hint: 'Name the folder that system-model.cfg.xml is in, often /etc/repose.',
    });
  }
  return { kind: 'folder', name, dir, texts, others, findings };
}

function fileInput(name: string, dir: string, bytes: Uint8Array): Input {
  const text = decode(bytes, name);
  const isText = typeof text === 'string';
  return {
    kind: 'file',
    name,
    dir,
    texts: new Map(isText ? [[name, text]] : []),
    others: [],
    findings: isText ? [] : [text],
  };
}

function readBytes(path: string, shown: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new ToolError(`cannot read ${shown}: ${(cause as Error).message}`, {
      code: 'UNREADABLE',
      cause,
    });
  }
}

/** The text, or why there is none. */
function decode(bytes: Uint8Array, file: string): string | Finding {
  const decoded = decodeXml(bytes);
  if (decoded.kind === 'text') return decoded.text;
  const { code, message, hint, start } = decoded.problem;
  const before = new TextDecoder().decode(bytes).slice(0, start).split('\n');
  const place = { line: before.length, column: before.at(-1)!.length + 1 };
  return { code: `xml/${code}`, severity: 'error', message, hint, file, start: place, end: place };
}
