/** The transfers that a push is made of. */
import type { SyncContext } from './context.ts';
import { LISTING, nameList, parseListing, type Listed } from './listing.ts';
import { progressOf } from './progress.ts';
import { rsync, THERE } from './rsync.ts';
import type { Mark } from './server.ts';

/** Links as links, times, modes; folders are made where they are missing and else left as they are. */
const SEND = ['--links', '--times', '--perms', '--no-implied-dirs'];
const NAMED = ['--from0', '--files-from=-', '--ignore-missing-args'];

export interface PushContext extends SyncContext {
  readonly mark: Mark;
}

/** What lies there under these names. */
export async function askThere(
  context: PushContext,
  names: readonly string[],
): Promise<ReadonlyMap<string, Listed>> {
  const nowhere = `${context.sync.root}/.rdo/nowhere/`;
  const text = await rsync(context, {
    words: ['--dry-run', '--links', '--times', ...NAMED, LISTING, THERE, nowhere],
    input: nameList(names),
    mark: context.mark,
    // A file may stand where the way to a name goes.
    partial: true,
  });
  return new Map(parseListing(text).map((listed) => [listed.name, listed]));
}

/** Sends what isn't there at all. Makes the folder, too. */
export async function sendMissing(context: PushContext, names: Names): Promise<void> {
  await rsync(context, {
    words: [...SEND, ...NAMED, '--ignore-existing', './', THERE],
    input: listOf(names),
    mark: context.mark,
  });
}

type Names = Iterable<string> | Promise<Iterable<string>>;

async function listOf(names: Names): Promise<Buffer> {
  return nameList(await names);
}

/** Sends files, over what is there. */
export async function send(
  context: PushContext,
  names: Names,
  more: readonly string[],
): Promise<void> {
  const { sync, status } = context;
  await rsync(context, {
    words: [
      ...SEND,
      ...NAMED,
      // Else a change within the same second would go unseen.
      '--modify-window=-1',
      ...(sync.compress ? ['--compress'] : []),
      ...(status ? ['--info=progress2'] : []),
      ...more,
      './',
      THERE,
    ],
    input: listOf(names),
    mark: context.mark,
    ...(status && {
      onOutput(text: string) {
        const progress = progressOf(text);
        status(progress === undefined ? 'sync: sending' : `sync: sending, ${progress}`);
      },
    }),
  });
}

/** Which of these files have another content there. */
export async function differing(
  context: PushContext,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const text = await rsync(context, {
    words: ['--dry-run', '--checksum', '--links', ...NAMED, LISTING, './', THERE],
    input: nameList(names),
    mark: context.mark,
  });
  return new Set(
    parseListing(text)
      .filter(({ change }) => /^[<c]/.test(change))
      .map(({ name }) => name),
  );
}
