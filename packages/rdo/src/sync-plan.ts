/** What a run sends before the command and fetches after it, for machines without a shared folder. */
import { ToolError, type Place } from '@nearhand/core/errors';
import type { Settings } from './config.ts';
import type { Key } from './keys.ts';
import type { Transport } from './plan.ts';

export interface SyncPlan {
  /** The local folder, whose files are pushed. */
  readonly root: string;
  /** Its twin there; made by the first push. */
  readonly directory: string;
  /** Patterns as in a .gitignore that stands in the root; they come before those of the .gitignore files. */
  readonly exclude: readonly string[];
  /** Paths and globs below the root that are fetched after the command. */
  readonly pull: readonly string[];
  /** Compress on the way: what is reached over a network. */
  readonly compress: boolean;
}

export interface SyncPlace {
  readonly transport: Transport;
  readonly directory: string;
}

/**
 * The sync that the settings ask for; undefined: none.
 *
 * @throws ToolError `SYNC_KEYS` when `exclude` or `pull` stand without `sync`, or `sync` has nothing to do;
 * `SYNC_PULL` for a pattern that leads out of the root
 */
export function planSync(
  { values, config }: Settings,
  { transport, directory }: SyncPlace,
): SyncPlan | undefined {
  const place = (key: Key): Place | undefined => {
    const origin = values.get(key)?.origin;
    return origin?.kind === 'file' ? origin : undefined;
  };
  const list = (key: 'exclude' | 'pull'): readonly string[] =>
    (values.get(key)?.value as readonly string[] | undefined) ?? [];
  const sync = values.get('sync')?.value;
  const unused = (['exclude', 'pull'] as const).find((key) => list(key).length > 0);
  if (sync === undefined && unused !== undefined) {
    throw new ToolError(`the key ${unused} means nothing without sync`, {
      code: 'SYNC_KEYS',
      place: place(unused),
      hint: 'Add: sync = rsync',
    });
  }
  if (sync !== 'rsync') return undefined;
  if (transport.driver === 'docker' && transport.how.kind === 'run') {
    throw new ToolError('a new container for each command has the project mounted already', {
      code: 'SYNC_KEYS',
      place: place('sync'),
      hint: 'Remove `sync`, or name a running container.',
    });
  }
  return {
    root: config.root,
    directory,
    exclude: list('exclude'),
    pull: list('pull').map((pattern) => pullPattern(pattern, place('pull'))),
    compress: transport.driver === 'ssh' || transport.driver === 'kubectl',
  };
}

/** A pattern of `pull` without its slashes at either end. */
function pullPattern(pattern: string, place: Place | undefined): string {
  const plain = pattern.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  const parts = plain.split('/');
  const wrong =
    plain === '' || plain === '.'
      ? 'names the whole folder: it would overwrite what was just pushed'
      : parts.includes('..') || parts.includes('.') || parts.includes('')
        ? 'is no plain path'
        : /^[!#]|\\/.test(plain)
          ? 'holds a character that patterns here do not have'
          : undefined;
  if (wrong === undefined) return plain;
  throw new ToolError(`pull: ${JSON.stringify(pattern)} ${wrong}`, {
    code: 'SYNC_PULL',
    place,
    hint: 'Name files and folders below the folder of .rdo.conf: pull = dist, reports/*.xml',
  });
}
