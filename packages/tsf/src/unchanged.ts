/**
 * Whether an output has the same bytes as the one before it, and what to store then.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { holds } from './content.ts';
import { dropDraft, type Draft } from './draft.ts';
import { compressionOf } from './name.ts';
import { linkAgain } from './publish.ts';
import { runsIn, type Run } from './runs.ts';

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
  return (await holds(last, output.sha256)) ? last : undefined;
}

/**
 * Puts the earlier file in the place of the new one: `skip` stores nothing, `link` gives the earlier
 * file the new name too. Gives the path that stands for this run, or undefined where it can't be linked: the file
 * system has no links, or only one of the two is compressed.
 */
export function standIn(draft: Draft, last: Run, how: 'skip' | 'link'): string | undefined {
  const { folder, file, base } = draft.stamped;
  const earlier = join(folder, last.file);
  const alike = compressionOf(file(0), base) === last.compression;
  // Another run may have pruned it in the meantime.
  if (!existsSync(earlier)) return undefined;
  const path = how === 'skip' ? earlier : alike ? linkAgain(earlier, folder, file) : undefined;
  if (path !== undefined) dropDraft(draft);
  return path;
}
