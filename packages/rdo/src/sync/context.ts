import { ToolError } from '@nearhand/core/errors';
import type { Client, ClientIo } from '../client.ts';
import type { Plan } from '../plan.ts';
import type { SyncPlan } from '../sync-plan.ts';

/** What both directions of a sync work with. */
export interface SyncContext {
  readonly plan: Plan;
  readonly sync: SyncPlan;
  readonly client: Client;
  readonly io: Pick<ClientIo, 'env' | 'isTerminal' | 'stderr'>;
  /** Ends it as soon as possible. */
  readonly signal: AbortSignal;
  /** Shown while it lasts; undefined: nobody looks. */
  readonly status?: ((text: string) => void) | undefined;
  /** What the user should know of, such as a file that was changed on both sides. */
  readonly warn: (text: string) => void;
}

/** A failed sync: exit 125, phase `sync`. */
export function syncError(message: string, hint?: string, cause?: unknown): ToolError {
  return new ToolError(message, {
    code: 'SYNC_FAILED',
    phase: 'sync',
    exitCode: 125,
    hint,
    cause,
  });
}

/** Names are bytes; here they are kept as Latin-1 text, a character for each. */
export function bytesOf(name: string): Buffer {
  return Buffer.from(name, 'latin1');
}

/** A name for people. */
export function shown(name: string): string {
  return bytesOf(name)
    .toString('utf8')
    .replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '?');
}

/** `a, b and 3 more` */
export function shownList(names: readonly string[]): string {
  const first = names.slice(0, 5).map(shown).join(', ');
  return names.length > 5 ? `${first} and ${names.length - 5} more` : first;
}

/** `ROOT/NAME` as the bytes that the system calls take. */
export function pathOf(root: string, name: string): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`, 'utf8'), bytesOf(name)]);
}

/** All folders above a name, the topmost first. */
export function foldersAbove(name: string): readonly string[] {
  const folders: string[] = [];
  for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1)) {
    folders.push(name.slice(0, at));
  }
  return folders;
}

/** What is rdo's own in a root, on either side. */
export const OWN_FOLDER = '.rdo';
/** Where files are kept that are replaced now, though they had been changed on the side where they lay. */
export function replacedFolder(now: Date = new Date()): string {
  // Each time another one: what was kept before stays, too.
  return `${OWN_FOLDER}/replaced/${now.toISOString().replaceAll(':', '-')}`;
}
