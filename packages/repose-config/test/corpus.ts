import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { need } from '@nearhand/test-kit';

/** The folder of real Repose configurations that lies beside the work tree; undefined where it isn't. */
export const corpusDir = findCorpus();

/** For `describe.skipIf(!corpus.met)`. */
export const corpus = need(
  'corpus of Repose configurations',
  'put the folder repose-corpus into ../shared, or name it in REPOSE_CORPUS',
  () => corpusDir !== undefined,
);

export interface CorpusFile {
  readonly path: string;
  readonly kind: string;
  readonly wellformed_raw: boolean;
  readonly root?: string;
  readonly namespace?: string;
}

/** The records of every configuration file; none where the corpus isn't here. */
export function corpusFiles(): readonly CorpusFile[] {
  if (corpusDir === undefined) return [];
  return JSON.parse(corpusText('manifest-open.json')) as CorpusFile[];
}

export function corpusBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(join(corpusDir!, path)));
}

export function corpusText(path: string): string {
  return readFileSync(join(corpusDir!, path), 'utf8');
}

function findCorpus(): string | undefined {
  const given = process.env['REPOSE_CORPUS'];
  if (given) return given;
  for (let dir = process.cwd(); dirname(dir) !== dir; dir = dirname(dir)) {
    const candidate = join(dir, 'shared/repose-corpus');
    if (existsSync(join(candidate, 'manifest-open.json'))) return candidate;
  }
  return undefined;
}
