/** What the next push would send and remove, for `--dry-run`: as far as this side knows, which asks nobody. */
import type { Plan } from '../plan.ts';
import type { SyncPlan } from '../sync-plan.ts';
import { shown, type SyncContext } from './context.ts';
import { listChanges } from './push.ts';
import { readRecord, recordKey } from './record.ts';

export interface PushPreview {
  readonly sent: readonly string[];
  /** In bytes, of all that is sent. */
  readonly size: number;
  readonly removed: readonly string[];
}

/** So many names are shown of each kind. */
const MOST_NAMES = 100;

/** @throws ToolError with phase `sync` when git fails, or a folder can't be read */
export async function previewPush(
  plan: Plan,
  sync: SyncPlan,
  env: SyncContext['io']['env'],
): Promise<PushPreview> {
  const record = readRecord(env, recordKey(plan, sync));
  const { files, changed, gone } = await listChanges({ sync, io: { env } }, record);
  const size = changed.reduce((sum, name) => sum + files.get(name)![0], 0);
  return { sent: changed, size, removed: gone };
}

/** For people; the first line fits behind the name of the tool. */
export function previewText(
  { root, directory, pull }: SyncPlan,
  { sent, size, removed }: PushPreview,
): string {
  const lines =
    sent.length === 0
      ? [
          `not in this line: the push of ${root} to ${directory} before it, which has nothing to send`,
        ]
      : [
          `not in this line: the push of ${root} to ${directory} before it, which sends ${files(sent)} (${size} bytes)`,
          ...names(sent),
        ];
  if (removed.length > 0) lines.push(`and removes ${files(removed)} there`, ...names(removed));
  if (pull.length > 0) lines.push(`and the pull of ${pull.join(', ')} after it`);
  return lines.join('\n');
}

function files({ length }: readonly string[]): string {
  return length === 1 ? 'one file' : `${length} files`;
}

function names(all: readonly string[]): readonly string[] {
  const more = all.length - MOST_NAMES;
  return [
    ...all.slice(0, MOST_NAMES).map((name) => `  ${shown(name)}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}
