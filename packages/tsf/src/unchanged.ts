/**
 * Whether an output has the same bytes as the one before it, and what to store then.
 */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';
import type { Draft } from './draft.ts';
import { dropDraft } from './draft.ts';
import { digestSink } from './digest.ts';
import { linkAgain } from './publish.ts';
import { runsIn, type Run } from './runs.ts';
import { decompressor } from './compress.ts';

/**
 * The last whole run of the same NAME, if its file has exactly the bytes of this output. The file is
 * read again: what the record says of it may not be true any more.
 */
export async function sameAsLast(
  draft: Draft,
  output: { readonly bytes: number; readonly sha256: string },
): Promise<Run | undefined> {
  const last = runsIn(draft.stamped).findLast((run) => run.status !== 'partial');
  if (!last) return undefined;
  if (
    last.recorded &&
    (last.bytes !== output.bytes || (last.sha256 ?? output.sha256) !== output.sha256)
  ) {
    return undefined;
  }
  const sink = await digestSink();
  try {
    await pipeline([
      createReadStream(last.path),
      ...(await decompressor(last.file)),
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          void sink.write(chunk, chunk.length);
          done();
        },
      }),
    ]);
  } catch {
    // Gone, unreadable or no longer what its ending says: store the new one.
    return undefined;
  }
  return sink.digest() === output.sha256 ? last : undefined;
}

/**
 * Puts the earlier file in the place of the new one: `skip` stores nothing, `link` gives the earlier
 * file the new name too. Gives the path that stands for this run, or undefined where the file system
 * has no links.
 */
export function standIn(draft: Draft, last: Run, how: 'skip' | 'link'): string | undefined {
  const { folder, file } = draft.stamped;
  const earlier = join(folder, last.file);
  const path = how === 'skip' ? earlier : linkAgain(earlier, folder, file);
  if (path !== undefined) dropDraft(draft);
  return path;
}
